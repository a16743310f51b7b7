"""Parts of Jinja that programs use as they are; a page that needs one loads Jinja for it."""

from collections.abc import Callable
from functools import cache
from typing import Any

from generator.templates.giving_up import GiveUp


def loop_context(values: Any) -> Any:
    """Jinja's own ``loop``, for what plain counting does not give."""
    from jinja2 import StrictUndefined
    from jinja2.runtime import LoopContext

    return LoopContext(values, StrictUndefined)


@cache
def jinja_filter(name: str, *, escape: bool) -> Callable[..., Any]:
    """A filter of Jinja's own, for those that are not written here."""
    from jinja2 import Environment, StrictUndefined, Undefined
    from jinja2.nodes import EvalContext

    environment = Environment(undefined=StrictUndefined, autoescape=escape)  # noqa: S701 - as its page does
    function = environment.filters[name]
    kind = getattr(getattr(function, "jinja_pass_arg", None), "name", "")
    known = {"environment": environment, "eval_context": EvalContext(environment)}
    first = [known[kind]] if kind else []

    def filtered(*args: Any, **named: Any) -> Any:
        result = function(*first, *args, **named)
        if isinstance(result, Undefined):
            raise GiveUp
        return result

    return filtered


@cache
def jinja_test(name: str) -> Callable[..., Any]:
    from jinja2.tests import TESTS

    tests: dict[str, Any] = dict(TESTS)
    return tests[name]  # type: ignore[no-any-return] # Jinja's own
