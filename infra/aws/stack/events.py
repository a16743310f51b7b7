"""What wakes functions beside requests: new items in the table's stream, and a clock.

What fails again and again is not lost: it ends in the function's own dead letters.
"""

import json
from typing import Any

from functions.registry import Function
from infra.aws.plan import Plan
from infra.aws.stack.permissions import STREAM
from infra.aws.stack.words import (
    Resources,
    Statement,
    allow,
    att,
    pascal,
    ref,
    resource,
    service_role,
)
from shop.outbox.messages import PREFIX
from shop.rebuilds.questions import QUESTIONS
from shop.rebuilds.service import REBUILD

# Which of the table's changes a function is woken by (Lambda, "Event filtering").
PATTERNS: dict[str, dict[str, Any]] = {
    "outbox": {"sk": {"S": [{"prefix": PREFIX}]}},
    "marks": {"pk": {"S": [REBUILD]}},
    "questions": {"pk": {"S": [QUESTIONS]}},
}
# Clocks, and how often they wake a function.
CLOCKS = {"schedule": "rate(1 minute)", "daily": "rate(1 day)"}
TRIES = 3
DAYS_14 = 14 * 24 * 3600  # the longest SQS keeps


def events(plan: Plan, function: Function) -> Resources:
    """The function's event sources and its dead letters; nothing for one that only answers."""
    resources: Resources = {}
    streamed = [event for event in function.events if event not in CLOCKS]
    unknown = set(streamed) - PATTERNS.keys()
    if unknown:
        raise ValueError(f"{function.name}: nothing wakes a function by {', '.join(unknown)}")
    if function.events:
        resources[dead_letters(function)] = resource(
            "SQS::Queue", {"MessageRetentionPeriod": DAYS_14, "SqsManagedSseEnabled": True}
        )
    for event in streamed:
        resources[f"{pascal(function.name)}On{pascal(event)}"] = _stream(function, event)
    clocks = [event for event in function.events if event in CLOCKS]
    if clocks:
        resources[f"{pascal(function.name)}ClockRole"] = _clock_role(function)
    return resources | {
        _clock_name(function, each): _clock(plan, function, each) for each in clocks
    }


def needs(function: Function) -> list[Statement]:
    """What the function's own role needs, since Lambda reads the stream in its name."""
    if not set(function.events) - CLOCKS.keys():
        return []
    every = {"Fn::Sub": ["${Arn}/stream/*", {"Arn": ref("TableArn")}]}
    return [
        allow(STREAM, ref("Stream")),
        allow(["dynamodb:ListStreams"], every),
        allow(["sqs:SendMessage"], att(dead_letters(function))),
    ]


def dead_letters(function: Function) -> str:
    """Logical name."""
    return f"{pascal(function.name)}DeadLetters"


def _stream(function: Function, event: str) -> dict[str, Any]:
    pattern = {"eventName": ["INSERT"], "dynamodb": {"Keys": PATTERNS[event]}}
    return resource(
        "Lambda::EventSourceMapping",
        {
            "FunctionName": ref(pascal(function.name)),
            "EventSourceArn": ref("Stream"),
            "StartingPosition": "TRIM_HORIZON",
            "BatchSize": 100,
            "BisectBatchOnFunctionError": True,
            "MaximumRetryAttempts": TRIES,
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "DestinationConfig": {"OnFailure": {"Destination": att(dead_letters(function))}},
            "FilterCriteria": {"Filters": [{"Pattern": json.dumps(pattern, sort_keys=True)}]},
        },
    )


def _clock_name(function: Function, clock: str) -> str:
    return f"{pascal(function.name)}{'Clock' if clock == 'schedule' else pascal(clock)}"


def _clock_role(function: Function) -> dict[str, Any]:
    return service_role(
        "scheduler",
        [
            allow(["lambda:InvokeFunction"], att(pascal(function.name))),
            allow(["sqs:SendMessage"], att(dead_letters(function))),
        ],
        StringEquals={"aws:SourceAccount": ref("AWS::AccountId")},
    )


def _clock(plan: Plan, function: Function, clock: str) -> dict[str, Any]:
    name = pascal(function.name)
    return resource(
        "Scheduler::Schedule",
        {
            "Description": f"{plan.name}: wakes {function.name}",
            "ScheduleExpression": CLOCKS[clock],
            "FlexibleTimeWindow": {"Mode": "OFF"},
            "Target": {
                "Arn": att(name),
                "RoleArn": att(f"{name}ClockRole"),
                "Input": json.dumps({"wake": clock}),
                "DeadLetterConfig": {"Arn": att(dead_letters(function))},
                # It is woken again anyway, so an old call is worth nothing.
                "RetryPolicy": {"MaximumEventAgeInSeconds": 60, "MaximumRetryAttempts": 1},
            },
        },
    )
