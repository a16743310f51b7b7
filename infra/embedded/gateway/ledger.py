"""Where the stand-in keeps its objects, answers and undelivered events: one SQLite file.

Every call is one turn: a transaction that sees and leaves everything whole.
"""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import apsw

from infra.embedded.gateway.errors import missing
from shop.adapters.sqlite_connections import Connections

Obj = dict[str, Any]

REMEMBERED = 24 * 3600  # seconds that an answer is kept under its idempotency key
SCHEMA = """
CREATE TABLE IF NOT EXISTS object (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    parent TEXT NOT NULL,
    due INTEGER,
    data TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS object_by_parent ON object (parent, kind, n);
CREATE INDEX IF NOT EXISTS object_by_due ON object (due) WHERE due IS NOT NULL;
CREATE TABLE IF NOT EXISTS answer (
    key TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS answer_by_age ON answer (at);
CREATE TABLE IF NOT EXISTS delivery (
    n INTEGER PRIMARY KEY,
    event TEXT NOT NULL,
    due REAL NOT NULL,
    tries INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS delivery_by_due ON delivery (due);
"""


class Answer(NamedTuple):
    """What a key was answered; `fingerprint` is that of the request it came with."""

    fingerprint: str
    status: int
    body: str


class Delivery(NamedTuple):
    number: int
    event: str
    tries: int


class Turn:
    """What one call may do. Objects are Stripe's JSON; fields that begin with "_" are ours."""

    def __init__(self, connection: apsw.Connection, moment: float) -> None:
        self._connection = connection
        self.moment = int(moment)

    def get(self, kind: str, name: str) -> Obj:
        """Raises ApiError where there is none."""
        found = self._connection.execute(
            "SELECT data FROM object WHERE id = ? AND kind = ?", (name, kind)
        ).get
        if found is None:
            raise missing(kind, name)
        return json.loads(found)  # type: ignore[no-any-return]

    def put(self, thing: Obj, *, parent: str = "", due: int | None = None) -> None:
        """`due` is when `sweep` shall look at it again."""
        self._connection.execute(
            "INSERT INTO object (id, kind, parent, due, data) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET due = excluded.due, data = excluded.data",
            (thing["id"], thing["object"], parent, due, _text(thing)),
        )

    def children(self, parent: str, kind: str) -> list[Obj]:
        """Newest first."""
        rows = self._connection.execute(
            "SELECT data FROM object WHERE parent = ? AND kind = ? ORDER BY n DESC", (parent, kind)
        )
        return [json.loads(data) for (data,) in rows]

    def all(self, kind: str) -> list[Obj]:
        rows = self._connection.execute(
            "SELECT data FROM object WHERE kind = ? ORDER BY n", (kind,)
        )
        return [json.loads(data) for (data,) in rows]

    def due(self) -> list[Obj]:
        rows = self._connection.execute(
            "SELECT data FROM object WHERE due <= ? ORDER BY due, n", (self.moment,)
        )
        return [json.loads(data) for (data,) in rows]

    def emit(self, kind: str, thing: Obj) -> None:
        """An event about `thing` as it is now; it is delivered once the turn holds."""
        event = {
            "id": new_id("evt"),
            "object": "event",
            "api_version": None,
            "created": self.moment,
            "data": {"object": public(thing)},
            "livemode": False,
            "pending_webhooks": 1,
            "request": {"id": None, "idempotency_key": None},
            "type": kind,
        }
        self.put(event, parent=str(thing["id"]))
        self._connection.execute(
            "INSERT INTO delivery (event, due, tries) VALUES (?, ?, 0)", (_text(event), self.moment)
        )

    def recall(self, key: str) -> Answer | None:
        row = self._connection.execute(
            "SELECT fingerprint, status, body FROM answer WHERE key = ? AND at > ?",
            (key, self.moment - REMEMBERED),
        ).fetchone()
        return Answer(*row) if row else None

    def remember(self, key: str, answer: Answer) -> None:
        self._connection.execute("DELETE FROM answer WHERE at <= ?", (self.moment - REMEMBERED,))
        self._connection.execute(
            "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?)", (key, *answer, self.moment)
        )

    def deliveries(self, moment: float, limit: int) -> list[Delivery]:
        rows = self._connection.execute(
            "SELECT n, event, tries FROM delivery WHERE due <= ? ORDER BY n LIMIT ?",
            (moment, limit),
        )
        return [Delivery(*row) for row in rows]

    def delivered(self, number: int) -> None:
        self._connection.execute("DELETE FROM delivery WHERE n = ?", (number,))

    def put_off(self, number: int, until: float) -> None:
        self._connection.execute(
            "UPDATE delivery SET due = ?, tries = tries + 1 WHERE n = ?", (until, number)
        )


class Ledger:
    def __init__(self, path: Path) -> None:
        self._connections = Connections(path, schema=SCHEMA, synchronous="NORMAL")

    @contextmanager
    def turn(self, moment: float) -> Iterator[Turn]:
        """Everything in it happens, or nothing where it raises."""
        with self._connections.writing() as connection:
            yield Turn(connection, moment)

    def close(self) -> None:
        self._connections.close()


def new_id(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(12)}"


def public(thing: Obj) -> Obj:
    return {name: value for name, value in thing.items() if not name.startswith("_")}


def _text(thing: Obj) -> str:
    return json.dumps(thing, ensure_ascii=False, separators=(",", ":"))
