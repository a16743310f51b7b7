"""What products put into an index, and an index filled for as many of them as there turn out to be.

A build on all cores does the same, spread over its processes (`generator.full`, `generator.hand`).
"""

from collections.abc import Iterable
from typing import NamedTuple

from generator import desk_texts, guestbook, surveys
from generator.categories import CategoryTree
from generator.collections.model import Collection
from generator.files import open_collections, same_shape
from generator.floor import Fragments, projector
from generator.index.database import Database
from generator.index.departed import Departures
from generator.index.stocking import fill
from generator.projection import Departed, Projection, Projector
from generator.shop_facts import ShopFacts
from generator.site import Site
from generator.source import Entries, Entry


class Basket:
    """What some products put into the index; whoever takes `rows` out leaves an empty list."""

    def __init__(self, make: Projector) -> None:
        self._make = make
        self.rows: list[Projection] = []
        self.fragments: Fragments = {}
        self.departed: list[Departed] = []

    def add(self, entry: Entry) -> None:
        if entry.discontinued:
            self.departed.append(self._make.depart(entry))
            return
        projection, own = self._make.project(entry)
        self.rows.append(projection)
        for key, fragment in own.items():
            self.fragments.setdefault(key, {})[entry.handle] = fragment


class Ground(NamedTuple):
    collections: list[Collection]
    tree: CategoryTree
    fragments: Fragments


def stock_rightly(site: Site, facts: ShopFacts, database: Database, entries: Entries) -> Ground:
    """How collections sort depends on how many products are published, which is known afterwards:
    where the guess was wrong, everything is sorted once more."""
    handles = entries.handles()
    guess = len(handles)
    while True:
        collections = open_collections(site, facts, guess)
        basket = Basket(projector(facts, collections))
        for entry in entries.read(handles):
            basket.add(entry)
        database.empty()
        with database.transaction():
            tree, products = fill(database, [basket.rows])
            Departures(database).fill(basket.departed, entries.moves())
            guestbook.fill(site, facts, database)
            surveys.fill(site, facts, database)
            desk_texts.fill(site, facts, database)
        right = open_collections(site, facts, products)
        if same_shape(collections, right):
            return Ground(right, tree, basket.fragments)
        guess = products


def merged(many: Iterable[Fragments]) -> Fragments:
    merged: Fragments = {}
    for found in many:
        for key, fragments in found.items():
            merged.setdefault(key, {}).update(fragments)
    return merged
