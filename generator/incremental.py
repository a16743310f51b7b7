"""Only what changed: the products that marks name, and every page that read something of theirs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from generator import desk_texts, surveys
from generator.categories import Path
from generator.collections.model import Collection
from generator.contents import Contents
from generator.editions import AnyEdition
from generator.files import (
    files_of_texts,
    leading_pages,
    open_collections,
    overviews,
    redirect_files,
    same_shape,
    sitemaps_among,
)
from generator.floor import Floor, projector
from generator.frame import Frame
from generator.guestbook import turn
from generator.index.buckets import Buckets
from generator.index.departed import Departures
from generator.index.pages import Pages
from generator.index.shifting import shift
from generator.index.stocking import known
from generator.listings import pages_of
from generator.outcomes import FAILED, Kept, recorded, report
from generator.plan import PlannedPage, listing_pages, product_pages
from generator.projection import Departed, Fragments, Projection
from generator.refilling import refill
from generator.remembered import Remembered, remember
from generator.render import Failed, Outcome, Press, Rendered, Template
from generator.report import BuildReport, Timer
from generator.site import Site
from generator.source import Entries, Entry
from shop.published.redirects import PATH

MOST = 500  # products; and a tenth of the shop: more are built faster by building all


class Replant(Exception):
    """The change reaches every page."""


class Arrivals(NamedTuple):
    """Those of the products `asked` after that have a page, as they are now, by handle; `before` as
    the index has what is sold, `departed` what is not and keeps its page."""

    asked: list[str]
    entries: dict[str, Entry]
    departed: dict[str, Departed]
    before: dict[str, Projection]
    after: dict[str, Projection]
    fragments: dict[str, Fragments]


class Beside(NamedTuple):
    """What changed rooms beside the catalogue reach: sources that pages read, pages that came and
    went, and files that are no pages."""

    sources: set[str]
    came: Sequence[PlannedPage]
    gone: Sequence[PlannedPage]
    files: Mapping[str, bytes]


class Reach(NamedTuple):
    """What a change comes to: pages to render, files of pages that go, and files that are no pages,
    to be written or to go."""

    pages: list[PlannedPage]
    gone: set[str]
    files: Mapping[str, bytes]
    stale: set[str]


class IncrementalBuild:
    def __init__(  # noqa: PLR0913, PLR0917 - what a build is made of
        self,
        site: Site,
        entries: Entries,
        floor: Floor,
        frame: Frame,
        remembered: Remembered,
        template: Template,
        timer: Timer,
    ) -> None:
        self._site = site
        self._entries = entries
        self._floor = floor
        self._frame = frame
        self._database = floor.database
        self._remembered = remembered
        self._template = template
        self._timer = timer
        self._facts = remembered.facts
        self._pages = Pages(floor.database, remembered.facts.languages)
        self._buckets = Buckets(floor.database)
        self._departures = Departures(floor.database)

    def run(
        self, edition: AnyEdition, handles: Iterable[str], rooms: AbstractSet[str] = frozenset()
    ) -> tuple[BuildReport, Remembered]:
        """Builds and publishes what the products of `handles` reach, and `rooms` that changed,
        inside a transaction of the index that the caller keeps or takes back. Raises Replant where
        that is everything."""
        collections = open_collections(self._site, self._facts, self._remembered.products)
        arrivals = self._arrivals(handles, collections)
        products = self._remembered.products + len(arrivals.after) - len(arrivals.before)
        reopened = self._reopened(collections, products)
        reach = self._reach(arrivals, rooms, products)
        self._timer.lap("plan")
        outcomes = list(self._print(edition, reach.pages, arrivals.entries))
        rendered = [outcome for outcome in outcomes if isinstance(outcome, Rendered)]
        failed = [outcome for outcome in outcomes if isinstance(outcome, Failed)]
        written: Kept = {each.file: (each.digest, each.size) for each in rendered}
        poured, stale = self._refill(edition, arrivals, reopened)
        files = poured | _kept(edition, reach.files)
        self._timer.lap("render")
        published = edition.publish(written | files, {*reach.gone, *stale, *reach.stale})
        pages_now = self._remembered.pages + self._pages.update(map(recorded, outcomes), reach.gone)
        remembered = self._remembered._replace(
            products=products, pages=pages_now, contents=self._frame.contents
        )
        if remembered != self._remembered:
            remember(self._database, remembered)
        self._timer.lap("publish")
        total = remembered.pages + remembered.texts
        return report(total, len(rendered), published, failed, full=False), remembered

    def _reach(self, arrivals: Arrivals, rooms: AbstractSet[str], products: int) -> Reach:
        """Moves the products on the shelves, and finds the pages that read what this stirs. Raises
        Replant where that is everything."""
        stir = shift(self._database, self._floor.tree, arrivals.before, arrivals.after)
        if stir.replant:
            raise Replant
        forwarded = self._departures.shift(
            stir, arrivals.asked, arrivals.departed, self._entries.moves
        )
        languages = self._facts.languages
        leading = leading_pages(self._site, forwarded.leading, languages)
        grown = {path: (new, old) for path, (old, new) in stir.resized.items()}
        beside = self._beside(rooms, products)
        came = (*self._on_one_side(stir.came, grown), *leading, *beside.came)
        fresh = {page.file: page for page in came}
        lost = self._on_one_side(stir.left | forwarded.lost, stir.resized)
        gone = {page.file for page in (*lost, *beside.gone)} - fresh.keys()
        dirty = self._pages.reading({*stir.sources, *beside.sources, FAILED}) | fresh
        pages = [page for file, page in sorted(dirty.items()) if file not in gone]
        if not forwarded.listed:
            return Reach(pages, gone, beside.files, set())
        listed = redirect_files(self._departures.leading(), languages)
        return Reach(pages, gone, {**beside.files, **listed}, {PATH} - listed.keys())

    def _beside(self, rooms: AbstractSet[str], products: int) -> Beside:
        """Raises Replant where that is everything. Pages made from here on have texts as they are
        now."""
        site, facts, database = self._site, self._facts, self._database
        voices = turn(site, facts, database, self._floor.translate, rooms)
        opened = surveys.turn(site, database, rooms)
        texts = desk_texts.turn(site, facts, database, self._remembered.contents, rooms)
        if texts.everything:
            raise Replant
        return Beside(
            {*voices.sources, *opened, *texts.sources},
            [*voices.came, *texts.came],
            [*voices.gone, *texts.gone],
            {**voices.feeds, **self._files_of(texts.contents, products)},
        )

    def _files_of(self, contents: Contents | None, products: int) -> dict[str, bytes]:
        """Those that name texts. Raises Replant where there are more sitemaps now, or fewer."""
        if contents is None:
            return {}
        self._frame = self._floor.frame(contents)
        files = files_of_texts(self._site, self._floor, products, contents)
        if sitemaps_among(files) != [*self._remembered.sitemaps]:
            raise Replant
        return files

    def _arrivals(self, handles: Iterable[str], collections: Sequence[Collection]) -> Arrivals:
        wanted = sorted(set(handles))
        if len(wanted) > max(MOST, self._remembered.products // 10):
            raise Replant
        before = known(self._database, wanted)
        make = projector(self._facts, collections)
        left, sold = _parted(self._entries.read(wanted))
        made = {handle: make.project(entry) for handle, entry in sold.items()}
        same = {handle for handle, (after, _) in made.items() if before.get(handle) == after}
        return Arrivals(
            wanted,
            left | sold,
            {handle: make.depart(entry) for handle, entry in left.items()},
            {handle: each for handle, each in before.items() if handle not in same},
            {handle: after for handle, (after, _) in made.items() if handle not in same},
            {handle: found for handle, (_, found) in made.items()},
        )

    def _reopened(self, collections: Sequence[Collection], products: int) -> Sequence[Collection]:
        """For as many products as there are now. Raises Replant where that sorts all of them
        otherwise."""
        if products == self._remembered.products:
            return collections
        now = open_collections(self._site, self._facts, products)
        if not same_shape(collections, now):
            raise Replant
        return now

    def _on_one_side(
        self, handles: AbstractSet[str], sizes: Mapping[Path, tuple[int, int]]
    ) -> Iterator[PlannedPage]:
        """The pages that come or go: those of products, and of each listing those that the first
        of two numbers of products has and the second has not."""
        languages = self._facts.languages
        yield from product_pages(languages, sorted(handles))
        for path, (here, there) in sizes.items():
            for language in languages:
                listing = listing_pages(language, self._floor.tree, path, here)
                yield from (page for page in listing if page.number > pages_of(there))

    def _print(
        self, edition: AnyEdition, pages: Sequence[PlannedPage], entries: dict[str, Entry]
    ) -> Iterator[Outcome]:
        """Product pages are made of their products, which are read when they did not change."""
        press = Press(self._floor.contexts(self._frame), self._template, edition.write)
        own = [page for page in pages if page.kind == "product"]
        yield from press.print_all(page for page in pages if page.kind != "product")
        missing = sorted({page.subject[0] for page in own} - entries.keys())
        read = {entry.handle: entry for entry in self._entries.read(missing)}
        known = entries | read
        # Pages of one product together: what is made of it once serves all of them.
        for page in sorted(own, key=lambda page: page.subject):
            if page.subject[0] in known:
                yield press.print(page, known[page.subject[0]])

    def _refill(
        self, edition: AnyEdition, arrivals: Arrivals, collections: Sequence[Collection]
    ) -> tuple[Kept, set[str]]:
        """Files of buckets whose fragments changed, and those that are no more."""
        moved = {*arrivals.before, *arrivals.after}
        poured = refill(self._buckets, collections, arrivals.before, moved, arrivals.fragments)
        files = dict(poured.files)
        if poured.renamed:
            names, sitemaps = self._buckets.keys(), self._remembered.sitemaps
            files |= overviews(self._site, self._facts, collections, names, sitemaps)
        return _kept(edition, files), poured.stale - files.keys()


def _kept(edition: AnyEdition, files: Mapping[str, bytes]) -> Kept:
    return {path: (edition.write(path, made), len(made)) for path, made in files.items()}


def _parted(entries: Iterable[Entry]) -> tuple[dict[str, Entry], dict[str, Entry]]:
    """What is no longer sold, and what is."""
    parts: tuple[dict[str, Entry], dict[str, Entry]] = {}, {}
    for entry in entries:
        parts[0 if entry.discontinued else 1][entry.handle] = entry
    return parts
