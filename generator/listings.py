"""Which products a listing shows, in which order, and how it is cut into pages.

The order is the same in every language, so that page 2 shows the same goods in all of them and
`hreflang` tells the truth: what the owner recommends first, as in a shop window; what is sold out
last, because nobody can buy it; between them by name, because that can be predicted ("9 cm" comes
before "12 cm").
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypeVar

from generator.categories import CategoryTree, deepest_path
from generator.source import Entry

PAGE_SIZE = 24
RELATED = 4
HOME_CARDS = 8

T = TypeVar("T")


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=_order_key)


def cut(things: Sequence[T], size: int = PAGE_SIZE) -> list[Sequence[T]]:
    """Pages of at most `size`; one empty page where there is nothing."""
    return [things[start : start + size] for start in range(0, len(things), size)] or [()]


class Shelves:
    """Entries in listing order, as the pages of a shop ask for them."""

    def __init__(self, entries: Iterable[Entry], tree: CategoryTree) -> None:
        self.entries = in_order(entries)
        self.by_handle = {entry.handle: entry for entry in self.entries}
        self._by_category = {
            category.path: [entry for entry in self.entries if entry.handle in category.handles]
            for category in tree
        }
        self._positions = {
            path: {entry.handle: place for place, entry in enumerate(entries)}
            for path, entries in self._by_category.items()
        }

    def of_category(self, path: tuple[str, ...]) -> list[Entry]:
        """The products of a category and of all below it."""
        return self._by_category[path]

    def related(self, entry: Entry) -> list[Entry]:
        """Neighbours in the deepest category, then, if there are too few, in those above.

        Neighbours, not the first of the category: so that each product is somebody's relative.
        """
        found: dict[str, Entry] = {}
        path = deepest_path(entry)
        while path and len(found) < RELATED:
            for other in self._following(path, entry):
                found.setdefault(other.handle, other)
            path = path[:-1]
        return list(found.values())[:RELATED]

    def featured(self, chosen: Iterable[str] = ()) -> list[Entry]:
        """The owner's choice in the owner's order; without one, what is recommended."""
        picked = [self.by_handle[handle] for handle in chosen if handle in self.by_handle]
        return (picked or [e for e in self.entries if e.product.recommended])[:HOME_CARDS]

    def on_sale(self) -> list[Entry]:
        """What is offered below its former price and can still be had."""
        reduced = (e for e in self.entries if any(v.on_sale for v in e.product.variants))
        return [entry for entry in reduced if not entry.sold_out][:HOME_CARDS]

    def newest(self, shown: Iterable[Entry] = ()) -> list[Entry]:
        """The latest arrivals but those the page has `shown` before; among arrivals of one moment
        the order of listings decides."""
        known = {entry.handle for entry in shown}
        rest = [entry for entry in self.entries if entry.handle not in known]
        return sorted(rest, key=lambda entry: entry.added, reverse=True)[:HOME_CARDS]

    def _following(self, path: tuple[str, ...], entry: Entry) -> list[Entry]:
        """The next ones in a category's listing, which is a ring here."""
        shelf = self._by_category[path]
        start = self._positions[path][entry.handle] + 1
        return [shelf[(start + step) % len(shelf)] for step in range(min(RELATED, len(shelf) - 1))]


def _order_key(entry: Entry) -> tuple[bool, bool, list[tuple[int, str]], str]:
    product = entry.product
    return (not product.recommended, entry.sold_out, _natural(product.title), product.handle)


def _natural(title: str) -> list[tuple[int, str]]:
    """Sorts "Ấm trà" under A and "Cup 9" before "Cup 12"."""
    plain = unicodedata.normalize("NFKD", title.replace("đ", "d").replace("Đ", "D"))
    letters = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    parts = re.findall(r"\d+|\D+", letters)
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]
