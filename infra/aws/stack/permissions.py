"""What each need of a function means in IAM: the least it can work with."""

from functions.registry import Function
from infra.aws.plan import Plan
from infra.aws.stack.foundation import arn_of_bucket
from infra.aws.stack.words import Statement, allow, pascal, ref, sub
from shop.adapters.s3_manifest import STATE
from shop.adapters.s3_site import BLOBS, LIVE
from shop.adapters.s3_uploads import UPLOADS

# A transaction needs what its parts would need alone (DynamoDB developer guide, "IAM and
# transactions"), ConditionCheckItem among them. The adapter puts items by updates, which count.
READ = ("dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query")
WRITE = (
    "dynamodb:BatchWriteItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:DeleteItem",
    "dynamodb:UpdateItem",
)
STREAM = ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator")
LOGS = ("logs:CreateLogStream", "logs:PutLogEvents")
OBJECTS = ("s3:DeleteObject", "s3:GetObject", "s3:PutObject")
LISTING = "s3:ListBucket"


def statements(plan: Plan, function: Function) -> list[Statement]:
    """Everything one function may do."""
    group = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:"
    found = [allow(LOGS, sub(f"{group}${{{log_group(function)}}}:*"))]
    for need in function.needs:
        found += GRANTS[need](plan)
    return found


def log_group(function: Function) -> str:
    """Logical name."""
    return f"{pascal(function.name)}Logs"


def _read(_plan: Plan) -> list[Statement]:
    index = {"Fn::Sub": ["${Arn}/index/*", {"Arn": ref("TableArn")}]}
    return [
        allow(READ, ref("TableArn")),
        allow(["dynamodb:Query"], index),
    ]


def _write(_plan: Plan) -> list[Statement]:
    return [allow(WRITE, ref("TableArn"))]


def _publish(_plan: Plan) -> list[Statement]:
    distribution = (
        "arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Distribution}"
    )
    site = ref("SiteBucket")
    return [
        allow(OBJECTS, [arn_of_bucket(site, f"/{part}*") for part in (BLOBS, LIVE, STATE)]),
        allow([LISTING], arn_of_bucket(site)),  # else what is not there is forbidden, not missing
        allow(["cloudfront:CreateInvalidation"], sub(distribution)),
    ]


def _pictures(_plan: Plan) -> list[Statement]:
    media = ref("MediaBucket")
    return [
        allow(["s3:GetObject", "s3:PutObject"], arn_of_bucket(media, "/media/*")),
        allow([LISTING], arn_of_bucket(media)),
    ]


def _uploads(_plan: Plan) -> list[Statement]:
    media = ref("MediaBucket")
    return [
        allow(OBJECTS, arn_of_bucket(media, f"/{UPLOADS}*")),
        allow([LISTING], arn_of_bucket(media)),
    ]


def _mail(plan: Plan) -> list[Statement]:
    # SES asks for the second one where a message comes as raw MIME, whatever call brings it.
    actions = ["ses:SendEmail", "ses:SendRawEmail"]
    if plan.double:  # it knows neither whose identity a mail is sent by, nor from which address
        return [allow(actions, "*")]
    identity = "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/"
    senders = [sub(identity + plan.sender_domain), sub(identity + plan.sender)]
    return [allow(actions, senders, StringEquals={"ses:FromAddress": plan.sender})]


GRANTS = {
    "read": _read,
    "write": _write,
    "publish": _publish,
    "pictures": _pictures,
    "uploads": _uploads,
    "mail": _mail,
}
