"""The stack of what must outlive everything else: the table, the buckets, the right to send mail.

It is a stack of its own so that the house can be taken down and built again around the same data.
Deleting it keeps table, pages and pictures all the same, unless somebody has emptied them first.
"""

from typing import Any

from infra.aws.plan import Plan
from infra.aws.stack.words import Resources, att, policy, ref, resource
from shop.adapters.dynamodb_table import expiry_description, table_description

DAYS_OF_OLD_VERSIONS = 30  # that a picture which was overwritten or deleted can be brought back
MAKE_SENDER = "MakeSender"  # false where the account sends for this domain already


def foundation(plan: Plan) -> dict[str, Any]:
    """Its outputs carry the names of what it made."""
    resources: Resources = {
        "Table": _table(),
        "Site": _bucket(),
        "Media": _bucket(versions=DAYS_OF_OLD_VERSIONS),
        "Artifacts": _bucket(keep=False),
        "ArtifactsPolicy": bucket_policy(ref("Artifacts"), tls_only(plan, ref("Artifacts"))),
        "Sender": _sender(plan),
    }
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": f"What the shop {plan.name} keeps: orders, catalogue, pages and pictures.",
        "Parameters": {MAKE_SENDER: {"Type": "String", "AllowedValues": ["true", "false"]}},
        "Conditions": {MAKE_SENDER: {"Fn::Equals": [ref(MAKE_SENDER), "true"]}},
        "Resources": resources,
        "Outputs": {
            "Table": {"Value": ref("Table")},
            "TableArn": {"Value": att("Table")},
            "Stream": {"Value": att("Table", "StreamArn")},
            "Site": {"Value": ref("Site")},
            "Media": {"Value": ref("Media")},
            "Artifacts": {"Value": ref("Artifacts")},
        },
    }


def _table() -> dict[str, Any]:
    """As the adapter describes it, and able to be brought back: to any second of the last 35 days.
    DynamoDB encrypts every table; its own key costs nothing."""
    described = table_description("")
    described.pop("TableName")
    stream = {"StreamViewType": described["StreamSpecification"]["StreamViewType"]}
    properties = {
        **described,
        "StreamSpecification": stream,
        "TimeToLiveSpecification": expiry_description(),
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
        "DeletionProtectionEnabled": True,
    }
    return resource(
        "DynamoDB::Table", properties, DeletionPolicy="Retain", UpdateReplacePolicy="Retain"
    )


def _bucket(*, versions: int = 0, keep: bool = True) -> dict[str, Any]:
    """A private, encrypted bucket. `versions`: days that former versions are kept."""
    rules: list[dict[str, Any]] = [
        {
            "Id": "unfinished",
            "Status": "Enabled",
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
        }
    ]
    properties: dict[str, Any] = {
        "BucketEncryption": {
            "ServerSideEncryptionConfiguration": [
                {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
            ]
        },
        "PublicAccessBlockConfiguration": {
            "BlockPublicAcls": True,
            "BlockPublicPolicy": True,
            "IgnorePublicAcls": True,
            "RestrictPublicBuckets": True,
        },
        "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
    }
    if versions:
        properties["VersioningConfiguration"] = {"Status": "Enabled"}
        expiry = {"NoncurrentDays": versions}
        rules.append({"Id": "former", "Status": "Enabled", "NoncurrentVersionExpiration": expiry})
    properties["LifecycleConfiguration"] = {"Rules": rules}
    fate = "Retain" if keep else "Delete"
    return resource("S3::Bucket", properties, DeletionPolicy=fate, UpdateReplacePolicy=fate)


def bucket_policy(name: Any, *statements: dict[str, Any]) -> dict[str, Any]:
    """`name` is the bucket's."""
    return resource("S3::BucketPolicy", {"Bucket": name, "PolicyDocument": policy([*statements])})


def tls_only(plan: Plan, name: Any) -> dict[str, Any]:
    """Nobody gets at a bucket without TLS. A double of AWS has none, so there the rule holds for
    nobody's account."""
    insecure: dict[str, Any] = {"Bool": {"aws:SecureTransport": "false"}}
    if plan.double:
        insecure["StringEquals"] = {"aws:PrincipalAccount": "none"}
    return {
        "Effect": "Deny",
        "Principal": {"AWS": "*"},
        "Action": "s3:*",
        "Resource": [arn_of_bucket(name), arn_of_bucket(name, "/*")],
        "Condition": insecure,
    }


def arn_of_bucket(name: Any, rest: str = "") -> dict[str, Any]:
    return {"Fn::Sub": ["arn:${AWS::Partition}:s3:::${Name}" + rest, {"Name": name}]}


def _sender(plan: Plan) -> dict[str, Any]:
    """The domain mails come from; SES signs them (DKIM) once its three records are in DNS."""
    return resource(
        "SES::EmailIdentity",
        {
            "EmailIdentity": plan.sender_domain,
            "DkimAttributes": {"SigningEnabled": True},
            "FeedbackAttributes": {"EmailForwardingEnabled": True},
        },
        Condition=MAKE_SENDER,
        DeletionPolicy="Retain",
        UpdateReplacePolicy="Retain",
    )
