"""The index filled for the number of products there turns out to be."""

from generator.categories import CategoryTree
from generator.collections.model import Collection
from generator.files import open_collections, same_shape
from generator.floor import Fragments, stock
from generator.index.database import Database
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
