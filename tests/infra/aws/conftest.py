"""The stack's templates, as `shop deploy` would make them of the sample shop."""

import pytest
from infra_aws import CODE, PLAN, Template

from functions.registry import FUNCTIONS
from infra.aws.stack.foundation import foundation
from infra.aws.stack.house import house


@pytest.fixture(scope="session")
def templates() -> dict[str, Template]:
    return {"foundation": foundation(PLAN), "house": house(PLAN, FUNCTIONS, CODE)}


@pytest.fixture(scope="session")
def resources(templates: dict[str, Template]) -> dict[str, Template]:
    """Of both stacks, by their logical names."""
    return {
        name: found
        for template in templates.values()
        for name, found in template["Resources"].items()
    }
