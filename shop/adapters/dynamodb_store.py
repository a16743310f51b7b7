"""The store in one DynamoDB table: the serverless shop's."""

import time
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from shop import clock as clocks
from shop.adapters.conditions import live, seconds
from shop.adapters.dynamodb_calls import Calls, ClientFactory, Sleep, dynamodb_client
from shop.adapters.dynamodb_records import Record, item_from, record, record_key
from shop.adapters.dynamodb_table import INDEX
from shop.adapters.dynamodb_transactions import transact
from shop.adapters.limits import (
    check_item,
    check_key,
    check_page,
    check_writes,
    storable,
    storable_key,
)
from shop.adapters.paging import check_after, index_page, index_position, page
from shop.ports import MAX_PAGE, Item, Key, Page, Write

GET_BATCH = 100
WRITE_BATCH = 25

T = TypeVar("T")


class DynamoDbStore:
    """shop.ports.Store over one table (``dynamodb_table.table_description``).

    Nothing is imported or connected before the first use. `sleep` is what pauses between tries.
    """

    def __init__(
        self,
        table: str,
        client_factory: ClientFactory | None = None,
        *,
        endpoint: str | None = None,
        clock: clocks.Clock = clocks.now,
        sleep: Sleep = time.sleep,
    ) -> None:
        self._table = table
        self._calls = Calls(client_factory or partial(dynamodb_client, endpoint), sleep)
        self._clock = clock

    def get(self, key: Key) -> Item | None:
        if not storable_key(key):
            return None
        answer = self._calls.call(
            "get_item", TableName=self._table, Key=record_key(key), ConsistentRead=True
        )
        stored = answer.get("Item")
        return live(item_from(stored), seconds(self._clock)) if stored else None

    def get_many(self, keys: Iterable[Key]) -> dict[Key, Item]:
        now = seconds(self._clock)
        wanted = iter([key for key in dict.fromkeys(keys) if storable_key(key)])
        found: dict[Key, Item] = {}
        for batch in _batches(wanted, GET_BATCH):
            items = map(item_from, self._get_batch([record_key(key) for key in batch]))
            found |= {item.key: item for item in items if live(item, now)}
        return found

    def query(
        self,
        pk: str,
        prefix: str = "",
        *,
        after: str | None = None,
        limit: int = MAX_PAGE,
        descending: bool = False,
    ) -> Page:
        check_page(limit)
        place = check_after(after)
        if not _can_hold(pk, prefix) or (place and _is_over(place, prefix, descending=descending)):
            return Page((), None)
        question = self._question("pk", "sk", pk, prefix) | {"ConsistentRead": True}
        if place and place.startswith(prefix):
            question["ExclusiveStartKey"] = record_key(Key(pk, place))
        return page(self._collect(question, limit + 1, descending=descending), limit)

    def query_index(
        self,
        pk: str,
        prefix: str = "",
        *,
        after: str | None = None,
        limit: int = MAX_PAGE,
        descending: bool = False,
    ) -> Page:
        check_page(limit)
        place = index_position(after)
        if not _can_hold(pk, prefix) or (
            place and _is_over(place.isk, prefix, descending=descending)
        ):
            return Page((), None)
        question = self._question("ipk", "isk", pk, prefix) | {"IndexName": INDEX}
        if place and place.isk.startswith(prefix):
            own = record_key(Key(place.pk, place.sk))
            question["ExclusiveStartKey"] = own | {"ipk": {"S": pk}, "isk": {"S": place.isk}}
        return index_page(self._collect(question, limit + 1, descending=descending), limit)

    def transact(self, writes: Sequence[Write]) -> None:
        if not writes:
            return
        check_writes(writes)
        transact(self._calls, self._table, writes, seconds(self._clock))

    def put_many(self, items: Iterable[Item]) -> None:
        """BatchWriteItem cannot count versions on, so it jumps: microseconds since 1970 are larger
        than what any item has counted to, and no two batches share them."""
        for batch in _batches(iter(items), WRITE_BATCH):
            for item in batch:
                check_item(item)
            version = time.time_ns() // 1000
            records = {item.key: record(item, version) for item in batch}
            self._write_batch([{"PutRequest": {"Item": stored}} for stored in records.values()])

    def delete_many(self, keys: Iterable[Key]) -> None:
        for batch in _batches(iter(keys), WRITE_BATCH):
            for key in batch:
                check_key(key)
            gone = [record_key(key) for key in dict.fromkeys(batch)]
            self._write_batch([{"DeleteRequest": {"Key": key}} for key in gone])

    def close(self) -> None:
        self._calls.close()

    def _question(self, partition: str, sort: str, pk: str, prefix: str) -> dict[str, Any]:
        names = {"#partition": partition, "#expiry": "expires_at"}
        values = {":partition": {"S": pk}, ":now": {"N": str(seconds(self._clock))}}
        condition = "#partition = :partition"
        if prefix:
            condition += " AND begins_with(#sort, :prefix)"
            names["#sort"] = sort
            values[":prefix"] = {"S": prefix}
        return {
            "TableName": self._table,
            "KeyConditionExpression": condition,
            "FilterExpression": "attribute_not_exists(#expiry) OR #expiry > :now",
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
        }

    def _collect(self, question: dict[str, Any], wanted: int, *, descending: bool) -> list[Item]:
        """Asks on until `wanted` live items are there: DynamoDB counts the expired ones, too."""
        found: list[Item] = []
        question["ScanIndexForward"] = not descending
        while True:
            answer = self._calls.call("query", **question, Limit=wanted - len(found))
            found += map(item_from, answer["Items"])
            if len(found) >= wanted or "LastEvaluatedKey" not in answer:
                return found
            question["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def _get_batch(self, keys: list[Record]) -> Iterator[Record]:
        patience = self._calls.patience()
        while True:
            request = {self._table: {"Keys": keys, "ConsistentRead": True}}
            answer = self._calls.call("batch_get_item", RequestItems=request)
            yield from answer["Responses"].get(self._table, [])
            left = answer.get("UnprocessedKeys", {}).get(self._table, {}).get("Keys", [])
            if not left:
                return
            if len(left) < len(keys):
                patience = self._calls.patience()
            patience.wait()
            keys = left

    def _write_batch(self, requests: list[dict[str, Any]]) -> None:
        patience = self._calls.patience()
        while True:
            answer = self._calls.call("batch_write_item", RequestItems={self._table: requests})
            left = answer.get("UnprocessedItems", {}).get(self._table, [])
            if not left:
                return
            if len(left) < len(requests):
                patience = self._calls.patience()
            patience.wait()
            requests = left


def _batches(things: Iterator[T], size: int) -> Iterator[list[T]]:
    while batch := list(islice(things, size)):
        yield batch


def _can_hold(pk: str, prefix: str) -> bool:
    return storable(pk) and (not prefix or storable(prefix))


def _is_over(place: str, prefix: str, *, descending: bool) -> bool:
    """Whether nothing with `prefix` follows `place`, which DynamoDB refuses outside of it."""
    return not place.startswith(prefix) and (place < prefix) == descending
