"""Shops of many products to put into collections, and two ways to do it."""

from collections.abc import Iterable, Mapping
from typing import Any

from factories import profile

from generator.collections.assembly import collections_for
from generator.collections.model import Collection
from generator.shop_facts import ShopFacts, facts_of
from generator.source import Entry
from generator.views import ProductViews

from ..samples import entry, product, usd, variant  # noqa: TID252 - tests are no package

__all__ = ["entry", "product", "usd", "variant"]

BASE = "https://shop.example.com"
Fragments = dict[tuple[str, str], dict[str, Any]]  # by language and bucket, then by handle


def facts(**changes: Any) -> ShopFacts:
    return facts_of(profile(**changes))


def collection(name: str, products: int) -> Collection:
    found = {each.name: each for each in collections_for(facts(), BASE, products)}
    return found[name]


def poured(it: Collection, entries: Iterable[Entry]) -> Fragments:
    found: Fragments = {}
    for each in entries:
        put(it, found, each)
    return found


def put(it: Collection, into: Fragments, each: Entry) -> None:
    """One product anew: out of every bucket it was in, into those it belongs to now."""
    take(into, each.handle)
    for language in facts().languages:
        for bucket, fragment in it.fragments(each, ProductViews(language, "en")).items():
            into.setdefault((language, bucket), {})[each.handle] = fragment


def take(out_of: Fragments, handle: str) -> None:
    for key, fragments in list(out_of.items()):
        fragments.pop(handle, None)
        if not fragments:
            del out_of[key]


def written(it: Collection, fragments: Fragments) -> dict[str, bytes]:
    """Every file of a collection."""
    files: dict[str, bytes] = {}
    for (language, bucket), found in fragments.items():
        made: Mapping[str, bytes] = it.files(language, bucket, found)
        assert not made.keys() & files.keys()
        files |= made
    for language in facts().languages:
        files |= it.overview(language, [b for spoken, b in fragments if spoken == language])
    return files


def files_of(name: str, entries: Iterable[Entry], products: int | None = None) -> dict[str, bytes]:
    found = list(entries)
    it = collection(name, len(found) if products is None else products)
    return written(it, poured(it, found))
