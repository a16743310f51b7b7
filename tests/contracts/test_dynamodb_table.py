"""DynamoDB's side of the bargain: the table as described, tokens that are honoured."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from aws_double import aws_session
from botocore.exceptions import ReadTimeoutError
from contracts.arrange import KEY, OTHER

from shop.adapters.dynamodb_calls import dynamodb_client
from shop.adapters.dynamodb_store import DynamoDbStore
from shop.adapters.dynamodb_table import create_table, expiry_description, table_description
from shop.ports import Check, Item, Present, Update


class LosesAnswers:
    """Passes every question on; each first answer is lost after its work is done."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._seen: set[str] = set()

    def transact_write_items(self, **parameters: Any) -> Any:
        answer = self._client.transact_write_items(**parameters)
        if parameters["ClientRequestToken"] not in self._seen:
            self._seen.add(parameters["ClientRequestToken"])
            raise ReadTimeoutError(endpoint_url="http://double")
        return answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)


@pytest.fixture
def table(ministack_url: str) -> Iterator[tuple[Any, str]]:
    client = dynamodb_client(ministack_url, aws_session())
    name = f"shop-{uuid4().hex}"
    create_table(client, name)
    yield client, name
    client.delete_table(TableName=name)
    client.close()


@pytest.mark.network
def test_a_lost_answer_does_not_apply_twice(table: tuple[Any, str]) -> None:
    client, name = table
    store = DynamoDbStore(name, lambda: LosesAnswers(client))
    for _ in range(5):
        store.transact([Update(KEY, add={"n": 1}), Update(OTHER, add={"n": 1})])
    assert store.get(KEY) == Item(KEY, {"n": 5}, version=5)
    store.transact([Check(KEY, (Present(),))])


@pytest.mark.network
def test_the_table_is_as_described(table: tuple[Any, str]) -> None:
    client, name = table
    made = client.describe_table(TableName=name)["Table"]
    wanted = table_description(name)
    assert made["KeySchema"] == wanted["KeySchema"]
    assert made["StreamSpecification"] == wanted["StreamSpecification"]
    expiry = client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    assert expiry["AttributeName"] == expiry_description()["AttributeName"]
    assert expiry["TimeToLiveStatus"] == "ENABLED"
