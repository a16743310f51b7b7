"""What a change would do to the pages, before anybody sees it.

The build is rehearsed once: it says how many pages are others, and its bytes are looked at. A large
change is looked at in a sample; the rules for its products hold for all of them. Links of pages
that do not change are followed only where a page goes and only in the owner's own texts: `shop
check` looks at the rest.
"""

import re
import tempfile
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from heapq import nsmallest
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from generator.build import Builder
from generator.checks.findings import Finding, errors, introduced, ordered
from generator.checks.pages import check_page
from generator.checks.price_book import ComingPrices, StoredPrices
from generator.checks.products import Delivery, check_delivery
from generator.checks.proof import MANY, SAMPLE, Proof
from generator.checks.shown import Shown, Surroundings, with_its_sisters
from generator.checks.words import TEXTS
from generator.failures import BuildFailed
from generator.impact import Coming, Impact
from generator.plan import product_pages
from generator.publishing.publisher import Found, Publisher
from shop.catalogue.releases.model import ChangeSet, ProductState
from shop.ports import Kept
from shop.published.kinds import is_page

_PRODUCT = re.compile(r"[^/]+/products/([^/]+)\.html")


class Rehearsed(NamedTuple):
    """`errors` are those that the change brings, `pages` how many were looked at; `sampled`: there
    are more. `impact` is None where only a part was built, `unbuilt` says why nothing was."""

    errors: list[Finding]
    pages: int = 0
    sampled: bool = False
    impact: Impact | None = None
    unbuilt: tuple[str, ...] = ()


class Rehearsal:
    """Rehearses one change. Before it is published, that is done `narrow`: where many pages change,
    only those of a sample of its products are built."""

    def __init__(
        self, builder: Builder, change_set: ChangeSet, around: Surroundings, *, narrow: bool
    ) -> None:
        self._builder = builder
        self._site = builder.site
        self._change_set = change_set
        self._around = around
        self._narrow = narrow
        self._handles = [change.handle for change in change_set.changes]
        self._shown = {
            change.handle
            for change in change_set.changes
            if change.after and change.after.product.published
        }

    def run(self) -> Rehearsed:
        """Raises BuildFailed, but not where it is `narrow`: a theme that is broken already must not
        keep a price from being changed."""
        errors = self._of_products()
        handles, skus, sampled = self._chosen()
        files = frozenset(self._files(handles))
        coming = Coming(self._site.entries(), self._change_set)
        with tempfile.TemporaryDirectory(prefix="rehearsal-") as folder:
            proof = Proof(self._builder.publisher, files, Path(folder))
            try:
                report = self._builder.rehearse(proof, coming, handles, skus, narrow=self._narrow)
            except BuildFailed as failure:
                if not self._narrow:
                    raise
                return Rehearsed(errors, unbuilt=(failure.message,))
            pages = proof.changed()
        partly = self._narrow and (report.full or sampled)
        impact = Impact(report.pages_written + report.pages_deleted, report.pages_total)
        errors += self._of_pages(pages, self._differences(proof, files, whole=not partly))
        sampled = sampled or len(pages) < report.pages_written
        return Rehearsed(errors, len(pages), sampled, None if partly else impact, report.failed)

    def _of_products(self) -> list[Finding]:
        delivery = Delivery(self._site.profile)
        found: list[Finding] = []
        for change in self._change_set.changes:
            after = _delivered(change.after, delivery)
            if after:
                found += introduced(_delivered(change.before, delivery), after)
        return found

    def _chosen(self) -> tuple[list[str], Collection[str], bool]:
        """The handles and SKUs to rehearse, and whether these are not all that change."""
        languages = len(self._site.profile.languages)
        handles, stock = self._handles, self._change_set.stock
        if not self._narrow or (len(handles) + len(stock)) * languages <= MANY:
            return handles, stock, False
        most = SAMPLE // languages
        sample = nsmallest(most, handles, key=lambda handle: (crc32(handle.encode()), handle))
        return sample, (), True

    def _files(self, handles: Iterable[str]) -> Iterator[str]:
        return (page.file for page in product_pages(self._site.profile.languages, handles))

    def _differences(
        self, proof: Proof, rehearsed: Container[str], *, whole: bool
    ) -> dict[str, bool]:
        """Whether there will be something at a path where that changes. Of a part of a shop only
        its own products are known to go."""
        return {
            change.path: change.after is not None
            for change in proof.changes
            if change.after or whole or change.path in rehearsed
        }

    def _of_pages(self, pages: Mapping[str, bytes], there: Mapping[str, bool]) -> list[Finding]:
        publisher, store = self._builder.publisher, self._site.entries().store
        live = LivePaths(publisher)
        stored = StoredPrices(store, self._site.clock)
        coming = ComingPrices(stored, self._change_set, self._site.clock)
        before = Shown(live, live.content, self._around)
        after = Shown(
            PathsToCome(live, there, self._shown),
            lambda path: pages.get(path) or live.content(path),
            self._around,
        )
        found: list[Finding] = []
        for path in [*sorted(pages, key=with_its_sisters), *self._leading_nowhere(pages, there)]:
            faults = errors(check_page(path, after, coming))
            if faults:
                old = check_page(path, before, stored) if path in live else ()
                found += introduced(old, faults)
        return ordered(found)

    def _leading_nowhere(self, pages: Container[str], there: Mapping[str, bool]) -> list[str]:
        """The owner's texts, where a page goes that they may link to."""
        if all(there.values()):
            return []
        live = sorted(self._builder.publisher.live())
        return [path for path in live if path not in pages and _is_text(path)]


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


def _delivered(state: ProductState | None, delivery: Delivery) -> list[Finding]:
    if state is None or not state.product.published:
        return []
    return list(check_delivery(state.product.handle, state.product.variants, delivery))


def _is_text(path: str) -> bool:
    parts = path.split("/")
    return is_page(path) and len(parts) == 3 and parts[1] in TEXTS
