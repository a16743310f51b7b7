"""Everything anew: the index filled from the store, every page rendered, on all cores."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import cached_property, partial
from itertools import chain
from typing import Any, NamedTuple

from generator import desk_texts, guestbook, surveys
from generator.collections.model import Collection
from generator.crew import Crew, Worker, hands
from generator.editions import AnyEdition
from generator.failures import BuildFailed
from generator.files import (
    loose_files,
    open_collections,
    other_pages,
    overviews,
    same_shape,
    sitemaps_among,
)
from generator.floor import Floor, Fragments
from generator.garbage import uncollected
from generator.groundwork import merged
from generator.hand import Gone, Learnt, Order, Poured, Printed, Rows, Start, Tools, deal, hand
from generator.index.buckets import Buckets
from generator.index.database import IN_MEMORY, Database
from generator.index.departed import Departures
from generator.index.pages import Pages
from generator.index.stocking import Stock, stock, write_slices
from generator.outcomes import Kept, report
from generator.plan import TEMPLATES, PlannedPage
from generator.projection import Departed
from generator.remembered import Remembered, remember
from generator.render import Failed
from generator.report import BuildReport, Timer
from generator.shop_facts import ShopFacts, facts_of
from generator.site import Site
from generator.source import Entries
from generator.templates.engine import PageTemplates
from generator.texts import Texts, read_texts
from generator.words import Words

LANGUAGES = 2  # that a shop may have, while nobody has read its settings
TOLD = 5  # failures in a sentence

# Compiled templates: those of a signature, or of the theme as it is.
Programs = Callable[..., PageTemplates]


class Stocked(NamedTuple):
    """What taking in all products came to. `fragments` are those of buckets no hand has whole."""

    stock: Stock
    fragments: Fragments


class FullBuild:
    def __init__(  # noqa: PLR0913, PLR0917 - what a build is made of
        self,
        site: Site,
        entries: Entries,
        database: Database,
        edition: AnyEdition,
        programs: Programs,
        timer: Timer,
    ) -> None:
        self._site = site
        self._entries = entries
        self._database = database
        self._edition = edition
        self._programs = programs
        self._timer = timer
        self._words = Words(site.translate)
        self._buckets = Buckets(database)
        self._departures = Departures(database)
        self._written: Kept = {}
        self._failed: list[Failed] = []
        self.progress: Callable[[int, int], object] = max  # nobody looks

    def run(self, signature: str) -> BuildReport:
        """Builds and publishes everything. Raises BuildFailed where no page could be made."""
        with uncollected():
            return self._run(signature)

    def _run(self, signature: str) -> BuildReport:
        handles = self._entries.handles()
        guess = len(handles)
        while True:
            with closing(self._crew(handles)) as crew:
                start = self._start(crew.size, guess)
                list(crew.hear())
                crew.tell([start] * crew.size)
                with closing(Crew([self._compile], forked=crew.size > 1)) as compiling:
                    stocked = self._take_in(crew)
                    list(compiling.hear())
                right = open_collections(self._site, self._facts, stocked.stock.products)
                if same_shape(start.collections, right):
                    return self._finish(crew, right, stocked, signature)
            guess = stocked.stock.products  # how collections sort depends on it

    @cached_property
    def _facts(self) -> ShopFacts:
        return facts_of(self._site.profile)

    def _crew(self, handles: Sequence[str]) -> Crew:
        """Hands that begin to read the products, while settings and theme are loaded here."""
        possible = self._site.reopen is not None and self._database.path != IN_MEMORY
        number = hands(len(handles) * LANGUAGES, possible=possible)
        number = 1 << (number.bit_length() - 1)
        tools = Tools(
            self._site.base_url,
            self._entries,
            self._edition.write,
            self._edition.flush,
            self._programs,
            self._words,
            self._database,
            own_index=number > 1,
        )
        return Crew([partial(hand, tools, share) for share in deal(handles, number)])

    def _start(self, number: int, products: int) -> Start:
        collections = open_collections(self._site, self._facts, products)
        counts = {c.name: c.buckets(products) for c in collections if c.by_product}
        whole = {name: count for name, count in counts.items() if count >= number}
        return Start(self._facts, collections, whole, self._programs().signature)

    def _compile(self) -> Worker:
        """Templates to programs, in a process of its own beside those that read; they find them in
        the folder for them."""
        seldom = {TEMPLATES["article"], TEMPLATES["page"]}  # those of the desk, on first use
        wanted = {*TEMPLATES.values()} - seldom
        found = (name for name in wanted if self._site.has_template(name))
        self._programs().prepare(sorted(found), self._facts.languages)
        yield from ()

    def _take_in(self, crew: Crew) -> Stocked:
        """Fills the index with every published product."""
        self._written = {}
        shared: list[Fragments] = []
        departed: list[Departed] = []

        def batches() -> Iterator[Sequence[tuple[Any, ...]]]:
            for said in crew.hear():
                if isinstance(said, Rows):
                    yield said.rows()
                elif isinstance(said, Poured):
                    self._pour(said)
                elif isinstance(said, Gone):
                    departed.extend(said.departed)
                else:
                    shared.append(said.fragments)

        self._database.empty()
        with self._database.transaction():
            stocked = stock(self._database, batches())
            self._departures.fill(departed, self._entries.moves())
            guestbook.fill(self._site, self._facts, self._database)
            surveys.fill(self._site, self._facts, self._database)
            desk_texts.fill(self._site, self._facts, self._database)
        self._timer.lap("plan")
        return Stocked(stocked, merged(shared))

    def _finish(
        self, crew: Crew, collections: Sequence[Collection], stocked: Stocked, signature: str
    ) -> BuildReport:
        tree, products, shelves = stocked.stock
        floor = Floor(self._facts, self._site.base_url, self._database, tree, self._words)
        texts = read_texts(self._site, floor)
        pages = other_pages(self._site, floor, products, texts.contents)
        with self._database.settled(), self._database.transaction():
            crew.tell(self._orders(crew, texts, pages, stocked))
            self._database.harden()  # while the hands are at work
            write_slices(self._database, shelves)
            rendered = self._print(crew, products * len(self._facts.languages) + len(pages))
            desk_texts.note_files(self._database, texts.written)
            loose = loose_files(self._site, floor, texts.contents, pages)
            sitemaps = sitemaps_among(loose)
            self._keep(texts.files, loose, self._overviews(collections, sitemaps))
            failed = [failure.page.file for failure in self._failed]
            self._written |= self._edition.live(failed)
            self._timer.lap("render")
            published = self._edition.publish(self._written, whole=True)
            made_of_texts = sum(name.endswith(".html") for name in texts.files)
            made = rendered + len(failed)
            remember(
                self._database,
                Remembered(
                    signature,
                    self._facts,
                    texts.contents,
                    products,
                    made,
                    made_of_texts,
                    sitemaps,
                    self._words.known,
                    self._programs().signature,
                ),
            )
        self._timer.lap("publish")
        total = made + made_of_texts
        return report(total, rendered, published, self._failed, full=True)

    def _overviews(
        self, collections: Sequence[Collection], sitemaps: Sequence[str]
    ) -> dict[str, bytes]:
        return overviews(self._site, self._facts, collections, self._buckets.keys(), sitemaps)

    def _orders(
        self, crew: Crew, texts: Texts, pages: Sequence[PlannedPage], stocked: Stocked
    ) -> list[Order]:
        number, turns = crew.size, crew.turns
        fragments, shelves = stocked.fragments, stocked.stock.orders()
        keys, piece = sorted(fragments), turns.share(pages, number)
        return [
            Order(
                texts.contents,
                pages,
                turns,
                piece,
                {key: fragments[key] for key in keys[step::number]},
                shelves,
            )
            for step in range(number)
        ]

    def _print(self, crew: Crew, planned: int) -> int:
        """How many pages were rendered. What they were made of goes into the index as it comes."""
        rendered = 0
        with Pages(self._database, self._facts.languages).filling() as add:
            for said in crew.hear():
                if isinstance(said, Printed):
                    pages, kept = said.made()
                    add(pages)
                    self._written |= kept
                    self._failed += said.failed
                    rendered += len(kept)
                    self.progress(rendered, planned)
                elif isinstance(said, Poured):
                    self._pour(said)
                elif isinstance(said, Learnt):
                    self._words.learn(said.words)
        # Whichever process came upon them first: products by their handles, then other pages.
        self._failed.sort(key=lambda each: (each.page.kind != "product", each.page.file))
        if self._failed and not rendered:
            raise BuildFailed([failure.problem for failure in self._failed[:TOLD]])
        return rendered

    def _pour(self, poured: Poured) -> None:
        self._buckets.put_made(poured.key, poured.fragments, poured.files)
        self._written |= poured.files

    def _keep(self, *files: dict[str, bytes]) -> None:
        for path, content in chain.from_iterable(some.items() for some in files):
            self._written[path] = (self._edition.write(path, content), len(content))
