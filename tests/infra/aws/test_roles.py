"""A role may do what its function needs, and no line of it is there for nothing.

Each action of a role is taken away once: whatever the role is for must then fail, and say which
action was missing.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cloud import ROOT, Cloud, cloud
from infra_aws import PLAN

from functions.registry import FUNCTIONS, Function
from infra.aws.plan import Gateway
from infra.aws.stack.permissions import LOGS, statements
from shop.adapters.cloudfront import CloudFront
from shop.adapters.dynamodb_store import DynamoDbStore
from shop.adapters.dynamodb_table import create_table
from shop.adapters.s3_media import S3Media
from shop.adapters.s3_site import S3Site
from shop.adapters.s3_uploads import S3Uploads
from shop.adapters.ses_mail import SesMailer
from shop.ports import (
    Absent,
    Change,
    Check,
    Delete,
    IndexKey,
    Item,
    Key,
    Mail,
    Put,
    Sender,
    SiteRelease,
    Update,
)

pytestmark = pytest.mark.network

ACCOUNT = "000000000000"
TABLE, SITE, MEDIA = "roles-table", "roles-site", "roles-media"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"></svg>'
# What is Lambda's own doing, not the function's; and what AWS asks for but its double does not.
NOT_OURS = {*LOGS, "ses:SendRawEmail"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Workplace"]:
    with cloud(tmp_path_factory.mktemp("cloud")) as port:
        made = Workplace(Cloud(port, Path()))
        made.furnish()
        yield made


class Workplace:
    """What functions deal with, in a double of AWS that enforces roles."""

    def __init__(self, cloud: Cloud) -> None:
        import boto3

        self._endpoint = cloud.endpoint
        self.owner = boto3.session.Session(
            ROOT["AWS_ACCESS_KEY_ID"], ROOT["AWS_SECRET_ACCESS_KEY"], region_name=PLAN.region
        )
        self.distribution = ""

    def client(self, service: str, session: Any = None) -> Any:
        return (session or self.owner).client(service, endpoint_url=self._endpoint)

    def furnish(self) -> None:
        create_table(self.client("dynamodb"), TABLE)
        for bucket in (SITE, MEDIA):
            where = {"LocationConstraint": PLAN.region}
            self.client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration=where)
        self.client("sesv2").create_email_identity(EmailIdentity=PLAN.sender_domain)
        made = self.client("cloudfront").create_distribution(DistributionConfig=_distribution())
        self.distribution = made["Distribution"]["Id"]

    def role(self, document: list[dict[str, Any]]) -> Any:
        """A session of a role that may do what `document` says."""
        iam, name = self.client("iam"), f"role-{uuid4().hex[:12]}"
        trust = {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=_document([trust]))
        iam.put_role_policy(RoleName=name, PolicyName="needs", PolicyDocument=_document(document))
        import boto3

        arn = f"arn:aws:iam::{ACCOUNT}:role/{name}"
        taken = self.client("sts").assume_role(RoleArn=arn, RoleSessionName="test")["Credentials"]
        return boto3.session.Session(
            taken["AccessKeyId"],
            taken["SecretAccessKey"],
            taken["SessionToken"],
            region_name=PLAN.region,
        )

    def resolved(self, function: Function) -> list[dict[str, Any]]:
        """The function's statements with the names of this place."""
        values = {
            "AWS::Partition": "aws",
            "AWS::Region": PLAN.region,
            "AWS::AccountId": ACCOUNT,
            "Distribution": self.distribution,
            "TableArn": f"arn:aws:dynamodb:{PLAN.region}:{ACCOUNT}:table/{TABLE}",
            "SiteBucket": SITE,
            "MediaBucket": MEDIA,
        }
        plan = replace(PLAN, double=Gateway("127.0.0.1", 1))
        found: list[dict[str, Any]] = _resolved(statements(plan, function), values)
        return found


def _resolved(node: Any, values: dict[str, str]) -> Any:
    if isinstance(node, list):
        return [_resolved(each, values) for each in node]
    if not isinstance(node, dict):
        return node
    if "Ref" in node:
        return values[node["Ref"]]
    if "Fn::Sub" in node:
        text, own = node["Fn::Sub"], {}
        if isinstance(text, list):
            text, own = text[0], _resolved(text[1], values)
        for name, value in {**values, **own}.items():
            text = text.replace(f"${{{name}}}", value)
        return text
    return {name: _resolved(each, values) for name, each in node.items()}


