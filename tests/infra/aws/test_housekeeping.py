"""Once a day the rebuild function lets go of what the published site needs no more."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from aws_double import aws_session

from functions.bootstrap import compose
from functions.rebuild import handler as rebuild
from functions.registry import FUNCTIONS
from generator.publishing.publisher import Publisher
from infra.aws.bundles.bundle import Bundle
from infra.aws.deploying.account import Account
from infra.aws.deploying.uploads import tidy, upload_bundle
from shop.adapters.s3_bucket import s3_client
from shop.adapters.s3_site import S3Site
from shop.clock import now
from shop.ports import Store
from shop.rebuilds.service import any_waiting, mark
from shop.rebuilds.standing import hold
from shop.settings import load_settings

pytestmark = pytest.mark.network


class Bucket:
    """One that a site lies in, and the store of the shop whose site it is."""

    store: Store

    def __init__(self, url: str) -> None:
        self.name = f"site-{uuid4().hex}"
        self._url = url
        self._client().create_bucket(Bucket=self.name)

    def _client(self) -> Any:
        return s3_client(self._url, aws_session())

    def site(self, later: timedelta = timedelta()) -> S3Site:
        return S3Site(self.name, self._client, clock=lambda: now() + later)

    def blobs(self) -> int:
        return int(self._client().list_objects_v2(Bucket=self.name, Prefix="blobs/")["KeyCount"])


@pytest.fixture
def bucket(ministack_url: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """With bytes that nobody needs, and a rebuild function that looks after it two hours later."""
    made = Bucket(ministack_url)
    site, later = made.site(), made.site(timedelta(hours=2))
    with site.alone():
        site.keep("en/never.html", b"never published")
        site.flush()
    services = compose(load_settings({"SHOP_HOME": str(tmp_path)}))
    monkeypatch.setattr(rebuild, "bootstrap", lambda: services)
    monkeypatch.setattr(rebuild, "builder", lambda: SimpleNamespace(publisher=Publisher(later)))
    made.store = services.store
    yield made
    services.store.close()
    for each in (site, later):
        each.close()


def test_the_daily_clock_tidies_and_the_other_one_does_not(bucket: Bucket) -> None:
    assert rebuild.handler({"wake": "schedule"}, None) == {"pages_written": 0}
    assert bucket.blobs() == 1
    assert rebuild.handler({"wake": "daily"}, None) == {"pages_written": 0}
    assert bucket.blobs() == 0


def test_there_is_such_a_clock(resources: dict[str, Any]) -> None:
    target = resources["RebuildDaily"]["Properties"]
    assert target["ScheduleExpression"] == "rate(1 day)"
    assert target["Target"]["Input"] == '{"wake": "daily"}'
    assert target["Target"]["Arn"] == {"Fn::GetAtt": ["Rebuild", "Arn"]}
    assert [each.name for each in FUNCTIONS if "daily" in each.events] == ["rebuild"]


def test_nothing_is_built_while_the_owner_holds_an_older_edition(bucket: Bucket) -> None:
    """A builder that was asked would refuse, and somebody would be rung for it every minute."""
    store = bucket.store
    hold(store, 1)
    mark(store, handles=["phin"])
    assert any_waiting(store)
    assert rebuild.handler({"wake": "schedule"}, None) == {"pages_written": 0}
    assert bucket.blobs() == 1


def test_a_deployment_lets_go_of_bundles_that_no_function_is_made_of(ministack_url: str) -> None:
    """Unless they have just come: somebody else may be about to deploy them."""
    account = Account("us-east-1", ministack_url, aws_session())
    client, name = account.client("s3"), f"artifacts-{uuid4().hex}"
    client.create_bucket(Bucket=name)
    old, needed = (Bundle(each, {"a": b"1"}) for each in ("cart", "orders"))
    for bundle in (old, needed):
        assert upload_bundle(account, name, bundle)
    assert tidy(account, name, {needed.key}, now()) == 0
    assert tidy(account, name, {needed.key}, now() + timedelta(days=2)) == 1
    assert not upload_bundle(account, name, needed)
    assert upload_bundle(account, name, old)
