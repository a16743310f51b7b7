"""The index filled for the number of products there turns out to be."""

from collections.abc import Iterable, Sequence
from itertools import chain

from generator.categories import CategoryTree
from generator.collections.model import Collection
from generator.crew import hands, parts, share
from generator.files import open_collections, same_shape
from generator.floor import Fragments, projector
from generator.index.database import Database
from generator.index.departed import Departures
from generator.index.stocking import fill
from generator.projection import Departed, Projection
from generator.shop_facts import ShopFacts
from generator.site import Site
from generator.source import Entries


def stock_rightly(
    site: Site, facts: ShopFacts, database: Database, entries: Entries
) -> tuple[list[Collection], CategoryTree, Fragments, int]:
    """How collections sort depends on how many products are published, which is known afterwards:
    where the guess was wrong, everything is sorted once more."""
    guess = len(entries.handles())
    while True:
        collections = open_collections(site, facts, guess)
        with database.transaction():
            database.clear()
            tree, fragments, products = stock(site, facts, database, collections, entries)
        right = open_collections(site, facts, products)
        if same_shape(collections, right):
            return right, tree, fragments, products
        guess = products


def stock(
    site: Site,
    facts: ShopFacts,
    database: Database,
    collections: Sequence[Collection],
    entries: Entries,
) -> tuple[CategoryTree, Fragments, int]:
    """Fills the index with every published product of `entries`, read on all cores; says what they
    put into collections, and how many they are."""

    def read(part: Sequence[str]) -> tuple[list[Projection], Fragments, list[Departed]]:
        make = projector(facts, collections)
        rows: list[Projection] = []
        poured: Fragments = {}
        departed: list[Departed] = []
        for entry in entries.read(part):
            if entry.discontinued:
                departed.append(make.depart(entry))
                continue
            projection, fragments = make.project(entry)
            rows.append(projection)
            for key, fragment in fragments.items():
                poured.setdefault(key, {})[entry.handle] = fragment
        return rows, poured, departed

    handles = entries.handles()
    number = hands(len(handles), possible=site.reopen is not None)
    answers = share(parts(handles, number), read)
    tree, count = fill(database, [rows for rows, _poured, _departed in answers])
    departed = chain.from_iterable(some for _rows, _poured, some in answers)
    Departures(database).fill(departed, entries.moves())
    return tree, merged(poured for _rows, poured, _departed in answers), count


def merged(many: Iterable[Fragments]) -> Fragments:
    merged: Fragments = {}
    for found in many:
        for key, fragments in found.items():
            merged.setdefault(key, {}).update(fragments)
    return merged
