"""Who is told when something fails: one topic, and an alarm for each thing that somebody must mend.

The topic carries names of alarms and nothing of the shop's, and is not encrypted by a key of its
own: CloudWatch cannot use Amazon's own key for SNS, and one of the owner's costs a dollar a month.
"""

from collections.abc import Sequence
from typing import Any

from functions.registry import Function
from infra.aws.plan import Plan
from infra.aws.stack.events import dead_letters
from infra.aws.stack.words import Resources, allow, att, pascal, policy, ref, resource

FIVE_MINUTES = 300


def watch(plan: Plan, functions: Sequence[Function]) -> Resources:
    resources: Resources = {
        "Alarms": resource("SNS::Topic", {"DisplayName": f"{plan.name}: something failed"}),
        "AlarmsMail": resource(
            "SNS::Subscription",
            {"TopicArn": ref("Alarms"), "Protocol": "email", "Endpoint": plan.alarms},
        ),
        "AlarmsPolicy": _may_ring(),
        # Of the account, since what is used up is the account's.
        "Throttled": _alarm("AWS/Lambda", "Throttles", "functions are called too often"),
        "ApiFails": _alarm(
            "AWS/ApiGateway", "5xx", "the API answers with errors", ApiId=ref("Api")
        ),
    }
    for function in functions:
        name = pascal(function.name)
        resources[f"{name}Fails"] = _alarm(
            "AWS/Lambda", "Errors", f"{function.name} fails", FunctionName=ref(name)
        )
        if function.events:
            queue = att(dead_letters(function), "QueueName")
            resources[f"{dead_letters(function)}Alarm"] = _alarm(
                "AWS/SQS",
                "ApproximateNumberOfMessagesVisible",
                f"{function.name} gave something up; look into its dead letters",
                QueueName=queue,
            )
    return resources


def _alarm(namespace: str, metric: str, says: str, **dimensions: Any) -> dict[str, Any]:
    return resource(
        "CloudWatch::Alarm",
        {
            "AlarmDescription": says,
            "Namespace": namespace,
            "MetricName": metric,
            "Dimensions": [{"Name": name, "Value": value} for name, value in dimensions.items()],
            "Statistic": "Maximum" if namespace == "AWS/SQS" else "Sum",
            "Period": FIVE_MINUTES,
            "EvaluationPeriods": 1,
            "Threshold": 1,
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "TreatMissingData": "notBreaching",
            "AlarmActions": [ref("Alarms")],
        },
    )


def _may_ring() -> dict[str, Any]:
    mine = {"aws:SourceAccount": ref("AWS::AccountId")}
    statement = allow(["sns:Publish"], ref("Alarms"), StringEquals=mine)
    statement["Principal"] = {"Service": "cloudwatch.amazonaws.com"}
    document = policy([statement])
    return resource("SNS::TopicPolicy", {"Topics": [ref("Alarms")], "PolicyDocument": document})
