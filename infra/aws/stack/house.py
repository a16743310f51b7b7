"""The stack of everything that can be built again: doors, functions, clocks, alarms."""

from collections.abc import Sequence
from typing import Any

from functions.registry import Function
from infra.aws.plan import Plan
from infra.aws.stack import events
from infra.aws.stack.code import Code
from infra.aws.stack.compute import address, compute
from infra.aws.stack.door import door
from infra.aws.stack.edge import distribution
from infra.aws.stack.watch import watch
from infra.aws.stack.words import Resources, att, pascal, ref

# What the other stack made, by its outputs' names.
GIVEN = {
    "TableName": "Table",
    "TableArn": "TableArn",
    "Stream": "Stream",
    "SiteBucket": "Site",
    "MediaBucket": "Media",
    "ArtifactsBucket": "Artifacts",
}
SECRETS = ("Secret", "ProxySecret", "StripeKey", "StripeWebhookSecret")
STRIPE_API = "StripeApi"  # another address than Stripe's own


def house(plan: Plan, functions: Sequence[Function], code: Code) -> dict[str, Any]:
    resources: Resources = distribution(plan) | code.resources(plan)
    for part in (door(plan, functions), watch(plan, functions), *_rooms(plan, functions, code)):
        twice = resources.keys() & part.keys()
        if twice:
            raise ValueError(f"Two parts of the stack are called {', '.join(sorted(twice))}.")
        resources |= part
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": f"The shop {plan.name}: pages, functions and what watches over them.",
        "Parameters": _parameters(),
        "Conditions": {
            "Stripe": _is_given("StripeKey"),
            "StripeElsewhere": _is_given(STRIPE_API),
        },
        "Resources": resources,
        "Outputs": _outputs(plan, functions),
    }


def _rooms(plan: Plan, functions: Sequence[Function], code: Code) -> list[Resources]:
    return [
        part
        for function in functions
        for part in (
            compute(plan, function, code, events.needs(function)),
            events.events(plan, function),
        )
    ]


def _parameters() -> dict[str, Any]:
    secret = {"Type": "String", "NoEcho": True, "Default": ""}
    return {
        **{name: {"Type": "String"} for name in GIVEN},
        **dict.fromkeys(SECRETS, secret),
        STRIPE_API: {"Type": "String", "Default": ""},
    }


def _is_given(parameter: str) -> dict[str, Any]:
    return {"Fn::Not": [{"Fn::Equals": [ref(parameter), ""]}]}


def _outputs(plan: Plan, functions: Sequence[Function]) -> dict[str, Any]:
    found = {
        "Address": address(plan),
        "Distribution": ref("Distribution"),
        "DistributionDomain": att("Distribution", "DomainName"),
        "Api": ref("Api"),
    }
    found |= {f"Function{pascal(each.name)}": ref(pascal(each.name)) for each in functions}
    found |= {f"Logs{pascal(each.name)}": ref(f"{pascal(each.name)}Logs") for each in functions}
    return {name: {"Value": value} for name, value in found.items()}
