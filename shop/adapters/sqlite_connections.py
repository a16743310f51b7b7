"""One SQLite file, its schema, one connection that writes and a few that read."""

import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import apsw

from shop.errors import Misconfigured, NoSpace, StoreBusy, StoreError, StoreUnavailable
from shop.i18n.messages import translatable

# Older versions can lose a commit when two connections checkpoint (the WAL-reset bug).
OLDEST_SQLITE = 3_051_003
SCHEMA_VERSION = 1
BUSY_MILLISECONDS = 15_000
OPENING_TRIES = 200
READERS = 8
MAPPED = 256 << 20  # bytes; up to here a file is read as memory, and a row found in half the time

# The texts compare by their UTF-8 bytes (BINARY). Large `data` spills to overflow pages.
SCHEMA = """
CREATE TABLE IF NOT EXISTS item (
    pk TEXT NOT NULL,
    sk TEXT NOT NULL,
    data TEXT NOT NULL,
    version INTEGER NOT NULL,
    ipk TEXT,
    isk TEXT,
    expires_at INTEGER,
    PRIMARY KEY (pk, sk)
) WITHOUT ROWID, STRICT;
CREATE INDEX IF NOT EXISTS item_by_index ON item (ipk, isk, pk, sk) WHERE ipk IS NOT NULL;
CREATE INDEX IF NOT EXISTS item_by_expiry ON item (expires_at) WHERE expires_at IS NOT NULL;
"""


class Connections:
    """Every commit is on the disk before `writing` ends (WAL with synchronous=FULL). A file that
    can be made anew may do with NORMAL, which a power failure may take some commits from.

    Threads take turns on the connection that writes; other processes (``shop import`` beside a
    running server) are waited for by SQLite's busy timeout. Not to be carried across a fork.
    """

    def __init__(
        self,
        path: Path,
        readers: int = READERS,
        *,
        schema: str = SCHEMA,
        synchronous: Literal["FULL", "NORMAL"] = "FULL",
    ) -> None:
        if apsw.SQLITE_VERSION_NUMBER < OLDEST_SQLITE:
            raise Misconfigured(
                f"SQLite {apsw.sqlite_lib_version()} can lose data in WAL mode; "
                "install apsw 3.51.3 or newer."
            )
        self._path = path
        self._schema = schema
        self._synchronous = synchronous
        self._lock = threading.Lock()
        self._closed = False
        path.parent.mkdir(parents=True, exist_ok=True)
        self._writer = self._open_writer()
        self._readers: queue.LifoQueue[apsw.Connection | None] = queue.LifoQueue()
        self._slots = readers
        for _ in range(readers):
            self._readers.put(None)

    @contextmanager
    def writing(self) -> Iterator[apsw.Connection]:
        """A transaction that commits at the end, or leaves no trace if anything is raised."""
        with self._lock, _translated():
            self._refuse_if_closed()
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[apsw.Connection]:
        """A connection that sees every commit so far; waits while all of them are in use."""
        connection = self._readers.get()
        try:
            self._refuse_if_closed()
            with _translated():
                connection = connection or self._open_reader()
                yield connection
        finally:
            self._readers.put(connection)

    def checkpoint(self) -> None:
        """Moves what was committed from the log to the file, and gives back the log's room."""
        with self._lock, _translated():
            self._refuse_if_closed()
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Waits for what is under way, then closes every connection. May be called twice."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            for connection in [self._readers.get() for _ in range(self._slots)]:
                if connection is not None:
                    connection.close()
            self._writer.close()
        for _ in range(self._slots):
            self._readers.put(None)

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise StoreError(f"The store {self._path} has been closed.")

    def _open(self) -> apsw.Connection:
        connection = apsw.Connection(str(self._path))
        connection.set_busy_timeout(BUSY_MILLISECONDS)
        return connection

    def _open_reader(self) -> apsw.Connection:
        connection = self._open()
        mapped = MAPPED if self._path.stat().st_size <= MAPPED else 0
        connection.execute(f"PRAGMA query_only = ON; PRAGMA mmap_size = {mapped}")
        return connection

    def _open_writer(self) -> apsw.Connection:
        with _translated():
            connection = self._open()
            try:
                _set_up(connection, self._schema, self._synchronous)
            except BaseException:
                connection.close()
                raise
            return connection


@contextmanager
def _translated() -> Iterator[None]:
    """SQLite's errors as the shop's."""
    try:
        yield
    except apsw.BusyError as error:
        raise StoreBusy(
            translatable("Another process kept the store locked; try again.")
        ) from error
    except apsw.FullError as error:
        raise NoSpace(
            translatable("The disk is full; nothing was written. Free some space.")
        ) from error
    except (apsw.IOError, apsw.CantOpenError) as error:
        raise StoreUnavailable(
            translatable("The disk of the store fails; try again in a moment.")
        ) from error
    except apsw.Error as error:
        raise StoreError(f"The store cannot be used: {error}") from error


def _set_up(connection: apsw.Connection, schema: str, synchronous: str) -> None:
    _switch_to_wal(connection)
    connection.execute(f"PRAGMA synchronous = {synchronous}")
    if connection.pragma("user_version") != SCHEMA_VERSION:
        connection.execute(
            f"BEGIN IMMEDIATE; {schema} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT"
        )


def _switch_to_wal(connection: apsw.Connection) -> None:
    """Two processes that create the file at once meet here, where no busy timeout applies."""
    for _ in range(OPENING_TRIES):
        try:
            if connection.pragma("journal_mode", "wal") == "wal":
                return
        except apsw.BusyError:
            time.sleep(0.01)
    raise StoreBusy(
        translatable("Another process kept the store locked while it was opened; try again.")
    )
