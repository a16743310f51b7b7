"""What search knows of each product: enough to find, filter, count and sort; nothing more.

A small shop's browser loads all of it once: what products say (``docs``), what changes more often
(``prices``), and, only for the results on the screen, what these also show (``cards``). They lie in
the same order. In a large shop the browser asks `search_terms` which products hold a word, and
loads the few files that those lie in, in which a product stands whole.

Files hold columns, because like beside like is compressed best. Documents: ``{"b": brands, "k":
[[parent, category]], "h": Han pairs, "t": tag, "n": sizes of groups, "d": [titles, brands,
categories, SKUs]}``, and where they are whole, "p" as in prices, and "a": [handles, pictures].
Prices: ``{"c": [[currency, decimals]], "t": tag, "p": [minor units or -1, flags, former prices or
0]}``. Groups are those of the card files, in their order. The tag names the products of a file: a
browser that holds two editions of a shop sees it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast
from zlib import crc32

import orjson

from generator.collections.folding import han_pairs, squashed
from generator.collections.model import Fragment, Scope, bucket_of, shards
from generator.source import Entry
from generator.views import ProductViews, View
from shop.currencies import exponent

WHOLE = 1000  # products up to which the browser loads everything
PER_CARD_FILE = 4
PER_FILE = 16  # whole documents
CARD_WIDTH = 360  # pixels of a picture in a list of results
SOLD_OUT, ON_SALE, PRICE_FROM, RECOMMENDED, CURRENCY = 1, 2, 4, 8, 16
Names = dict[Any, int]


def document_files(products: int) -> int:
    return 1 if products <= WHOLE else shards(products, PER_FILE)


def card_files(products: int) -> int:
    return shards(products, PER_CARD_FILE) if products <= WHOLE else 0


def grouped(handles: Iterable[str], groups: int) -> list[list[str]]:
    """In the order in which every file has them."""
    found: list[list[str]] = [[] for _ in range(groups)]
    for handle in sorted(handles):
        found[crc32(handle.encode()) & (groups - 1)].append(handle)
    return found


def tag(handles: Iterable[str]) -> str:
    """The same for the same products only."""
    return f"{crc32(' '.join(handles).encode()):x}"


class SearchDocs:
    name = "search-docs"
    by_product = True

    def __init__(self, scope: Scope) -> None:
        self._count = self.buckets(scope.products)
        self._groups = card_files(scope.products)

    def buckets(self, products: int) -> int:
        return document_files(products)

    def fragments(self, entry: Entry, views: ProductViews) -> Mapping[str, Fragment]:
        card = views.card(entry)
        words = [
            card["title"],
            card["brand"],
            category_paths(entry, views),
            _packed(list(squashed_skus(entry))),
        ]
        if not self._groups:
            words += [price_of(card), picture_of(card)]
        return {bucket_of(entry.handle, self._count): words}

    def files(
        self, language: str, bucket: str, fragments: Mapping[str, Fragment]
    ) -> Mapping[str, bytes]:
        groups = grouped(fragments, self._groups or 1)
        content = orjson.dumps(_written(groups, fragments, whole=not self._groups))
        return {f"search/{language}/docs-{self._count}-{bucket}.json": content}

    def overview(self, language: str, buckets: Iterable[str]) -> Mapping[str, bytes]:
        """How many files there are of each kind; the browser asks for this first, every time."""
        facts = {"docs": self._count if list(buckets) else 0, "cards": self._groups}
        return {f"search/{language}/index.json": orjson.dumps(facts)}


def category_paths(entry: Entry, views: ProductViews) -> list[list[str]]:
    """A product's categories as its language calls them, the base language where it has no name."""
    own = entry.product["categories"]
    told = cast("list[list[str]]", views.text(entry.product, "categories"))
    if told is not own and [len(path) for path in told] != [len(path) for path in own]:
        told = own
    return [path for path in told if path and all(path)]


