"""The index file: SQLite, because it answers from disk without being read whole."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import apsw
import orjson

VERSION = 3
TABLES = (
    "fact", "entry", "departed", "moved", "category", "slice", "page", "source", "bucket",
)  # fmt: skip
IN_MEMORY = Path(":memory:")
UNREADABLE = (apsw.NotADBError, apsw.CorruptError)

SCHEMA = """
CREATE TABLE fact (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE entry (
    handle TEXT PRIMARY KEY, sort TEXT NOT NULL, added TEXT NOT NULL, recommended INT NOT NULL,
    reduced INT NOT NULL, digest BLOB NOT NULL, places BLOB NOT NULL, cards BLOB NOT NULL,
    buckets BLOB NOT NULL
);
CREATE INDEX entry_recommended ON entry (sort) WHERE recommended;
CREATE INDEX entry_reduced ON entry (sort) WHERE reduced;
CREATE INDEX entry_added ON entry (added DESC, sort);
CREATE TABLE departed (
    handle TEXT PRIMARY KEY, digest BLOB NOT NULL, titles BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE moved (handle TEXT PRIMARY KEY, target TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX moved_target ON moved (target);
CREATE TABLE category (
    path TEXT PRIMARY KEY, slugs BLOB NOT NULL, count INT NOT NULL, namers BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE slice (
    path TEXT NOT NULL, number INT NOT NULL, first TEXT NOT NULL, members BLOB NOT NULL,
    PRIMARY KEY (path, number)
) WITHOUT ROWID;
CREATE INDEX slice_first ON slice (path, first);
CREATE TABLE page (
    id INTEGER PRIMARY KEY, file TEXT NOT NULL UNIQUE, plan BLOB NOT NULL, sources BLOB NOT NULL
);
CREATE TABLE source (name TEXT PRIMARY KEY, pages BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE bucket (
    collection TEXT NOT NULL, language TEXT NOT NULL, name TEXT NOT NULL,
    fragments BLOB NOT NULL, files BLOB NOT NULL, PRIMARY KEY (collection, language, name)
) WITHOUT ROWID;
"""


class Database:
    """One connection. Not for two builds at once: whoever builds holds the lock of the site.

    A connection must not be used in a forked process, nor may the file be opened anew there as
    usual: SQLite would take its parent's locks for its own. `snapshot` is for forked processes.
    """

    def __init__(self, path: Path, connection: apsw.Connection | None = None) -> None:
        self.path = path
        self.connection = connection or _open(path)

    def settle(self) -> None:
        """Puts all that was committed into the file itself, and leaves that alone until this
        connection is closed: what follows goes beside it, and snapshots may be taken."""
        self.connection.execute("PRAGMA wal_autocheckpoint = 0; PRAGMA wal_checkpoint(TRUNCATE)")

    def snapshot(self) -> "Database":
        """What was settled, for reading, without any lock."""
        flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
        address = f"file:{quote(str(self.path))}?immutable=1"
        connection = apsw.Connection(address, flags=flags)
        connection.execute("PRAGMA mmap_size = 1000000000")
        return Database(self.path, connection)

    def fact(self, name: str) -> Any:
        """A named JSON value; None where there is none."""
        row = self.connection.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
        return orjson.loads(row[0]) if row else None

    def state(self, name: str, value: Any) -> None:
        self.connection.execute(
            "INSERT OR REPLACE INTO fact VALUES (?, ?)", (name, orjson.dumps(value))
        )

    @contextmanager
    def transaction(self, *, keep: bool = True) -> Iterator[None]:
        """All of it or nothing; with ``keep=False`` nothing, for those who only want to see."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self.connection.in_transaction:  # some errors end it by themselves
                self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT" if keep else "ROLLBACK")

    def clear(self) -> None:
        """Forgets everything, inside the transaction of a full build."""
        for table in TABLES:
            self.connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names

    def edited_elsewhere(self) -> int:
        """Another number after another process has written (PRAGMA data_version)."""
        return int(self.connection.pragma("data_version"))

    def scrap(self) -> None:
        """Begins anew, because what was read made no sense (after a power cut, say)."""
        self.connection.close()
        _delete(self.path)
        self.connection = _open(self.path)

    def close(self) -> None:
        self.connection.close()


def _open(path: Path) -> apsw.Connection:
    """An index of another version, or one that cannot be read, is made anew."""
    connection = apsw.Connection(str(path))
    if _usable(connection):
        return connection
    connection.close()
    _delete(path)
    connection = apsw.Connection(str(path))
    _prepare(connection)
    connection.execute(f"BEGIN; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT")
    return connection


def _delete(path: Path) -> None:
    if path == IN_MEMORY:
        return
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()


def _usable(connection: apsw.Connection) -> bool:
    try:
        _prepare(connection)
        connection.execute("SELECT count(*) FROM fact").fetchone()
    except (*UNREADABLE, apsw.SQLError):
        return False
    return bool(connection.execute("PRAGMA user_version").get == VERSION)


def _prepare(connection: apsw.Connection) -> None:
    # A power cut may cost the index, never the site: then everything is built anew.
    connection.execute(
        "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;"
        "PRAGMA cache_size = -64000; PRAGMA mmap_size = 1000000000; PRAGMA temp_store = MEMORY"
    )
