"""What CloudFront is asked; botocore's model of the service checks the question."""

from typing import Any

import pytest
from aws_double import aws_session
from botocore.stub import ANY, Stubber

from shop.adapters.cloudfront import CloudFront, cloudfront_client
from shop.errors import StoreError


@pytest.fixture
def client() -> Any:
    return cloudfront_client(session=aws_session())


def asked(items: list[str], reference: Any = ANY) -> dict[str, Any]:
    paths = {"Quantity": len(items), "Items": items}
    batch = {"Paths": paths, "CallerReference": reference}
    return {"DistributionId": "E1", "InvalidationBatch": batch}


def test_changed_addresses_are_one_invalidation_however_often_it_is_sent(client: Any) -> None:
    with Stubber(client) as stub:
        cloudfront = CloudFront("E1", lambda: client)
        reference = "release-7-33426372ac0c8a86"
        for _ in range(2):
            stub.add_response("create_invalidation", {}, asked(["/vi/", "/vi/a"], reference))
            cloudfront.forget(["/vi/a", "/vi/", "/vi/a"], "release-7")
        stub.assert_no_pending_responses()


@pytest.mark.parametrize(("number", "items"), [(3000, 3000), (3001, 1)])
def test_more_addresses_than_it_takes_at_once_are_all(client: Any, number: int, items: int) -> None:
    addresses = [f"/vi/{n:05d}" for n in range(number)]
    with Stubber(client) as stub:
        expected = addresses if items == number else ["/*"]
        stub.add_response("create_invalidation", {}, asked(expected))
        CloudFront("E1", lambda: client).forget(addresses, "release-8")


def test_a_refusal_says_that_the_pages_are_published(client: Any) -> None:
    with Stubber(client) as stub:
        stub.add_client_error("create_invalidation", "TooManyInvalidationsInProgress")
        with pytest.raises(StoreError, match="new pages are published"):
            CloudFront("E1", lambda: client).forget(["/vi/"], "release-9")
