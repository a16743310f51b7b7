"""The index file: SQLite, because it answers from disk without being read whole."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import apsw
import orjson

from shop.errors import StoreBusy
from shop.i18n.messages import translatable

VERSION = 3
TABLES = (
    "fact", "entry", "departed", "moved", "category", "slice", "page", "source", "bucket",
)  # fmt: skip
IN_MEMORY = Path(":memory:")
LOG = 1000  # pages beside the file, before they are put into it
SETTINGS = {
    "busy_timeout": 10_000,  # milliseconds
    "journal_mode": "WAL",
    "synchronous": "NORMAL",  # a power cut may cost the last changes: then all is built anew
    "cache_size": -16_000,  # KiB
    "mmap_size": 1_000_000_000,  # bytes
    "temp_store": "MEMORY",
}
BUSY = translatable("Another process is at work on the pages. Try again in a moment.")
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


@contextmanager
def in_turn() -> Iterator[None]:
    """Raises StoreBusy where another process does not let the index go."""
    try:
        yield
    except apsw.BusyError as error:
        raise StoreBusy(BUSY) from error


class Database:
    """One connection. Not for two builds at once: whoever builds holds the lock of the site.

    A connection must not be used in a forked process, nor may the file be opened anew there as
    usual: SQLite would take its parent's locks for its own. `snapshot` is for forked processes.
    """

    def __init__(self, path: Path, connection: apsw.Connection | None = None) -> None:
        self.path = path
        with in_turn():
            self.connection = connection or _open(path)

    def empty(self) -> None:
        """Forgets everything, for a build of everything. Where nobody else has the index open, what
        is written until it is `settled` goes straight into the file: beside it first it would be
        written twice. A build that ends before that leaves an empty index."""
        self._keep_journal("DELETE")
        self.connection.pragma("synchronous", "OFF")
        self.connection.pragma("mmap_size", 0)  # all of it will be read, and would be in memory
        with self.transaction():
            for table in TABLES:
                self.connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names

    @contextmanager
    def settled(self) -> Iterator[None]:
        """All that was committed lies in the file itself, and that is left alone: what follows goes
        beside it, and snapshots may be taken. Raises StoreBusy."""
        try:
            self._keep_journal("WAL")
            self.connection.pragma("wal_autocheckpoint", 0)
            self._check("TRUNCATE")
            yield
        finally:
            self.connection.pragma("synchronous", SETTINGS["synchronous"])
            self.connection.pragma("mmap_size", SETTINGS["mmap_size"])
            self.connection.pragma("wal_autocheckpoint", LOG)
        self._check("PASSIVE")

    def harden(self) -> None:
        """What was settled reaches the disk, before anything is committed that relies on it."""
        if self.path != IN_MEMORY:
            with self.path.open("rb") as file:
                os.fsync(file.fileno())

    def snapshot(self) -> "Database":
        """What was settled, for reading, without any lock."""
        flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
        address = f"file:{quote(str(self.path))}?immutable=1"
        return Database(self.path, apsw.Connection(address, flags=flags))

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
        """All of it or nothing; with ``keep=False`` nothing, for those who only want to see. Raises
        StoreBusy."""
        with in_turn():
            self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            with in_turn():
                self.connection.execute("COMMIT" if keep else "ROLLBACK")
        except BaseException:
            if self.connection.in_transaction:  # some errors end it by themselves
                self.connection.execute("ROLLBACK")
            raise

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

    def _keep_journal(self, wanted: str) -> None:
        """How changes are kept until they are whole; as before where others have the index open."""
        self.connection.pragma("busy_timeout", 0)
        with suppress(apsw.BusyError):
            self.connection.pragma("journal_mode", wanted)
        self.connection.pragma("busy_timeout", SETTINGS["busy_timeout"])

    def _check(self, how: str) -> None:
        """Raises StoreBusy where somebody reads on and on what is to be put into the file."""
        busy, _pages, _moved = self.connection.pragma("wal_checkpoint", how)
        if busy and how == "TRUNCATE":
            raise StoreBusy(BUSY)


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
    # Each by itself: of several in one string, those behind the first that answers are not run.
    for name, value in SETTINGS.items():
        connection.pragma(name, value)