def squashed_skus(entry: Entry) -> Iterator[str]:
    return (squashed(variant["sku"]) for variant in entry.product["variants"])


def price_of(card: View) -> Fragment:
    """``[minor units or -1, currency, flags, former price or 0]``."""
    price, former = card["price"], card["compare_at"]
    flags = (
        SOLD_OUT * card["sold_out"]
        | ON_SALE * card["on_sale"]
        | PRICE_FROM * card["price_from"]
        | RECOMMENDED * card["recommended"]
    )
    amount, currency = (price["amount"], price["currency"]) if price else (-1, "")
    return [amount, currency, flags, former["amount"] if former else 0]


def picture_of(card: View) -> str:
    """Pictures are mostly named after their product; ``~`` stands for its handle."""
    picture = card["picture"]
    return _light(picture).replace(card["handle"], "~") if picture else ""


def _light(picture: View) -> str:
    """The version of a picture that is wide enough for a card; itself where it has none."""
    if not picture.get("sources"):
        return cast("str", picture["src"])
    versions = [each.rpartition(" ") for each in picture["sources"][-1]["srcset"].split(", ")]
    wide = (url for url, _, width in versions if int(width[:-1]) >= CARD_WIDTH)
    return cast("str", next(wide, versions[-1][0]))


def number(names: Names, name: Any) -> int:
    """Names that several use are written once and numbered."""
    return names.setdefault(name, len(names))


def price_columns(fragments: Iterable[Fragment]) -> dict[str, Any]:
    """Currencies, and of each product price, flags and former price."""
    currencies: Names = {}
    rows = [
        (amount, flags + CURRENCY * number(currencies, currency), former)
        for amount, currency, flags, former in fragments
    ]
    found = [[currency, exponent(currency)] for currency in currencies]
    return {"c": found, "p": columns(rows, 3)}


def columns(rows: Sequence[Sequence[Any]], width: int) -> list[list[Any]]:
    return [[row[place] for row in rows] for place in range(width)]


def _packed(skus: list[str]) -> str:
    """``tea050 tea100`` as ``tea0:50,100``: SKUs of a product mostly begin alike."""
    if len(skus) < 2:
        return "".join(skus)
    start = _common_start(skus)
    return f"{start}:{','.join(sku[len(start) :] for sku in skus)}"


def _common_start(words: list[str]) -> str:
    first, last = min(words), max(words)  # what these two share, all share
    length = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), -1)
    return first if length < 0 else first[:length]


def _written(
    groups: Sequence[Sequence[str]], fragments: Mapping[str, Fragment], *, whole: bool
) -> dict[str, Any]:
    """The documents of one file. Names that several share are written once and numbered."""
    brands: Names = {}
    categories: Names = {}
    handles = [handle for group in groups for handle in group]
    found = [fragments[handle] for handle in handles]
    rows = [
        (title, _brand(brand, brands), _places(paths, categories), skus)
        for title, brand, paths, skus, *_ in found
    ]
    documents = columns(rows, 4)
    written = {
        **_named(documents[0], brands, categories),
        "t": tag(handles),
        "n": list(map(len, groups)),
        "d": documents,
    }
    if whole:
        prices, pictures = columns(found, 6)[4:]
        written |= {**price_columns(prices), "a": [handles, pictures]}
    return written


def _named(titles: Iterable[str], brands: Names, categories: Names) -> dict[str, Any]:
    """The names that documents give by number, and the Han characters of them all."""
    names = [name for _parent, name in categories]
    return {
        "b": list(brands),
        "k": list(categories),
        "h": han_pairs([*titles, *brands, *names]),
    }


def _brand(name: str, brands: Names) -> int:
    return number(brands, name) if name else -1


def _places(paths: Iterable[Iterable[str]], categories: Names) -> int | list[int]:
    """The numbers of a product's categories; most have one."""
    found = []
    for path in paths:
        place = -1
        for name in path:
            place = number(categories, (place, name))
        found.append(place)
    return found[0] if len(found) == 1 else found
