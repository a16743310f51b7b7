"""Which pages there are, what each was made from, and which pages a source is in.

What only the pages of one product read, ``product:H`` and ``next:P:H``, is not noted by source: its
name says whose pages these are. That is most of what there is to note.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from itertools import count
from typing import NamedTuple

import orjson

from generator.index.database import Database
from generator.plan import PlannedPage, product_pages

PUT = "INSERT INTO page (file, plan, sources) VALUES (?, ?, ?) RETURNING id"
PUT_WITH_ID = "INSERT INTO page (id, file, plan, sources) VALUES (?, ?, ?, ?)"
PUT_SOURCE = "INSERT OR REPLACE INTO source VALUES (?, ?)"
OWN = ("product:", "next:")  # how sources begin that one product's pages read, and no others


class Recorded(NamedTuple):
    """A page that was rendered, and the sources it was made from."""

    page: PlannedPage
    file: str
    sources: Sequence[str]

    def packed(self) -> "Packed":
        page, file, sources = self
        shared = [source for source in sources if not source.startswith(OWN)]
        return file, _packed(page), orjson.dumps(sources), shared


# The same as it lies in the index: file, plan, sources, and those of them that are noted by source.
Packed = tuple[str, bytes, bytes, list[str]]


class Pages:
    """The pages of the index, and of each source the pages that read it."""

    def __init__(self, database: Database, languages: Sequence[str]) -> None:
        self._connection = database.connection
        self._languages = languages

    @contextmanager
    def filling(self) -> Iterator[Callable[[Iterable[Packed]], None]]:
        """Into an empty index: what it gives takes pages as they come; sources are written when
        all of them are there."""
        readers: dict[str, list[int]] = {}
        numbers = count(1)

        def add(recorded: Iterable[Packed]) -> None:
            rows = []
            for (file, plan, sources, shared), number in zip(recorded, numbers, strict=False):
                rows.append((number, file, plan, sources))
                for source in shared:
                    readers.setdefault(source, []).append(number)
            self._connection.executemany(PUT_WITH_ID, rows)

        yield add
        packed = ((source, orjson.dumps(readers[source])) for source in sorted(readers))
        self._connection.executemany(PUT_SOURCE, packed)

    def reading(self, sources: Iterable[str]) -> dict[str, PlannedPage]:
        """The pages that were made from any of `sources`, by file."""
        asked = set(sources)
        own = {source for source in asked if source.startswith(OWN)}
        query = "SELECT pages FROM source WHERE name = ?"
        found = self._connection.executemany(query, [(source,) for source in asked - own])
        numbers = {number for (pages,) in found for number in orjson.loads(pages)}
        rows = self._connection.executemany(
            "SELECT file, plan FROM page WHERE id = ?", [(number,) for number in sorted(numbers)]
        )
        return {file: _unpacked(plan) for file, plan in rows} | self._of_products(own)

    def _of_products(self, sources: AbstractSet[str]) -> dict[str, PlannedPage]:
        """The pages of the products that these sources name, as far as they read them."""
        handles = {source.rpartition(":")[2] for source in sources}
        rows = self._connection.executemany(
            "SELECT file, plan, sources FROM page WHERE file = ?",
            [(page.file,) for page in product_pages(self._languages, sorted(handles))],
        )
        return {
            file: _unpacked(plan)
            for file, plan, read in rows
            if not sources.isdisjoint(orjson.loads(read))
        }

    def update(self, recorded: Iterable[Recorded], gone: Iterable[str]) -> int:
        """Notes what some pages were made from now, and that others are no more. By how many
        there are more than before."""
        more = 0
        changed: dict[str, list[int]] = {}
        lost: dict[str, set[int]] = {}
        for page, file, sources in recorded:
            number, before, new = self._number(page, file)
            more += new
            for source in {*sources} - before:
                changed.setdefault(source, []).append(number)
            for source in before - {*sources}:
                lost.setdefault(source, set()).add(number)
            self._connection.execute(
                "UPDATE page SET plan = ?, sources = ? WHERE id = ?",
                (_packed(page), orjson.dumps(sources), number),
            )
        for number, sources in self._delete(gone):
            more -= 1
            for source in sources:
                lost.setdefault(source, set()).add(number)
        self._rewire(changed, lost)
        return more

    def _delete(self, files: Iterable[str]) -> list[tuple[int, list[str]]]:
        """The numbers of these pages, which others may get now, and what the pages were made of."""
        query = "DELETE FROM page WHERE file = ? RETURNING id, sources"
        rows = self._connection.executemany(query, [(file,) for file in files])
        return [(number, orjson.loads(sources)) for number, sources in rows]

    def _number(self, page: PlannedPage, file: str) -> tuple[int, set[str], bool]:
        """What a page is known by, what it was made from, and whether there was none."""
        row = self._connection.execute(
            "SELECT id, sources FROM page WHERE file = ?", (file,)
        ).fetchone()
        if row:
            return row[0], set(orjson.loads(row[1])), False
        number = self._connection.execute(PUT, (file, _packed(page), b"[]")).get
        return number, set(), True

    def _rewire(self, gained: Mapping[str, list[int]], lost: Mapping[str, set[int]]) -> None:
        for source in {*gained, *lost}:
            if source.startswith(OWN):
                continue
            row = self._connection.execute(
                "SELECT pages FROM source WHERE name = ?", (source,)
            ).fetchone()
            before = orjson.loads(row[0]) if row else []
            kept = [number for number in before if number not in lost.get(source, ())]
            pages = [*kept, *gained.get(source, ())]
            if pages:
                self._connection.execute(PUT_SOURCE, (source, orjson.dumps(pages)))
            else:
                self._connection.execute("DELETE FROM source WHERE name = ?", (source,))


def _packed(page: PlannedPage) -> bytes:
    return orjson.dumps([page.kind, page.language, page.path, page.subject, page.number])


def _unpacked(plan: bytes) -> PlannedPage:
    kind, language, path, subject, number = orjson.loads(plan)
    return PlannedPage(kind, language, path, tuple(subject), number)
