"""The same pages before and after a change: which of their errors has the change brought?"""

import re
from collections.abc import Container, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from generator.checks.findings import Finding, errors, introduced
from generator.checks.pages import check_page
from generator.checks.price_book import PriceBook
from generator.checks.shown import Shown
from generator.checks.words import TEXTS
from generator.publishing.publisher import Found, Publisher
from shop.ports import Kept
from shop.published.kinds import is_page

_PRODUCT = re.compile(r"[^/]+/products/([^/]+)\.html")


class Side(NamedTuple):
    shown: Shown
    book: PriceBook

    def errors(self, path: str) -> list[Finding]:
        return errors(check_page(path, self.shown, self.book))


class Comparison:
    """`references` are pages that no product is on. What is wrong with them is wrong with the
    theme, so it is no news on a page that was not there before; nor is what the owner's texts lack
    in a shop that was never built."""

    def __init__(self, before: Side, after: Side, references: Sequence[str]) -> None:
        self._before = before
        self._after = after
        self._references = references

    def brought(self, path: str) -> list[Finding]:
        """The errors of the page at `path` that it would not have without the change."""
        found = self._after.errors(path)
        if not found:
            return []
        if path in self._before.shown.paths:
            return introduced(self._before.errors(path), found)
        if is_text(path):
            return []
        return [each for each in found if (each.code, each.about) not in self._everywhere]

    @cached_property
    def _everywhere(self) -> set[tuple[str, str]]:
        found: set[tuple[str, str]] = set()
        for path in self._references:
            side = self._before if path in self._before.shown.paths else self._after
            if path in side.shown.paths:
                found |= {(each.code, each.about) for each in side.errors(path)}
        return found


class LivePaths(Container[str]):
    """The paths of what is published, asked for one by one; and what is there."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher
        self._known: dict[str, Kept | None] = {}

    def __contains__(self, path: object) -> bool:
        return self._kept(str(path)) is not None

    def content(self, path: str) -> bytes | None:
        kept = self._kept(path)
        return self._publisher.read(Found(path, kept)) if kept else None

    def _kept(self, path: str) -> Kept | None:
        if path not in self._known:
            self._known[path] = self._publisher.live([path]).get(path)
        return self._known[path]


class PathsToCome(Container[str]):
    """The paths of what will be there: `there` says it of some, and every product of `shown` will
    have its page."""

    def __init__(
        self, live: Container[str], there: Mapping[str, bool], shown: Container[str]
    ) -> None:
        self._live = live
        self._there = there
        self._shown = shown

    def __contains__(self, path: object) -> bool:
        known = self._there.get(str(path))
        if known is not None:
            return known
        found = _PRODUCT.fullmatch(str(path))
        return (found is not None and found[1] in self._shown) or path in self._live


def is_text(path: str) -> bool:
    """Whether it is an announcement or page that the owner wrote."""
    parts = path.split("/")
    return is_page(path) and len(parts) == 3 and parts[1] in TEXTS
