"""``shop import``: spreadsheets in, a report out, and with ``--publish`` the pages rebuilt."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from functions.bootstrap import Services, compose
from infra.cli.check import Gate, preview
from infra.cli.pictures import darkroom, fetch_now
from infra.cli.progress import Progress
from infra.cli.site import follow
from shop.catalogue.import_maps import load_map, save_map
from shop.catalogue.importing import Reading, content_of, read_opened
from shop.catalogue.proposing import Choices
from shop.catalogue.publishing import Order, Outcome, compare, publish, report
from shop.catalogue.reading.joining import Opened, grouped, open_file
from shop.catalogue.releases.diff import diff_json
from shop.catalogue.writing.annotating import annotate
from shop.errors import Conflict, InvalidInput, InvalidSpreadsheet, ShopError
from shop.settings import Settings

SAMPLE = Path("content/products/catalogue.csv")
# What the report of a refused file says all the same, where its refusal knows it.
UNTOLD: Mapping[str, Any] = {"changes": [], "archived": 0, "findings": []}


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What the command line asks for. `agree` puts a question to the owner."""

    files: list[Path]
    format: str = "auto"
    currency: str = ""
    pictures: Path | None = None
    publish: bool = False
    choices: Choices = field(default_factory=Choices)
    base: int | None = None
    live_at: datetime | None = None
    note: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    annotate: Path | None = None
    fetch_pictures: bool = False
    force: bool = False
    agree: Callable[[str], bool] = lambda _question: False


@dataclass(frozen=True, slots=True)
class Imported:
    """The report of one file, and why it was refused if it was."""

    report: dict[str, Any]
    refusal: ShopError | None = None


class NotAgreed(Conflict):
    """``--replace`` takes products off sale: somebody has to say yes to that."""

    code = "not_agreed"

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(
            f"{_would_archive(outcome)} Add --yes to do that, or leave --replace out to keep them.",
            archived=len(outcome.archived),
            changes=diff_json(outcome.change_set),
        )


def import_files(settings: Settings, order: ImportOrder, progress: Progress) -> list[Imported]:
    """Imports each file, or group of files that belong together, by itself: one that is refused
    does not keep the others out."""
    services = compose(settings)
    with closing(services.store):
        results = _Import(services, order, progress).run()
    if order.publish and not all(result.refusal for result in results):
        progress.stage("Building the pages", counted=True)
        pages = follow(settings, progress)
        for result in results:
            result.report["pages"] = pages
    return results


def load_sample(services: Services) -> None:
    """Publishes the sample catalogue into an empty shop."""
    path = services.settings.root / SAMPLE
    opened = [open_file(content_of(path), path.name)]
    whole = Choices(faulty="stop")
    room = darkroom(services, None, path, trial=False)
    room = replace(room, clean=None, faulty=whole.faulty)  # our own drawings
    reading = read_opened(opened, services.profile.currency, room)
    publish(services.store, reading, services.clock, Order(actor="sample", choices=whole))


@dataclass(frozen=True, slots=True)
class _Import:
    services: Services
    order: ImportOrder
    progress: Progress

    def run(self) -> list[Imported]:
        opened, results = self._open()
        groups = grouped(opened)
        if self.order.choices.replace and len(groups) + len(results) > 1:
            raise InvalidInput(
                "--replace archives what is not in the file. Name one file, or files that belong "
                "together and can all be read."
            )
        return results + [self._group(group) for group in groups]

    def _open(self) -> tuple[list[Opened], list[Imported]]:
        """The files that can be read, and why the others cannot."""
        order, store = self.order, self.services.store
        opened, refused = [], []
        for path in order.files:
            self.progress.stage(f"Opening {path.name}")
            try:
                found = open_file(
                    content_of(path),
                    path.name,
                    format=order.format,
                    mapping=order.mapping,
                    remembered=partial(load_map, store),
                )
            except InvalidSpreadsheet as error:
                refused.append(Imported({"file": path.name, "problems": error.problems}, error))
            else:
                opened.append(found)
                if order.mapping:
                    save_map(store, found.sheet.header, order.mapping)
        return opened, refused

    def _group(self, files: Sequence[Opened]) -> Imported:
        order = self.order
        name = _name(files)
        self.progress.stage(f"Reading {name}")
        try:
            reading = self._read(files)
        except InvalidSpreadsheet as error:
            return Imported({"file": name, "problems": error.problems}, error)
        if order.annotate:
            self._annotate(reading)
        try:
            gate = Gate(self.services, self.order.force, self.progress)
            found = self._report(reading, self._outcome(reading, gate), gate)
        except (InvalidSpreadsheet, Conflict) as error:
            told = {name: error.details.get(name, none) for name, none in UNTOLD.items()}
            return Imported({**report(reading), **told}, error)
        found["problems"] += self._fetched(reading)
        return Imported(found)

    def _fetched(self, reading: Reading) -> list[dict[str, Any]]:
        """Pictures of what is live now; the problems with them."""
        order = self.order
        if not (order.fetch_pictures and order.publish) or order.live_at:
            return []
        self.progress.stage("Fetching pictures")
        return fetch_now(self.services, reading.going(order.choices.faulty), self.progress)

    def _read(self, files: Sequence[Opened]) -> Reading:
        order, services = self.order, self.services
        room = darkroom(services, order.pictures, order.files[0], trial=not order.publish)
        room = replace(room, faulty=order.choices.faulty)
        return read_opened(files, order.currency or services.profile.currency, room)

    def _annotate(self, reading: Reading) -> None:
        """The owner's first file with what is wrong in it, cell by cell."""
        source = self.order.files[0]
        if self.order.annotate:
            problems = reading.problems.as_json()
            annotate(content_of(source), source.name, problems, self.order.annotate)

    def _outcome(self, reading: Reading, gate: Gate) -> Outcome:
        order, services = self.order, self.services
        self.progress.stage("Comparing with the catalogue")
        if not order.publish:
            return compare(services.store, reading, order.choices)
        base = self._agreed(reading) if order.choices.replace else order.base
        self.progress.stage("Publishing")
        how = Order("command line", order.choices, base, order.live_at, order.note, gate)
        return publish(services.store, reading, services.clock, how, self.progress)

    def _agreed(self, reading: Reading) -> int:
        """The release for which it was agreed to what ``--replace`` archives. Raises NotAgreed."""
        seen = compare(self.services.store, reading, self.order.choices)
        if seen.archived:
            with self.progress.paused():
                agreed = self.order.agree(f"{_would_archive(seen)} Archive them?")
            if not agreed:
                raise NotAgreed(seen)
        return seen.change_set.base if self.order.base is None else self.order.base

    def _report(self, reading: Reading, outcome: Outcome, gate: Gate) -> dict[str, Any]:
        profile = self.services.profile
        found = report(reading, outcome, profile.languages, profile.default_language)
        if outcome.release is not None:
            return {**found, **gate.told()}
        self.progress.stage("Counting and checking the pages it would change")
        return {**found, **preview(self.services, outcome.change_set)}


def _name(files: Sequence[Opened]) -> str:
    return " + ".join(file.name for file in files)


def _would_archive(outcome: Outcome) -> str:
    count = len(outcome.archived)
    return f"--replace archives what is not in the file: {count} of the shop's products."


def together(results: Sequence[Imported]) -> dict[str, Any]:
    """One JSON object: the report itself where there is one file, else a list of them."""
    reports = [result.report for result in results]
    return reports[0] if len(reports) == 1 else {"files": reports}
