"""The shop floor of a build: every product in its place, ready for pages to be made of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.categories import CategoryTree
from generator.collections.model import Collection
from generator.contents import Contents
from generator.context import Contexts
from generator.frame import Frame
from generator.index.buckets import BucketKey
from generator.index.database import Database
from generator.index.shelves import Shelves
from generator.projection import Projector
from generator.shop_facts import ShopFacts

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

    def contexts(self, frame: Frame, shelves: Shelves | None = None) -> Contexts:
        """`shelves` are those of the floor as somebody has them already."""
        shelves = shelves or Shelves(self.database, self.tree)
        return Contexts(self.facts, shelves, frame, self.translate)


def projector(facts: ShopFacts, collections: Sequence[Collection]) -> Projector:
    return Projector(facts.languages, facts.default_language, collections)
