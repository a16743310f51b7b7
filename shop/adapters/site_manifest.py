"""Which bytes each published path shows, and showed before: one SQLite file beside the bytes."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import apsw

from shop.adapters.sqlite_connections import Connections
from shop.errors import NotFound
from shop.ports import Change, Kept, SiteRelease
from shop.published.kinds import is_hashed, is_remembered

# `change` holds what a release replaced, where that is remembered. The first release replaced
# nothing, so it has no rows.
# `retired` are assets that the newest release of the site does without: pages that a reader has
# open still ask for them.
SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (
    path TEXT PRIMARY KEY, digest TEXT NOT NULL, size INTEGER NOT NULL
) WITHOUT ROWID, STRICT;
CREATE INDEX IF NOT EXISTS entry_by_digest ON entry (digest);
CREATE TABLE IF NOT EXISTS release (
    number INTEGER PRIMARY KEY, at INTEGER NOT NULL, note TEXT NOT NULL,
    pages_written INTEGER NOT NULL, pages_deleted INTEGER NOT NULL, bytes_written INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS change (
    release INTEGER NOT NULL, path TEXT NOT NULL, digest TEXT, size INTEGER,
    PRIMARY KEY (release, path)
) WITHOUT ROWID, STRICT;
CREATE INDEX IF NOT EXISTS change_by_digest ON change (digest) WHERE digest IS NOT NULL;
CREATE TABLE IF NOT EXISTS retired (
    path TEXT PRIMARY KEY, digest TEXT NOT NULL, size INTEGER NOT NULL, release INTEGER NOT NULL
) WITHOUT ROWID, STRICT;
CREATE TABLE IF NOT EXISTS lost (path TEXT PRIMARY KEY) WITHOUT ROWID, STRICT;
CREATE TABLE IF NOT EXISTS boot (id TEXT NOT NULL) STRICT;
"""
NEEDED = """
SELECT EXISTS (SELECT 1 FROM entry WHERE digest = ?1) OR
       EXISTS (SELECT 1 FROM change WHERE digest = ?1)
"""
FEW = 1000  # paths asked for one by one, where reading them all takes longer


