"""One function of Lambda for each of the registry, with its own role and its own log."""

from collections.abc import Mapping
from typing import Any

from functions.registry import Function
from infra.aws.plan import Plan
from infra.aws.stack import permissions
from infra.aws.stack.code import Code
from infra.aws.stack.words import (
    Resources,
    Statement,
    att,
    pascal,
    ref,
    resource,
    service_role,
    sub,
)

HOME = "/tmp/shop"  # noqa: S108 - the one folder a function may write to


def compute(plan: Plan, function: Function, code: Code, extra: list[Statement]) -> Resources:
    """`extra` is what its events need."""
    name = pascal(function.name)
    logs = permissions.log_group(function)
    return {
        logs: resource(
            "Logs::LogGroup",
            {"RetentionInDays": plan.logs_days},
            DeletionPolicy="Delete",
            UpdateReplacePolicy="Delete",
        ),
        f"{name}Role": service_role("lambda", [*permissions.statements(plan, function), *extra]),
        name: resource(
            "Lambda::Function",
            {
                "Description": f"{plan.name}: {function.name}",
                "Runtime": f"python{plan.python}",
                "Architectures": [plan.architecture],
                "Handler": function.handler,
                "Role": att(f"{name}Role"),
                "MemorySize": function.memory,
                "Timeout": function.seconds,
                **code.of(function.name),
                "LoggingConfig": {"LogGroup": ref(logs), "LogFormat": "JSON"},
                "Environment": {"Variables": environment(plan, function)},
            },
        ),
    }


def environment(plan: Plan, function: Function) -> Mapping[str, Any]:
    """The variables that the registry names, and no other: no function knows a secret that it has
    no use for. What is not set is left out. That there is a key is no secret: whoever shows a cart
    says whether it can be paid by card."""
    values = {
        "SHOP_STORE": sub("dynamodb:${TableName}"),
        "SHOP_BASE_URL": address(plan),
        "SHOP_SITE": sub("s3:${SiteBucket}"),
        "SHOP_MEDIA": sub("s3:${MediaBucket}"),
        "SHOP_CDN": sub("cloudfront:${Distribution}"),
        "SHOP_MAIL": sub("ses:${AWS::Region}"),
        "SHOP_SECRET": ref("Secret"),
        "SHOP_PROXY": sub("cloudfront:${ProxySecret}"),
        "SHOP_STRIPE_KEY": _if("Stripe", ref("StripeKey")),
        "SHOP_STRIPE_WEBHOOK_SECRET": _if("Stripe", ref("StripeWebhookSecret")),
        "SHOP_STRIPE_API": _if("StripeElsewhere", ref("StripeApi")),
        "SHOP_PICTURES": "web",
    }
    named = {name: values[name] for name in function.environment}
    return {"SHOP_HOME": HOME, "SHOP_CARDS": _if("Stripe", "stripe"), **named}


def address(plan: Plan) -> Any:
    """Of the shop: the owner's own, or the one that CloudFront gives."""
    given = {"Fn::Sub": ["https://${Name}", {"Name": att("Distribution", "DomainName")}]}
    return f"https://{plan.domain}" if plan.domain else given


def _if(condition: str, value: Any) -> dict[str, Any]:
    return {"Fn::If": [condition, value, ref("AWS::NoValue")]}
