"""What a change would do to the pages, before anybody sees it.

The build is rehearsed once: it says how many pages are others, and its bytes are looked at. A large
change is looked at in a sample; the rules for its products hold for all of them. Links of pages
that do not change are followed only where a page goes and only in the owner's own texts: `shop
check` looks at the rest.
"""

import tempfile
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from heapq import nsmallest
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from generator.build import Builder
from generator.checks.comparing import Comparison, LivePaths, PathsToCome, Side, is_text
from generator.checks.findings import Finding, introduced, ordered
from generator.checks.price_book import ComingPrices, StoredPrices
from generator.checks.products import Delivery, check_delivery
from generator.checks.proof import MANY, SAMPLE, Proof
from generator.checks.shown import Shown, Surroundings, with_its_sisters
from generator.failures import BuildFailed
from generator.impact import Coming, Impact
from generator.plan import product_pages
from shop.catalogue.releases.model import ChangeSet, ProductState

NOTHING_YET = "No page is published yet; `shop check` looks at them when they are."


class Rehearsed(NamedTuple):
    """`errors` are those that the change brings, `pages` how many were looked at; `sampled`: there
    are more. `impact` is None where only a part was built, `unbuilt` says why nothing was."""

    errors: list[Finding]
    pages: int = 0
    sampled: bool = False
    impact: Impact | None = None
    unbuilt: tuple[str, ...] = ()


class Chosen(NamedTuple):
    """What to rehearse; `sampled`: that is not all that changes."""

    handles: list[str]
    skus: Collection[str]
    sampled: bool


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
        found = self._of_products()
        chosen = self._chosen()
        if chosen.sampled and not self._builder.publisher.releases(1):
            return Rehearsed(found, unbuilt=(NOTHING_YET,))
        try:
            return self._looked_at(chosen, found)
        except BuildFailed as failure:
            if not self._narrow:
                raise
            return Rehearsed(found, unbuilt=(failure.message,))

    def _looked_at(self, chosen: Chosen, found: list[Finding]) -> Rehearsed:
        """Builds what was chosen, and looks at its pages."""
        files = frozenset(self._files(chosen.handles))
        first = files.union(self._references())
        coming = Coming(self._site.entries(), self._change_set)
        touched = [*chosen.handles, *(() if chosen.sampled else coming.forwarded.handles)]
        with tempfile.TemporaryDirectory(prefix="rehearsal-") as folder:
            proof = Proof(self._builder.publisher, first, Path(folder))
            report = self._builder.rehearse(
                proof, coming, touched, chosen.skus, narrow=self._narrow
            )
            pages = proof.changed()
        partly = self._narrow and (report.full or chosen.sampled)
        impact = Impact(report.pages_written + report.pages_deleted, report.pages_total)
        found += self._of_pages(pages, self._differences(proof, files, whole=not partly))
        sampled = chosen.sampled or len(pages) < report.pages_written
        return Rehearsed(found, len(pages), sampled, None if partly else impact, report.failed)

    def _of_products(self) -> list[Finding]:
        delivery = Delivery(self._site.profile)
        found: list[Finding] = []
        for change in self._change_set.changes:
            after = _delivered(change.after, delivery)
            if after:
                found += introduced(_delivered(change.before, delivery), after)
        return found

    def _chosen(self) -> Chosen:
        languages = len(self._site.profile.languages)
        handles, stock = self._handles, self._change_set.stock
        if not self._narrow or (len(handles) + len(stock)) * languages <= MANY:
            return Chosen(handles, stock, sampled=False)
        most = SAMPLE // languages
        sample = nsmallest(most, handles, key=lambda handle: (crc32(handle.encode()), handle))
        return Chosen(sample, (), sampled=True)

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
        publisher, clock = self._builder.publisher, self._site.clock
        live = LivePaths(publisher)
        stored = StoredPrices(self._site.entries().store, clock)
        before = Side(Shown(live, live.content, self._around), stored)
        after = Side(
            Shown(
                PathsToCome(live, there, self._shown),
                lambda path: pages.get(path) or live.content(path),
                self._around,
            ),
            ComingPrices(stored, self._change_set, clock),
        )
        comparison = Comparison(before, after, self._references())
        texts = self._texts(pages) if not all(there.values()) else []
        looked = [*sorted(pages, key=with_its_sisters), *texts]
        return ordered(each for path in looked for each in comparison.brought(path))

    def _references(self) -> list[str]:
        """Pages that show no product."""
        return ["404.html", *(f"{code}/cart.html" for code in self._site.profile.languages)]

    def _texts(self, pages: Container[str]) -> list[str]:
        """The owner's texts as they are, which may link to a page that goes."""
        live = sorted(self._builder.publisher.live())
        return [path for path in live if path not in pages and is_text(path)]


def _delivered(state: ProductState | None, delivery: Delivery) -> list[Finding]:
    if state is None or not state.product.published:
        return []
    return list(check_delivery(state.product.handle, state.product.variants, delivery))
