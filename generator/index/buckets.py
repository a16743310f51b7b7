"""What products put into collections, by bucket, and which files each bucket made."""

from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import Any, NamedTuple

import orjson

from generator.index.database import Database

PUT = "INSERT OR REPLACE INTO bucket VALUES (?, ?, ?, ?, ?)"


class BucketKey(NamedTuple):
    collection: str
    language: str
    name: str


class Bucket(NamedTuple):
    """`fragments` are by handle; `files` the paths that were made of them."""

    fragments: dict[str, Any]
    files: tuple[str, ...]


EMPTY = Bucket({}, ())


class Buckets:
    def __init__(self, database: Database) -> None:
        self._connection = database.connection

    def get(self, key: BucketKey) -> Bucket:
        row = self._connection.execute(
            "SELECT fragments, files FROM bucket"
            " WHERE collection = ? AND language = ? AND name = ?",
            key,
        ).fetchone()
        return Bucket(unpacked(row[0]), tuple(orjson.loads(row[1]))) if row else EMPTY

    def put(self, buckets: Mapping[BucketKey, Bucket]) -> None:
        """An empty bucket is forgotten."""
        rows = [
            (*key, packed(bucket.fragments), orjson.dumps(bucket.files))
            for key, bucket in buckets.items()
            if bucket.fragments
        ]
        self._connection.executemany(PUT, rows)
        gone = [key for key, bucket in buckets.items() if not bucket.fragments]
        self._connection.executemany(
            "DELETE FROM bucket WHERE collection = ? AND language = ? AND name = ?", gone
        )

    def put_made(self, key: BucketKey, fragments: bytes, files: Iterable[str]) -> None:
        """One whose fragments are `packed` already."""
        self._connection.execute(PUT, (*key, fragments, orjson.dumps([*files])))

    def keys(self) -> list[BucketKey]:
        rows = self._connection.execute("SELECT collection, language, name FROM bucket")
        return [BucketKey(*row) for row in rows]


def packed(fragments: Mapping[str, Any]) -> bytes:
    """As JSON; where all of them are bytes, one after the other behind a line of JSON that says
    how long each is. So one of them is changed without reading the others."""
    if not all(type(fragment) is bytes for fragment in fragments.values()):
        return orjson.dumps(fragments)
    lengths = {handle: len(fragment) for handle, fragment in fragments.items()}
    return b"".join([orjson.dumps(lengths), b"\n", *fragments.values()])


def unpacked(content: bytes) -> dict[str, Any]:
    head, is_packed, rest = content.partition(b"\n")
    found: dict[str, Any] = orjson.loads(head)
    if not is_packed:
        return found
    ends = accumulate(found.values())
    return {
        handle: rest[end - length : end]
        for (handle, length), end in zip(found.items(), ends, strict=True)
    }
