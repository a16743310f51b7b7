"""CloudFormation's intrinsic functions, and the few shapes every part of a template uses."""

from collections.abc import Iterable
from typing import Any, TypeAlias

Resources: TypeAlias = dict[str, dict[str, Any]]
Statement: TypeAlias = dict[str, Any]

VERSION = "2012-10-17"  # of IAM's policy language


def ref(name: str) -> dict[str, str]:
    return {"Ref": name}


def att(name: str, attribute: str = "Arn") -> dict[str, list[str]]:
    return {"Fn::GetAtt": [name, attribute]}


def sub(text: str) -> dict[str, str]:
    return {"Fn::Sub": text}


def resource(kind: str, properties: dict[str, Any], **settings: Any) -> dict[str, Any]:
    """`kind` without ``AWS::``; `settings` such as DependsOn stand beside the properties."""
    return {"Type": f"AWS::{kind}", **settings, "Properties": properties}


def allow(actions: Iterable[str], on: Any, **conditions: Any) -> Statement:
    found: Statement = {"Effect": "Allow", "Action": sorted(actions), "Resource": on}
    return found | ({"Condition": conditions} if conditions else {})


def policy(statements: list[Statement]) -> dict[str, Any]:
    return {"Version": VERSION, "Statement": statements}


def service_role(service: str, statements: list[Statement], **conditions: Any) -> dict[str, Any]:
    """A role that one service of AWS may take, and only for this account's things."""
    trust: Statement = {
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    if conditions:
        trust["Condition"] = conditions
    return resource(
        "IAM::Role",
        {
            "AssumeRolePolicyDocument": policy([trust]),
            "Policies": [{"PolicyName": "needs", "PolicyDocument": policy(statements)}],
        },
    )


def pascal(name: str) -> str:
    """``stock_alerts`` -> ``StockAlerts``, for logical names."""
    return "".join(part.capitalize() for part in name.replace("-", "_").split("_"))
