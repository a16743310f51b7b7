"""What products put into collections, by bucket, and which files each bucket made."""

from collections.abc import Iterable, Mapping
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
        return Bucket(orjson.loads(row[0]), tuple(orjson.loads(row[1]))) if row else EMPTY

    def put(self, buckets: Mapping[BucketKey, Bucket]) -> None:
        """An empty bucket is forgotten."""
        rows = [
            (*key, orjson.dumps(bucket.fragments), orjson.dumps(bucket.files))
            for key, bucket in buckets.items()
            if bucket.fragments
        ]
        self._connection.executemany(PUT, rows)
        gone = [key for key, bucket in buckets.items() if not bucket.fragments]
        self._connection.executemany(
            "DELETE FROM bucket WHERE collection = ? AND language = ? AND name = ?", gone
        )

    def put_made(self, key: BucketKey, fragments: bytes, files: Iterable[str]) -> None:
        """One whose fragments are JSON already."""
        self._connection.execute(PUT, (*key, fragments, orjson.dumps([*files])))

    def keys(self) -> list[BucketKey]:
        rows = self._connection.execute("SELECT collection, language, name FROM bucket")
        return [BucketKey(*row) for row in rows]
