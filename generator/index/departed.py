"""Products that are no longer sold and keep their page, and handles that products had before.

They stand on no shelf and are in no count; their pages and redirects are all there is of them.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple

from generator.index.database import Database
from generator.index.stocking import Stir
from generator.projection import Departed

PUT = "INSERT OR REPLACE INTO departed VALUES (?, ?, ?)"
PUT_MOVED = "INSERT OR REPLACE INTO moved VALUES (?, ?)"
LEADING = """
SELECT handle, target FROM moved WHERE (
    EXISTS (SELECT 1 FROM entry WHERE entry.handle = moved.target)
    OR EXISTS (SELECT 1 FROM departed WHERE departed.handle = moved.target)
)
AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.handle = moved.handle)
AND NOT EXISTS (SELECT 1 FROM departed WHERE departed.handle = moved.handle)
"""

Moves = Callable[[Iterable[str]], Mapping[str, str]]  # former handles -> those that hold now


class Forwarded(NamedTuple):
    """Former handles whose redirects a change reaches: where they lead now, and those that lead
    nowhere; `listed`: whether the list of all redirects may be another."""

    leading: Mapping[str, str]
    lost: frozenset[str]
    listed: bool


class Departures:
    def __init__(self, database: Database) -> None:
        self._connection = database.connection

    def fill(self, departed: Iterable[Departed], moves: Mapping[str, str]) -> None:
        """Into an empty index, once what is sold is in it."""
        self._connection.executemany(PUT, departed)
        self._connection.executemany(PUT_MOVED, moves.items())

    def leading(self) -> dict[str, str]:
        """Handles without a product that a product had, and where that is now."""
        return dict(self._connection.execute(LEADING))

    def shift(
        self,
        stir: Stir,
        handles: Collection[str],
        departed: Mapping[str, Departed],
        moves: Moves,
    ) -> Forwarded:
        """Brings up to date what lies here of `handles`, after what is sold is; `departed` are
        those of them that keep their page now. `stir` learns which pages come and go."""
        before = self._known(handles)
        for handle in {*before, *departed}:
            _compare(stir, handle, before.get(handle), departed.get(handle))
        gone = [(handle,) for handle in before if handle not in departed]
        self._connection.executemany("DELETE FROM departed WHERE handle = ?", gone)
        self._connection.executemany(PUT, departed.values())
        touched = self._move(handles, moves) | self._leading_to(stir.came | stir.left)
        touched |= stir.came | stir.left
        leading = self._pairs(f"{LEADING} AND handle = ?", touched)
        lost = touched - leading.keys() - self._with_page(touched)
        return Forwarded(leading, frozenset(lost), bool(touched))

    def _move(self, handles: Iterable[str], moves: Moves) -> set[str]:
        """Notes where former handles lead; those that lead elsewhere now. A handle that has a
        product is none, so nothing is asked of it."""
        wanted = {*handles}
        bare = wanted - self._with_page(wanted)
        before = self._pairs("SELECT * FROM moved WHERE handle = ?", bare)
        now = dict(moves(bare)) if bare else {}
        changed = {handle for handle in bare if before.get(handle) != now.get(handle)}
        dropped = [(handle,) for handle in before if handle not in now]
        self._connection.executemany("DELETE FROM moved WHERE handle = ?", dropped)
        self._connection.executemany(PUT_MOVED, now.items())
        return changed

    def _leading_to(self, handles: Iterable[str]) -> set[str]:
        return {
            old for (old,) in self._all_of("SELECT handle FROM moved WHERE target = ?", handles)
        }

    def _with_page(self, handles: Iterable[str]) -> set[str]:
        sold = self._all_of("SELECT handle FROM entry WHERE handle = ?", handles)
        return {handle for (handle,) in sold} | self._known(handles).keys()

    def _known(self, handles: Iterable[str]) -> dict[str, Departed]:
        rows = self._all_of("SELECT * FROM departed WHERE handle = ?", handles)
        return {row[0]: Departed._make(row) for row in rows}

    def _pairs(self, query: str, handles: Iterable[str]) -> dict[str, str]:
        return dict(self._all_of(query, handles))

    def _all_of(self, query: str, handles: Iterable[str]) -> list[tuple[Any, ...]]:
        return list(self._connection.executemany(query, [(handle,) for handle in handles]))


def _compare(stir: Stir, handle: str, old: Departed | None, new: Departed | None) -> None:
    """A page that stays becomes another; one that there was not comes."""
    if old == new:
        return
    stir.sources |= {f"product:{handle}", f"card:{handle}"}
    if new and not old:
        _trade(stir.left, stir.came, handle)
    elif old and not new:
        _trade(stir.came, stir.left, handle)


def _trade(on_the_other_side: set[str], here: set[str], handle: str) -> None:
    """A product that went from one side to the other kept its page."""
    if handle in on_the_other_side:
        on_the_other_side.remove(handle)
    else:
        here.add(handle)
