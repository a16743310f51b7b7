"""``shop import``: spreadsheets in, a report out, and with ``--publish`` the pages rebuilt."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from functions.bootstrap import Services, compose
from infra.cli.site import build_site
from shop.adapters.dir_media import DirMedia
from shop.catalogue.importing import Reading, compare, publish, read_file, refuse_errors, report
from shop.errors import InvalidSpreadsheet
from shop.settings import Settings, folder

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


@dataclass(frozen=True, slots=True)
class Imported:
    """The report of one file, and why it was refused if it was."""

    report: dict[str, Any]
    refusal: InvalidSpreadsheet | None = None


def import_files(settings: Settings, order: ImportOrder, say: Say) -> list[Imported]:
    """Imports each file by itself: one that is refused does not keep the others out."""
    services = compose(settings)
    with closing(services.store):
        results = [_import_file(services, order, path) for path in order.files]
    if order.publish and any(result.refusal is None for result in results):
        say("Building the pages …")
        built = build_site(settings, full=False)
        pages = {"affected": built["pages_written"], "total": built["pages_total"]}
        for result in results:
            result.report["pages"] = pages
    return results


def load_sample(services: Services) -> None:
    """Publishes the sample catalogue into an empty shop."""
    path = services.settings.root / SAMPLE
    publish(
        services.store,
        _read(services, ImportOrder([path], publish=True), path),
        services.clock,
        "sample",
    )


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
    lines += [f"  {_located(problem)}" for problem in found["problems"][:20]]
    if len(found["problems"]) > 20:
        lines.append(f"  … and {len(found['problems']) - 20} more; --json lists all of them.")
    lines.append(f"  {_verdict(result, published=published)}")
    return "\n".join(lines)


def _verdict(result: Imported, *, published: bool) -> str:
    found = result.report
    if result.refusal:
        return f"Refused, nothing was changed. {result.refusal.message}"
    counts = f"{found['added']} added, {found['changed']} changed, {found['unchanged']} unchanged"
    if not published:
        return f"{counts}. Nothing was changed yet; add --publish to make it real."
    pages = found["pages"]
    return f"{counts}; {pages['affected']} of {pages['total']} pages written."


def _located(problem: dict[str, Any]) -> str:
    place = f"row {problem['row']}" if problem["row"] else "file"
    column = f", {problem['column']}" if problem["column"] else ""
    return f"{problem['severity']}: {place}{column}: {problem['message']}"


def _import_file(services: Services, order: ImportOrder, path: Path) -> Imported:
    try:
        reading = _read(services, order, path)
    except InvalidSpreadsheet as error:
        return Imported({"file": path.name, "problems": error.problems}, error)
    try:
        refuse_errors(reading)
        if order.publish:
            outcome = publish(services.store, reading, services.clock, "command line")
        else:
            outcome = compare(services.store, reading)
    except InvalidSpreadsheet as error:
        return Imported(report(reading), error)
    return Imported(report(reading, outcome))


def _read(services: Services, order: ImportOrder, path: Path) -> Reading:
    media = DirMedia(folder(services.settings.media, "SHOP_MEDIA")) if order.publish else None
    return read_file(
        path,
        format=order.format,
        currency=order.currency or services.profile.currency,
        pictures=order.pictures,
        media=media,
        clock=services.clock,
    )
