"""``shop import``: spreadsheets in, a report out, and with ``--publish`` the pages rebuilt."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from functions.bootstrap import Services, compose
from generator.bootstrap import bootstrap
from generator.impact import impact_of
from infra.cli.pictures import darkroom
from infra.cli.site import build_site
from shop.catalogue.import_maps import load_map, save_map
from shop.catalogue.importing import Reading, content_of, read_opened
from shop.catalogue.proposing import Choices
from shop.catalogue.publishing import Order, Outcome, compare, publish, report
from shop.catalogue.reading.joining import Opened, grouped, open_file
from shop.catalogue.writing.annotating import annotate
from shop.errors import Conflict, InvalidSpreadsheet, ShopError
from shop.settings import Settings

SAMPLE = Path("content/products/catalogue.csv")
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What the command line asks for."""

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


@dataclass(frozen=True, slots=True)
class Imported:
    """The report of one file, and why it was refused if it was."""

    report: dict[str, Any]
    refusal: ShopError | None = None


def import_files(settings: Settings, order: ImportOrder, say: Say) -> list[Imported]:
    """Imports each file, or group of files that belong together, by itself: one that is refused
    does not keep the others out."""
    services = compose(settings)
    with closing(services.store):
        opened, results = _open(services, order)
        results += [_import_group(services, order, group) for group in grouped(opened)]
    if order.publish and not all(result.refusal for result in results):
        say("Building the pages …")
        built = build_site(settings, full=False)
        pages = {"affected": built["pages_written"], "total": built["pages_total"]}
        for result in results:
            result.report["pages"] = pages
    return results


def load_sample(services: Services) -> None:
    """Publishes the sample catalogue into an empty shop."""
    path = services.settings.root / SAMPLE
    opened = [open_file(content_of(path), path.name)]
    room = replace(darkroom(services, None, path, trial=False), clean=None)  # our own drawings
    reading = read_opened(opened, services.profile.currency, room)
    publish(services.store, reading, services.clock, Order(actor="sample"))


def together(results: Sequence[Imported]) -> dict[str, Any]:
    """One JSON object: the report itself where there is one file, else a list of them."""
    reports = [result.report for result in results]
    return reports[0] if len(reports) == 1 else {"files": reports}


def summary(result: Imported, *, published: bool) -> str:
    """What happened to one file, in a few lines for the person at the terminal."""
    found = result.report
    lines = [f"{found['file']}: {found.get('format', 'unreadable')}"]
    if "products" in found:
        sums = ", ".join(f"{total} {cur}" for cur, total in found["price_sum"].items())
        lines.append(
            f"  {found['rows']} rows: {found['products']} products, {found['variants']} variants, "
            f"{found['priced']} prices that add up to {sums or 'nothing'} in minor units"
        )
    lines += _some([_located(problem) for problem in found["problems"]], "problems")
    lines += _some([_changed(change) for change in found.get("changes", [])], "products")
    lines.append(f"  {_verdict(result, published=published)}")
    return "\n".join(lines)


def _some(lines: list[str], what: str, limit: int = 20) -> list[str]:
    shown = [f"  {line}" for line in lines[:limit]]
    if len(lines) > limit:
        shown.append(f"  … and {len(lines) - limit} more {what}; --json lists all of them.")
    return shown


def _verdict(result: Imported, *, published: bool) -> str:
    found = result.report
    if result.refusal:
        return f"Refused, nothing was changed. {result.refusal.message}"
    pages = found["pages"]
    counts = (
        f"{found['added']} added, {found['changed']} changed, {found['unchanged']} unchanged; "
        f"{pages['affected']} of {pages['total']} pages"
    )
    if found["release"]:
        return f"Release {found['release']}: {counts}."
    if found["scheduled"]:
        return f"Scheduled as {found['scheduled']}: {counts}."
    if published:
        return f"{counts}. Nothing is different, so there is no new release."
    return f"{counts}. Nothing was changed yet; add --publish to make it real."


def _changed(change: dict[str, Any]) -> str:
    if change["kind"] != "changed":
        return f"{change['kind']}: {change['handle']}"
    fields = [f"{f['field']}: {_short(f['old'])} → {_short(f['new'])}" for f in change["fields"]]
    more = f" (+{len(fields) - 3})" if len(fields) > 3 else ""
    return f"changed: {change['handle']}: {'; '.join(fields[:3])}{more}"


def _short(value: Any) -> str:
    text = "–" if value is None else str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _located(problem: dict[str, Any]) -> str:
    place = f"row {problem['row']}" if problem["row"] else "file"
    column = f", {problem['column']}" if problem["column"] else ""
    return f"{problem['severity']}: {place}{column}: {problem['message']}"


def _open(services: Services, order: ImportOrder) -> tuple[list[Opened], list[Imported]]:
    """The files that can be read, and why the others cannot."""
    opened, refused = [], []
    for path in order.files:
        try:
            found = open_file(
                content_of(path),
                path.name,
                format=order.format,
                mapping=order.mapping,
                remembered=partial(load_map, services.store),
            )
        except InvalidSpreadsheet as error:
            refused.append(Imported({"file": path.name, "problems": error.problems}, error))
        else:
            opened.append(found)
            if order.mapping:
                save_map(services.store, found.sheet.header, order.mapping)
    return opened, refused


def _import_group(services: Services, order: ImportOrder, files: Sequence[Opened]) -> Imported:
    try:
        reading = _read(services, order, files)
    except InvalidSpreadsheet as error:
        names = " + ".join(file.name for file in files)
        return Imported({"file": names, "problems": error.problems}, error)
    if order.annotate:
        _annotate(order, reading)
    try:
        return Imported(_report(services, reading, _outcome(services, order, reading)))
    except (InvalidSpreadsheet, Conflict) as error:
        refused = report(reading)
        refused["changes"] = error.details.get("changes", [])
        return Imported(refused, error)


def _annotate(order: ImportOrder, reading: Reading) -> None:
    """The owner's first file with what is wrong in it, cell by cell."""
    source = order.files[0]
    if order.annotate:
        problems = reading.problems.as_json()
        annotate(content_of(source), source.name, problems, order.annotate)


def _outcome(services: Services, order: ImportOrder, reading: Reading) -> Outcome:
    if not order.publish:
        return compare(services.store, reading, order.choices)
    how = Order("command line", order.choices, order.base, order.live_at, order.note)
    return publish(services.store, reading, services.clock, how)


def _report(services: Services, reading: Reading, outcome: Outcome) -> dict[str, Any]:
    profile = services.profile
    found = report(reading, outcome, profile.languages, profile.default_language)
    if outcome.release is None:
        site = bootstrap(services.settings, services.store)
        found["pages"] = impact_of(site, outcome.change_set)._asdict()
    return found


def _read(services: Services, order: ImportOrder, files: Sequence[Opened]) -> Reading:
    room = darkroom(services, order.pictures, order.files[0], trial=not order.publish)
    return read_opened(files, order.currency or services.profile.currency, room)
