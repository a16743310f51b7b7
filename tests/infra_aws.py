"""The sample shop as `shop deploy` would plan it."""

from typing import Any

from functions.registry import FUNCTIONS
from infra.aws.plan import Plan
from infra.aws.stack.code import Code

Template = dict[str, Any]

PLAN = Plan(
    name="hien",
    region="ap-southeast-1",
    sender="hello@hien.example.com",
    alarms="owner@hien.example.com",
    languages=("en", "vi", "zh-Hans", "zh-Hant"),
    default_language="en",
)
CODE = Code(
    {function.name: f"bundles/{function.name}.zip" for function in FUNCTIONS},
    {"fonts": "bundles/fonts.zip"},
    {"papers": ("fonts",)},
)
