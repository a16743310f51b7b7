"""The store in one DynamoDB table: the serverless shop's."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any, NamedTuple, TypeVar

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
from shop.adapters.paging import IndexPosition, check_after, index_page, index_position, page
from shop.ports import MAX_PAGE, Item, Json, Key, Page, Write

GET_BATCH = 100
WRITE_BATCH = 25

T = TypeVar("T")


class _Way(NamedTuple):
    """One way through items: the attributes that a query of it goes by, and its own settings."""

    partition: str
    sort: str
    settings: dict[str, Any]


class _Start(NamedTuple):
    """The item after which a page begins: its place in the order, and its whole key."""

    sort: str
    key: Record


BY_KEY = _Way("pk", "sk", {"ConsistentRead": True})
BY_INDEX = _Way("ipk", "isk", {"IndexName": INDEX})


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

    def get_across(self, pks: Iterable[str], sk: str) -> dict[str, Mapping[str, Json]]:
        found = self.get_many(Key(pk, sk) for pk in pks)
        return {key.pk: item.data for key, item in found.items()}

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
        sk = check_after(after)
        start = _Start(sk, record_key(Key(pk, sk))) if sk else None
        items = self._walk(BY_KEY, pk, prefix, start, limit, descending=descending)
        return page(items, limit)

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
        start = _index_start(pk, index_position(after))
        items = self._walk(BY_INDEX, pk, prefix, start, limit, descending=descending)
        return index_page(items, limit)

    def keys(self, pk: str, prefix: str = "") -> list[str]:
        if not _can_hold(pk, prefix):
            return []
        question = self._question(BY_KEY, pk, prefix)
        question["ExpressionAttributeNames"]["#sort"] = BY_KEY.sort
        question["ProjectionExpression"] = "#sort"
        found: list[str] = []
        while True:
            answer = self._calls.call("query", **question)
            found += (record[BY_KEY.sort]["S"] for record in answer["Items"])
            if "LastEvaluatedKey" not in answer:
                return found
            question["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

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

    def _walk(  # noqa: PLR0913 - a query has this many settings
        self, way: _Way, pk: str, prefix: str, start: _Start | None, limit: int, *, descending: bool
    ) -> Sequence[Item]:
        """One live item more than `limit`, where there are as many."""
        if not _can_hold(pk, prefix) or _is_over(start, prefix, descending=descending):
            return ()
        question = self._question(way, pk, prefix)
        if start and start.sort.startswith(prefix):
            question["ExclusiveStartKey"] = start.key
        return self._collect(question, limit + 1, descending=descending)

    def _question(self, way: _Way, pk: str, prefix: str) -> dict[str, Any]:
        names = {"#partition": way.partition, "#expiry": "expires_at"}
        values = {":partition": {"S": pk}, ":now": {"N": str(seconds(self._clock))}}
        condition = "#partition = :partition"
        if prefix:
            condition += " AND begins_with(#sort, :prefix)"
            names["#sort"] = way.sort
            values[":prefix"] = {"S": prefix}
        return {
            "TableName": self._table,
            "KeyConditionExpression": condition,
            "FilterExpression": "attribute_not_exists(#expiry) OR #expiry > :now",
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
            **way.settings,
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


def _index_start(pk: str, place: IndexPosition | None) -> _Start | None:
    if place is None:
        return None
    own = record_key(Key(place.pk, place.sk))
    return _Start(place.isk, own | {"ipk": {"S": pk}, "isk": {"S": place.isk}})


def _is_over(start: _Start | None, prefix: str, *, descending: bool) -> bool:
    """Whether nothing with `prefix` follows `start`, which DynamoDB refuses outside of it."""
    if start is None or start.sort.startswith(prefix):
        return False
    return (start.sort < prefix) == descending
