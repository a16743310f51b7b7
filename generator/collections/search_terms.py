"""Which products hold a word, for shops too large to load whole.

Words lie in files by how they begin, so that one file answers for a word and for all that begin
like it. A product is named by the low bits of its handle's hash: enough to find its file, and
nearly always itself; the browser looks at the document before it believes it. A word that very
many products hold names the best of them, and how many there are. All files have products in one
order, so two such words together still find products that hold both.

A file: ``{word: [products…]}``, the best first; below zero at the end: how many there are in all.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from zlib import crc32

import orjson

from generator.collections.folding import grams, is_han, runs
from generator.collections.model import Fragment, Scope, shards
from generator.collections.search_docs import (
    WHOLE,
    category_paths,
    document_files,
    squashed_skus,
)
from generator.source import Entry
from generator.views import ProductViews

PER_FILE = 16  # products, for each of which a file has about ten words
MOST = 500  # products that a file names for one word
KEY = 3  # letters by which words are filed; shorter ones are found whole
IDENTITY = 1 << 10  # low bits of the hash beyond those that say in which file a product lies

Posting = tuple[bool, int, int]


class SearchTerms:
    name = "search-terms"
    by_product = False

    def __init__(self, scope: Scope) -> None:
        self._count = self.buckets(scope.products)
        self._mask = document_files(scope.products) * IDENTITY - 1

    def buckets(self, products: int) -> int:
        return shards(products, PER_FILE) if products > WHOLE else 0

    def fragments(self, entry: Entry, views: ProductViews) -> Mapping[str, Fragment]:
        """``[rank of the product, words of its title, other words]``."""
        if not self._count:
            return {}
        title = dict(_filed(views.card(entry)["title"], self._count))
        others = dict(_filed_often(entry.product["brand"], self._count))
        for path in category_paths(entry, views):
            for name in path:
                others.update(_filed_often(name, self._count))
        for sku in squashed_skus(entry):
            others[sku] = _bucket(sku[:KEY], self._count)
        return _by_bucket(entry, title, others)

    def files(
        self, language: str, bucket: str, fragments: Mapping[str, Fragment]
    ) -> Mapping[str, bytes]:
        found: dict[str, list[Posting]] = {}
        for handle, (rank, title, others) in fragments.items():
            identity = crc32(handle.encode()) & self._mask
            for word in title:
                found.setdefault(word, []).append((False, rank, identity))
            for word in others:
                found.setdefault(word, []).append((True, rank, identity))
        words = {word: _best(found[word]) for word in sorted(found)}
        return {f"search/{language}/terms-{self._count}-{bucket}.json": orjson.dumps(words)}

    def overview(self, language: str, buckets: Iterable[str]) -> Mapping[str, bytes]:
        """Which files there are: a bit for each, the first one lowest, as a hexadecimal number."""
        if not self._count:
            return {}
        there = sum(1 << int(bucket, 16) for bucket in buckets)
        facts = {"terms": self._count, "key": KEY, "there": f"{there:x}"}
        return {f"search/{language}/terms.json": orjson.dumps(facts)}


def _by_bucket(
    entry: Entry, title: Mapping[str, str], others: Mapping[str, str]
) -> dict[str, Fragment]:
    rank = 0 if entry.product["recommended"] else 1
    found: dict[str, Fragment] = {}
    for word, bucket in title.items():
        found.setdefault(bucket, [rank, [], []])[1].append(word)
    for word, bucket in others.items():
        if word and word not in title:
            found.setdefault(bucket, [rank, [], []])[2].append(word)
    return found


def _filed(text: str, count: int) -> list[tuple[str, str]]:
    """The words of a text, each with its bucket."""
    found: list[tuple[str, str]] = []
    for run in runs(text):
        if is_han(run):
            found += [(gram, _bucket(gram[0], count)) for gram in grams(run)]
        else:
            found.append((run, _bucket(run[:KEY], count)))
    return found


@lru_cache(maxsize=8192)
def _filed_often(text: str, count: int) -> tuple[tuple[str, str], ...]:
    """Of brands and categories, which many products share."""
    return tuple(_filed(text, count))


def _best(products: list[Posting]) -> list[int]:
    chosen = [identity for _place, _rank, identity in sorted(products)[:MOST]]
    return [*chosen, -len(products)] if len(products) > MOST else chosen


@lru_cache(maxsize=65_536)
def _bucket(key: str, count: int) -> str:
    return f"{crc32(key.encode()) & (count - 1):x}"
