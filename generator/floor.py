"""The shop floor of a build: every product in its place, ready for pages to be made of it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.categories import CategoryTree
from generator.collections.model import Collection
from generator.contents import Contents
from generator.context import Contexts
from generator.crew import hands, parts, share
from generator.frame import Frame
from generator.index.buckets import BucketKey
from generator.index.database import Database
from generator.index.shelves import Shelves
from generator.index.stocking import fill
from generator.projection import Projection, Projector
from generator.shop_facts import ShopFacts
from generator.site import Site
from generator.source import Entries

Fragments = dict[BucketKey, dict[str, Any]]
Translate = Callable[[str, str], str]


@dataclass(slots=True)
class Floor:
    """What pages are made from: the shop's own facts, the index and the tree of categories."""

    facts: ShopFacts
    base_url: str
    database: Database
    tree: CategoryTree
    translate: Translate

    def products(self) -> int:
        """How many are published."""
        return int(self.database.connection.execute("SELECT count(*) FROM entry").get)

    def handles(self) -> list[str]:
        """Of what is published, in their order."""
        rows = self.database.connection.execute("SELECT handle FROM entry ORDER BY handle")
        return [handle for (handle,) in rows]

    def beside(self, database: Database) -> "Floor":
        """The same floor, read through another connection."""
        return replace(self, database=database)

    def frame(self, contents: Contents) -> Frame:
        """What pages share; made once for many."""
        return Frame(self.facts, self.tree, contents, self.base_url)

    def contexts(self, frame: Frame) -> Contexts:
        shelves = Shelves(self.database, self.tree)
        return Contexts(self.facts, shelves, frame, self.translate)


def projector(facts: ShopFacts, collections: Sequence[Collection]) -> Projector:
    return Projector(facts.languages, facts.default_language, collections)


def stock(
    site: Site,
    facts: ShopFacts,
    database: Database,
    collections: Sequence[Collection],
    entries: Entries,
) -> tuple[CategoryTree, Fragments, int]:
    """Fills the index with every published product of `entries`, read on all cores; says what they
    put into collections, and how many they are."""

    def read(part: Sequence[str]) -> tuple[list[tuple[Any, ...]], Fragments]:
        make = projector(facts, collections)
        rows = []
        poured: Fragments = {}
        for entry in entries.read(part):
            projection, fragments = make.project(entry)
            rows.append(tuple(projection))
            for key, fragment in fragments.items():
                poured.setdefault(key, {})[entry.handle] = fragment
        return rows, poured

    handles = entries.handles()
    number = hands(len(handles), possible=site.reopen is not None)
    answers = share(parts(handles, number), read)
    tree = fill(database, (Projection(*row) for rows, _found in answers for row in rows))
    count = sum(len(rows) for rows, _found in answers)
    return tree, merged(found for _rows, found in answers), count


def merged(many: Iterable[Fragments]) -> Fragments:
    merged: Fragments = {}
    for found in many:
        for key, fragments in found.items():
            merged.setdefault(key, {}).update(fragments)
    return merged
