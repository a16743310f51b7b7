"""Builds what must be built, and publishes it as one edition.

A build is incremental where theme, texts, settings and program are those of the last one: then the
marks that changes left in the store (`shop.rebuilds`) name the products to look at, the index says
which pages read them, and those are made anew. In every other case everything is. Both make the
same bytes; the index is only ever a shorter way to them.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from generator import desk_texts, surveys
from generator.editions import AnyEdition
from generator.floor import Floor
from generator.garbage import uncollected
from generator.holding import refuse
from generator.incremental import IncrementalBuild, Replant
from generator.index.database import IN_MEMORY, UNREADABLE, Database, in_turn
from generator.index.shelves import read_tree
from generator.publishing.publisher import Publisher
from generator.remembered import recall
from generator.report import BuildReport, Timer
from generator.signature import signature
from generator.site import Site
from generator.source import Entries, Some
from generator.templates.engine import PageTemplates, RememberedTemplates
from generator.words import Words
from generator.work import Ground, Progress, Work
from shop.ports import Store
from shop.pricing.keys import offer_key
from shop.rebuilds.moments import expect
from shop.rebuilds.service import Waiting, forget, waiting
from shop.rebuilds.standing import built, let_go, new_state, standing

INDEX = "index.db"
SHOWN = "shown"  # by what name the index has the number of the site's release and the store's state


@dataclass
class Builder:
    """Builds one site, again and again; the index stays open between builds.

    `home` is a folder of its own for what may be made anew: the index, compiled templates.
    """

    site: Site
    publisher: Publisher
    home: Path
    _database: Database | None = field(default=None, init=False)
    _loaded: str | None = field(default=None, init=False)
    _stood: Ground | None = field(default=None, init=False)
    _templates: tuple[str, PageTemplates] | None = field(default=None, init=False)

    def build(
        self, *, full: bool = False, resume: bool = False, progress: Progress | None = None
    ) -> BuildReport:
        """Publishes what has changed since the last build; everything, where `full` or necessary.

        Raises BuildFailed with every reason where nothing can be published, NoSpace where the disk
        is full, SiteHeld where an older edition is to stay and nobody says `resume`; what readers
        see stays whole. A page that fails alone is in the report. `progress` gets (done, all) pages
        of a build of everything.
        """
        with self._turn(progress, resume=resume) as work:
            try:
                report = None if full else self._changes(work)
                report = report or self._all(work, self._open())
            except UNREADABLE:
                self._stood = None
                self._open().scrap()
                report = self._all(work, self._open())
            return self._ended(work, report, resume=resume)

    def refresh(self) -> BuildReport | None:
        """Publishes what marks name; None, and nothing done, where everything must be built. Raises
        SiteHeld."""
        with self._turn() as work:
            report = self._changes(work)
            return report and self._ended(work, report)

    def rehearse(
        self,
        edition: AnyEdition,
        entries: Entries,
        handles: Collection[str],
        skus: Collection[str],
        *,
        narrow: bool = False,
    ) -> BuildReport:
        """What a build of `entries` would do, if the products of `handles` and `skus` changed.
        Nothing is published, and the index stays as it is. `narrow`: where that is everything, only
        the pages of a shop that has nothing but these products. Raises StoreBusy."""
        marks = waiting(self.site.store)
        marks = Waiting(marks.handles.union(handles), marks.skus.union(skus), (), marks.rooms)
        built = standing(self.site.store).built
        work = Work(edition, entries, Timer(), marks, self._today(), self._shown(), built)
        with in_turn():
            report = self._changes(work, keep=False)
        if report is None:
            if narrow:
                work = work._replace(entries=Some(entries, handles))
            with closing(Database(IN_MEMORY)) as database:
                report = self._all(work, database)
        return report.timed(work.timer)

    def close(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None
        self.publisher.close()

    def _today(self) -> str:
        """The signature of today's theme, texts, settings and program. Where it is not that of the
        last build, what the site has loaded of them is loaded anew."""
        folders = (self.site.content, self.site.theme_root, self.site.conf)
        today = signature(self.site.base_url, folders)
        if self._loaded not in (None, today):
            self.site = self.site.anew()
        self._loaded = today
        return today

    def _shown(self) -> int | None:
        """The newest release of the site. An index of another one (somebody brought back an older
        one, was killed after publishing, or published from elsewhere) says nothing about what is
        shown; nor does one of another state of the store (see `shop.rebuilds.standing`)."""
        return next((release.number for release in self.publisher.releases(1)), None)

    @contextmanager
    def _turn(self, progress: Progress | None = None, *, resume: bool = False) -> Iterator[Work]:
        """Work on the site itself, while no other publisher is at it."""
        timer, store = Timer(), self.site.store
        with self.publisher.edition() as edition:
            now = standing(store)
            if now.held and not resume:
                raise refuse(store, now.held)
            marks, entries = waiting(store), self.site.entries()
            today, shown = self._today(), self._shown()
            yield Work(edition, entries, timer, marks, today, shown, now.built, progress)

    def _ended(self, work: Work, report: BuildReport, *, resume: bool = False) -> BuildReport:
        """What was marked is built."""
        _release, state = self._open().fact(SHOWN)
        also = [] if state == work.built else [built(state)]
        also += [let_go()] if resume else []
        forget(self.site.store, work.marks, *also)
        if report.full:
            coming = surveys.moments(self._open())
            expect(self.site.store, surveys.ROOM, coming, self.site.clock)
            desk_texts.after_full(self.site, self._open())
        return report.timed(work.timer)

    def _changes(self, work: Work, *, keep: bool = True) -> BuildReport | None:
        """None where an incremental build is not possible."""
        if work.edition.lost:
            return None
        ground, self._stood = self._ground(work.signature), None
        if ground is None or ground.floor.database.fact(SHOWN) != [work.shown, work.built]:
            return None
        programs = self._programs(work.signature, ground.remembered.templates)
        run = IncrementalBuild(
            self.site, work.entries, ground.floor, ground.frame, ground.remembered, programs.render,
            work.timer,
        )  # fmt: skip
        handles = work.marks.handles | handles_of(self.site.store, work.marks.skus)
        try:
            with uncollected(), ground.floor.database.transaction(keep=keep):
                report, remembered = run.run(work.edition, handles, work.marks.rooms)
                _note(ground.floor.database, work, report)
        except Replant:
            return None
        if keep:
            frame = ground.frame
            if remembered.contents is not ground.remembered.contents:
                frame = ground.floor.frame(remembered.contents)
            self._stood = ground._replace(remembered=remembered, frame=frame)
        return report

    def _all(self, work: Work, database: Database) -> BuildReport:
        from generator.full import FullBuild

        programs = partial(self._programs, work.signature)
        run = FullBuild(self.site, work.entries, database, work.edition, programs, work.timer)
        run.progress = work.progress or run.progress
        report = run.run(work.signature)
        _note(database, work, report)
        return report

    def _ground(self, today: str) -> Ground | None:
        """What was read before, where nobody has written the index since; else read now."""
        database = self._open()
        edits = database.edited_elsewhere()
        stood = self._stood
        if stood and (stood.signature, stood.edits) == (today, edits):
            return stood
        remembered = recall(database, today)
        if remembered is None:
            return None
        words = Words(self.site.translate, remembered.words)
        tree = read_tree(database)
        floor = Floor(remembered.facts, self.site.base_url, database, tree, words)
        return Ground(today, edits, floor, floor.frame(remembered.contents), remembered)

    def _open(self) -> Database:
        if self._database is None:
            self.home.mkdir(parents=True, exist_ok=True)
            self._database = Database(self.home / INDEX)
        return self._database

    def _programs(self, today: str, known: str | None = None) -> PageTemplates:
        """Compiled templates; `known` is their signature where an earlier build noted it."""
        if self._templates is None or self._templates[0] != today:
            cache = self.home / "templates"
            made = (
                RememberedTemplates(known, lambda: (self.site.theme, self.site.profile), cache)
                if known
                else PageTemplates(self.site.theme, self.site.profile, cache)
            )
            self._templates = today, made
        return self._templates[1]


def _note(database: Database, work: Work, report: BuildReport) -> None:
    """Of which release of the site the index knows the pages, and of which state of the store: of
    another one, as soon as marks are done."""
    state = work.built if work.built and not work.marks.marks else new_state()
    if database.fact(SHOWN) != (noted := [report.release or work.shown, state]):
        database.state(SHOWN, noted)


def handles_of(store: Store, skus: Iterable[str]) -> set[str]:
    """The products that sell these SKUs."""
    offers = store.get_many(map(offer_key, skus))
    return {str(item.data["handle"]) for item in offers.values()}
