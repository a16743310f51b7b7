"""The store in one SQLite file: the embedded shop's, durable and without a server."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import apsw
import orjson

from shop import clock as clocks
from shop.adapters.conditions import failed_condition, live, seconds
from shop.adapters.limits import (
    MAX_SK_BYTES,
    check_item,
    check_key,
    check_page,
    check_writes,
    fits,
    is_number,
    key_of,
    storable,
    storable_key,
)
from shop.adapters.paging import index_page, index_position, page
from shop.adapters.sqlite_connections import Connections
from shop.adapters.sqlite_orders import Order, bounds, key_place
from shop.adapters.sqlite_reads import GET, across, rows_of
from shop.errors import StoreError, TransactionCancelled
from shop.ports import (
    MAX_PAGE,
    Check,
    Delete,
    IndexKey,
    Item,
    Json,
    Key,
    Page,
    Put,
    Update,
    Write,
)

# Many enough for speed, few enough that a shopper's order need not wait behind an import.
ITEMS_PER_COMMIT = 500

PUT = """
INSERT INTO item (pk, sk, data, version, ipk, isk, expires_at) VALUES (?, ?, ?, 1, ?, ?, ?)
ON CONFLICT (pk, sk) DO UPDATE SET data = excluded.data, version = version + 1,
    ipk = excluded.ipk, isk = excluded.isk, expires_at = excluded.expires_at
"""
UPDATE = "UPDATE item SET data = ?, version = version + 1 WHERE pk = ? AND sk = ?"
DELETE = "DELETE FROM item WHERE pk = ? AND sk = ?"
SWEEP = "DELETE FROM item WHERE expires_at <= ?"

ASCENDING = """
SELECT pk, sk, CAST(data AS BLOB), version, ipk, isk, expires_at FROM item
WHERE pk = ? AND sk >= ? AND sk < ? AND (expires_at IS NULL OR expires_at > ?)
ORDER BY sk LIMIT ?
"""
KEYS = """
SELECT sk FROM item WHERE pk = ? AND sk >= ? AND sk < ? AND (expires_at IS NULL OR expires_at > ?)
ORDER BY sk
"""
DESCENDING = ASCENDING.replace("ORDER BY sk", "ORDER BY sk DESC")
INDEX_ASCENDING = """
SELECT pk, sk, CAST(data AS BLOB), version, ipk, isk, expires_at FROM item
WHERE ipk = ? AND (isk, pk, sk) >= (?, ?, ?) AND (isk, pk, sk) < (?, ?, ?)
    AND (expires_at IS NULL OR expires_at > ?)