class SiteManifest:
    """Every change is one transaction, and costs as much as what changed."""

    def __init__(self, path: Path) -> None:
        # NORMAL: pages can be made again. A power failure may undo a release, never break one.
        self._connections = Connections(path, schema=SCHEMA, synchronous="NORMAL")

    def close(self) -> None:
        self._connections.close()

    def live(self, paths: Collection[str] | None) -> dict[str, Kept]:
        with self._connections.reading() as connection:
            if paths is None or len(paths) > FEW:
                rows = connection.execute("SELECT path, digest, size FROM entry")
                found = {path: Kept(digest, size) for path, digest, size in rows}
                return found if paths is None else {p: found[p] for p in paths if p in found}
            asked = ((path, _entry(connection, path)) for path in paths)
            return {path: kept for path, kept in asked if kept}

    def find(self, path: str) -> Kept | None:
        with self._connections.reading() as connection:
            found = _entry(connection, path)
            if found or not is_hashed(path):
                return found
            return _kept(connection, "SELECT digest, size FROM retired WHERE path = ?", path)

    def releases(self, limit: int | None) -> list[SiteRelease]:
        most = -1 if limit is None else limit
        with self._connections.reading() as connection:
            rows = connection.execute("SELECT * FROM release ORDER BY number DESC LIMIT ?", (most,))
            return [SiteRelease(*row) for row in rows]

    def before(self, number: int) -> dict[str, Kept | None]:
        """The oldest of the later changes of a path tells what it held."""
        newest_first = (
            "SELECT path, digest, size FROM change WHERE release > ? ORDER BY release DESC"
        )
        with self._connections.reading() as connection:
            if connection.execute("SELECT 1 FROM release WHERE number = ?", (number,)).get is None:
                raise NotFound(f"There is no release {number} of the site any more.")
            rows = connection.execute(newest_first, (number,))
            return {path: Kept(digest, size) if digest else None for path, digest, size in rows}

    def flip(self, release: SiteRelease, changes: Sequence[Change]) -> list[str]:
        """The digests of what is remembered by nobody, now that it is shown no more."""
        with self._connections.writing() as connection:
            connection.execute(
                "INSERT INTO release VALUES (?, ?, ?, ?, ?, ?)",
                (
                    release.number,
                    release.at,
                    release.note,
                    release.pages_written,
                    release.pages_deleted,
                    release.bytes_written,
                ),
            )
            if release.number > 1:
                _remember(connection, release.number, changes)
            _apply(connection, changes)
            return _unneeded(connection, _forgotten(changes))

    def shrink(self) -> None:
        """Gives back the room that a transaction took which found too little of it."""
        self._connections.checkpoint()

    def prune(self, number: int, cutoff: int) -> list[str]:
        """Forgets releases up to `number` that are older than `cutoff` (seconds since 1970).

        The digests that nothing needs any more; their bytes may be deleted.
        """
        with self._connections.writing() as connection:
            query = "SELECT max(number) FROM release WHERE number <= ? AND at < ?"
            last = connection.execute(query, (number, cutoff)).get
            if last is None:
                return []
            connection.execute("DELETE FROM release WHERE number <= ?", (last,))
            connection.execute("DELETE FROM retired WHERE release <= ?", (last,))
            rows = connection.execute(
                "DELETE FROM change WHERE release <= ? RETURNING digest", (last,)
            ).fetchall()
            return _unneeded(connection, {str(digest) for (digest,) in rows if digest})

    def sizes(self) -> dict[str, int]:
        """Of the bytes under every digest that is needed."""
        with self._connections.reading() as connection:
            query = "SELECT digest, size FROM entry UNION SELECT digest, size FROM change"
            return {digest: size for digest, size in connection.execute(query) if digest}

    def boot(self) -> str | None:
        """Which start of this machine the bytes were last looked over in."""
        with self._connections.reading() as connection:
            found: str | None = connection.execute("SELECT id FROM boot").get
            return found

    def lose(self, digests: Iterable[str], boot: str) -> None:
        """Nothing is shown any more where these bytes were."""
        with self._connections.writing() as connection:
            for digest in digests:
                connection.execute(
                    "INSERT OR IGNORE INTO lost SELECT path FROM entry WHERE digest = ?", (digest,)
                )
                connection.execute("DELETE FROM entry WHERE digest = ?", (digest,))
            connection.execute("DELETE FROM boot")
            connection.execute("INSERT INTO boot VALUES (?)", (boot,))

    def lost(self) -> frozenset[str]:
        with self._connections.reading() as connection:
            return frozenset(path for (path,) in connection.execute("SELECT path FROM lost"))


def _forgotten(changes: Iterable[Change]) -> set[str]:
    return {it.before.digest for it in changes if it.before and not is_remembered(it.path)}


def _unneeded(connection: apsw.Connection, digests: Iterable[str]) -> list[str]:
    return [digest for digest in digests if not connection.execute(NEEDED, (digest,)).get]


def _entry(connection: apsw.Connection, path: str) -> Kept | None:
    return _kept(connection, "SELECT digest, size FROM entry WHERE path = ?", path)


def _kept(connection: apsw.Connection, query: str, path: str) -> Kept | None:
    row = connection.execute(query, (path,)).fetchone()
    return Kept(*row) if row else None


def _remember(connection: apsw.Connection, number: int, changes: Sequence[Change]) -> None:
    connection.executemany(
        "INSERT INTO change VALUES (?, ?, ?, ?)",
        (
            (number, path, *(before or (None, None)))
            for path, before, _ in changes
            if is_remembered(path)
        ),
    )
    connection.executemany(
        "INSERT OR REPLACE INTO retired VALUES (?, ?, ?, ?)",
        (
            (path, *before, number)
            for path, before, after in changes
            if before and not after and is_hashed(path)
        ),
    )


def _apply(connection: apsw.Connection, changes: Sequence[Change]) -> None:
    """In the order of the paths, which is how the entries lie in the file."""
    shown = sorted((path, *after) for path, _, after in changes if after)
    gone = [(path,) for path, _, after in changes if not after]
    connection.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?, ?)", shown)
    connection.executemany("DELETE FROM entry WHERE path = ?", gone)
    if connection.execute("SELECT EXISTS (SELECT 1 FROM lost)").get:
        connection.executemany("DELETE FROM lost WHERE path = ?", [(c.path,) for c in changes])