def _document(found: list[dict[str, Any]]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": found})


def _distribution() -> dict[str, Any]:
    return {
        "CallerReference": uuid4().hex,
        "Comment": "",
        "Enabled": True,
        "Origins": {
            "Quantity": 1,
            "Items": [
                {
                    "Id": "site",
                    "DomainName": f"{SITE}.s3.amazonaws.com",
                    "S3OriginConfig": {"OriginAccessIdentity": ""},
                }
            ],
        },
        "DefaultCacheBehavior": {
            "TargetOriginId": "site",
            "ViewerProtocolPolicy": "https-only",
            "CachePolicyId": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
        },
    }


Deed = Callable[[Workplace, Any], None]


def reads(place: Workplace, session: Any) -> None:
    store = DynamoDbStore(TABLE, lambda: place.client("dynamodb", session))
    store.get(Key("a", "b"))
    store.get_many([Key("a", "b"), Key("a", "c")])
    store.query("a")
    store.query_index("a")


def writes(place: Workplace, session: Any) -> None:
    store = DynamoDbStore(TABLE, lambda: place.client("dynamodb", session))
    pk = uuid4().hex
    item = Item(Key(pk, "a"), {"n": 1}, index=IndexKey("i", "1"))
    store.transact([Put(item)])
    store.transact([Put(item), Check(Key(pk, "z"), (Absent(),))])
    store.transact([Update(Key(pk, "b"), add={"n": 1}), Delete(Key(pk, "a"))])
    store.put_many([item])
    store.delete_many([item.key])


def publishes(place: Workplace, session: Any) -> None:
    cdn = CloudFront(place.distribution, lambda: place.client("cloudfront", session))
    site = S3Site(SITE, lambda: place.client("s3", session), cdn)
    number = max((release.number for release in site.releases()), default=0) + 1
    with site.alone():
        kept = site.keep("en/index.html", uuid4().bytes)
        site.flush()
        before = site.live().get("en/index.html")
        site.flip(SiteRelease(number, 0), [Change("en/index.html", before, kept)])
    site.tidy()
    site.close()


def keeps_pictures(place: Workplace, session: Any) -> None:
    media = S3Media(MEDIA, lambda: place.client("s3", session))
    path = media.put("cup.svg", SVG)
    assert media.read(path) == SVG
    assert media.read("/media/0-none.svg") is None
    list(media.names())


def takes_uploads(place: Workplace, session: Any) -> None:
    import io

    uploads = S3Uploads(MEDIA, lambda: place.client("s3", session))
    name = f"{uuid4().hex}/goods.csv"
    uploads.keep(name, io.BytesIO(b"SKU"))
    uploads.read(name)
    uploads.forget(name.partition("/")[0])


def sends(place: Workplace, session: Any) -> None:
    mailer = SesMailer(lambda: place.client("sesv2", session), Sender(PLAN.sender, "Hiên"))
    mailer.send(Mail("1", "an@example.com", "An", "Hello", "text", "<p>html</p>", "en"))


DEEDS: dict[str, Deed] = {
    "read": reads,
    "write": writes,
    "publish": publishes,
    "pictures": keeps_pictures,
    "uploads": takes_uploads,
    "mail": sends,
}
# One function for every set of needs there is.
FUNCTIONS_BY_NEEDS = {tuple(sorted(each.needs)): each for each in FUNCTIONS}


@pytest.mark.parametrize(
    "function", FUNCTIONS_BY_NEEDS.values(), ids=lambda function: function.name
)
def test_a_role_can_do_all_that_its_function_needs_and_nothing_without_a_permission(
    place: Workplace, function: Function
) -> None:
    document = place.resolved(function)
    everything(place, function, place.role(document))
    for action, resource in granted(document):
        fewer = [
            {**each, "Action": [one for one in each["Action"] if one != action]}
            if each["Resource"] == resource
            else each
            for each in document
        ]
        session = place.role([each for each in fewer if each["Action"]])
        refusal = refused(place, function, session)
        assert refusal, f"{function.name} has no use for {action} on {resource}"
        assert f"not authorized to perform: {action}" in refusal


def refused(place: Workplace, function: Function, session: Any) -> str:
    """What goes wrong, in the words of whoever refuses; "" for nothing."""
    try:
        everything(place, function, session)
    except Exception as missed:  # noqa: BLE001 - every adapter says it in its own way
        return str(missed)
    return ""


def granted(document: list[dict[str, Any]]) -> Iterator[tuple[str, Any]]:
    """What the function itself may do, each once."""
    seen = []
    for statement in document:
        for action in statement["Action"]:
            pair = (action, statement["Resource"])
            if action not in NOT_OURS and pair not in seen:
                seen.append(pair)
                yield pair


def everything(place: Workplace, function: Function, session: Any) -> None:
    for need in function.needs:
        DEEDS[need](place, session)