ORDER BY isk, pk, sk LIMIT ?
"""
INDEX_DESCENDING = INDEX_ASCENDING.replace("isk, pk, sk LIMIT", "isk DESC, pk DESC, sk DESC LIMIT")

BY_KEY = Order(ASCENDING, DESCENDING, 1, key_place, page)
BY_INDEX = Order(INDEX_ASCENDING, INDEX_DESCENDING, 3, index_position, index_page)


class SqliteStore:
    """shop.ports.Store over one file. Any number of threads, and other processes beside it."""

    def __init__(self, path: str | Path, clock: clocks.Clock = clocks.now) -> None:
        self._connections = Connections(Path(path))
        self._clock = clock

    def get(self, key: Key) -> Item | None:
        return self.get_many([key]).get(key)

    def get_many(self, keys: Iterable[Key]) -> dict[Key, Item]:
        wanted = [key for key in dict.fromkeys(keys) if storable_key(key)]
        if not wanted:
            return {}
        now = seconds(self._clock)
        with self._connections.reading() as connection:
            items = map(_item, rows_of(connection, wanted))
            return {item.key: item for item in items if live(item, now)}

    def get_across(self, pks: Iterable[str], sk: str) -> dict[str, Mapping[str, Json]]:
        wanted = [pk for pk in dict.fromkeys(pks) if fits(pk)]
        if not wanted or not fits(sk, MAX_SK_BYTES):
            return {}
        with self._connections.reading() as connection:
            return across(connection, wanted, sk, seconds(self._clock))

    def query(
        self,
        pk: str,
        prefix: str = "",
        *,
        after: str | None = None,
        limit: int = MAX_PAGE,
        descending: bool = False,
    ) -> Page:
        return self._walk(BY_KEY, pk, prefix, after, limit, descending=descending)

    def query_index(
        self,
        pk: str,
        prefix: str = "",
        *,
        after: str | None = None,
        limit: int = MAX_PAGE,
        descending: bool = False,
    ) -> Page:
        return self._walk(BY_INDEX, pk, prefix, after, limit, descending=descending)

    def keys(self, pk: str, prefix: str = "") -> list[str]:
        if not _can_hold(pk, prefix):
            return []
        lower, upper = bounds(prefix, None, BY_KEY.width, descending=False)
        values = (pk, *lower, *upper, seconds(self._clock))
        with self._connections.reading() as connection:
            return [sk for (sk,) in connection.execute(KEYS, values)]

    def transact(self, writes: Sequence[Write]) -> None:
        if not writes:
            return
        check_writes(writes)
        now = seconds(self._clock)
        with self._connections.writing() as connection:
            stored = [_read(connection, key_of(write)) for write in writes]
            reasons = [
                failed_condition(write, item, now)
                for write, item in zip(writes, stored, strict=True)
            ]
            if any(reasons):
                raise TransactionCancelled(reasons)
            for write, item in zip(writes, stored, strict=True):
                _apply(connection, write, item)

    def put_many(self, items: Iterable[Item]) -> None:
        rows = map(_checked_row, items)
        while batch := list(islice(rows, ITEMS_PER_COMMIT)):
            with self._connections.writing() as connection:
                connection.executemany(PUT, batch)

    def delete_many(self, keys: Iterable[Key]) -> None:
        remaining = map(_checked_key, keys)
        while batch := list(islice(remaining, ITEMS_PER_COMMIT)):
            with self._connections.writing() as connection:
                connection.executemany(DELETE, batch)

    def sweep(self) -> int:
        """Housekeeping that DynamoDB does by itself: removes what has expired; how many."""
        with self._connections.writing() as connection:
            connection.execute(SWEEP, (seconds(self._clock),))
            return connection.changes()

    def close(self) -> None:
        self._connections.close()

    def _walk(  # noqa: PLR0913 - a query has this many settings
        self,
        order: Order,
        pk: str,
        prefix: str,
        after: str | None,
        limit: int,
        *,
        descending: bool,
    ) -> Page:
        check_page(limit)
        place = order.place(after)
        if not _can_hold(pk, prefix):
            return Page((), None)
        lower, upper = bounds(prefix, place, order.width, descending=descending)
        values = (pk, *lower, *upper, seconds(self._clock), limit + 1)
        statement = order.descending if descending else order.ascending
        with self._connections.reading() as connection:
            items = [_item(row) for row in connection.execute(statement, values)]
        return order.page(items, limit)


def _can_hold(pk: str, prefix: str) -> bool:
    return storable(pk) and (not prefix or storable(prefix))


def _read(connection: apsw.Connection, key: Key) -> Item | None:
    row = connection.execute(GET, key).fetchone()
    return None if row is None else _item(row)


def _item(row: tuple[Any, ...]) -> Item:
    pk, sk, data, version, ipk, isk, expires_at = row
    index = None if ipk is None else IndexKey(ipk, isk)
    return Item(Key(pk, sk), orjson.loads(data), index, expires_at, version)


def _text(data: Mapping[str, Json]) -> str:
    return orjson.dumps(dict(data)).decode()


def _row(item: Item) -> tuple[Any, ...]:
    return (*item.key, _text(item.data), *(item.index or (None, None)), item.expires_at)


def _checked_row(item: Item) -> tuple[Any, ...]:
    check_item(item)
    return _row(item)


def _checked_key(key: Key) -> Key:
    check_key(key)
    return key


def _apply(connection: apsw.Connection, write: Write, stored: Item | None) -> None:
    match write:
        case Put(item=item):
            connection.execute(PUT, _row(item))
        case Delete(key=key):
            connection.execute(DELETE, key)
        case Update(key=key):
            changed = Item(key, _updated(write, stored.data if stored else {}))
            check_item(changed)
            if stored is None:
                connection.execute(PUT, _row(changed))
            else:
                connection.execute(UPDATE, (_text(changed.data), *key))
        case Check():
            pass


def _updated(write: Update, data: Mapping[str, Json]) -> dict[str, Json]:
    changed = {**data, **write.set}
    for name, amount in write.add.items():
        present = changed.get(name, 0)
        if not isinstance(present, int) or not is_number(present):
            raise StoreError(f"{name} of {write.key} is {present!r}, to which nothing can be added")
        changed[name] = present + amount
    return changed
