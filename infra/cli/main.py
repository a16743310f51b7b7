"""The ``shop`` command: what an owner types.

``--json`` prints one JSON object to stdout and everything else to stderr. Exit codes: 0 done,
1 refused with reasons, 2 wrong usage, 130 broken off by Ctrl-C while AWS was at work.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from infra.cli.admin import app as admin
from infra.cli.bank import app as bank
from infra.cli.command import Json, shop_services
from infra.cli.coupons import app as coupons
from infra.cli.deploy import deploy, destroy, logs, status
from infra.cli.guestbook import app as guestbook
from infra.cli.orders import app as orders
from infra.cli.outbox import app as outbox
from infra.cli.outbox import parked
from infra.cli.pages import app as pages
from infra.cli.progress import on_terminal, progress
from infra.cli.shipping import app as shipping
from infra.cli.statistics import app as statistics
from infra.cli.surveys import app as surveys
from infra.cli.telling import say, show, speaking
from infra.cli.webhooks import app as webhooks
from shop.settings import load_settings

if TYPE_CHECKING:
    from infra.cli.catalogue import ImportOrder

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A shop that a small business can own.",
)

for command in (deploy, status, logs, destroy):
    app.command()(command)
app.add_typer(admin, name="admin")
app.add_typer(bank, name="bank")
app.add_typer(coupons, name="coupons")
app.add_typer(guestbook, name="guestbook")
app.add_typer(orders, name="orders")
app.add_typer(outbox, name="outbox")
app.add_typer(pages, name="pages")
app.command()(parked)
app.add_typer(shipping, name="shipping")
app.add_typer(statistics, name="statistics")
app.add_typer(surveys, name="surveys")
app.add_typer(webhooks, name="webhooks")

Force = Annotated[
    bool, typer.Option("--force", help="Publish although it brings errors; they are told.")
]
OfFaulty = Annotated[
    Literal["refuse", "draft", "stop"],
    typer.Option(help="Products with a faulty row: leave out, keep as drafts, or stop."),
]


def run() -> None:
    """The entry point of all but the plain build."""
    with speaking():
        app()


@app.command()
def dev(port: Annotated[int, typer.Option(help="Where the shop answers.")] = 8000) -> None:
    """Open the embedded shop: pages, functions and mails in one process."""
    from infra.cli.catalogue import load_sample
    from infra.embedded.dev import dev as open_shop

    open_shop(load_settings(), port, load_sample, say)


@app.command(name="import")
def import_(
    files: Annotated[
        list[Path], typer.Argument(help="Spreadsheets: csv, tsv, xlsx or ods; product feeds.")
    ],
    format: Annotated[str, typer.Option(help="auto, or the name of a format.")] = "auto",  # noqa: A002 - the option's name
    currency: Annotated[str, typer.Option(help="Of prices that do not say.")] = "",
    pictures: Annotated[Path | None, typer.Option(help="Folder of picture files.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing.")] = False,
    publish: Annotated[bool, typer.Option("--publish", help="Make it real.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Archive what is absent.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Archive without being asked.")] = False,
    faulty: OfFaulty = "refuse",
    leave_out: Annotated[list[int], typer.Option(help="Row of a product to skip.")] = [],  # noqa: B006 - Typer makes a new one
    base: Annotated[int | None, typer.Option(help="Only if this release is live.")] = None,
    at: Annotated[datetime | None, typer.Option(help="Go live then (UTC).")] = None,
    note: Annotated[str, typer.Option(help="For the history.")] = "",
    mapping: Annotated[
        list[str], typer.Option("--map", help="Of a plain table: Column=field.")
    ] = [],  # noqa: B006 - as above
    annotate: Annotated[
        Path | None, typer.Option(help="Write the file there with its faults marked (xlsx).")
    ] = None,
    force: Force = False,
    fetch_pictures: Annotated[
        bool, typer.Option("--fetch-pictures", help="With --publish: fetch those named by URL now.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Show what spreadsheets would change; with --publish, change it and rebuild the pages."""
    from infra.cli.catalogue import ImportOrder
    from shop.catalogue.proposing import Choices
    from shop.catalogue.reading.guessing import parse_mapping

    order = ImportOrder(
        files,
        format,
        currency,
        pictures,
        publish=publish and not dry_run,
        choices=Choices(replace=replace, leave_out=leave_out, faulty=faulty),
        base=base,
        live_at=at.replace(tzinfo=UTC) if at else None,
        note=note,
        mapping=parse_mapping(mapping),
        annotate=annotate,
        fetch_pictures=fetch_pictures,
        force=force,
        agree=_asking(yes=yes, silent=as_json),
    )
    _import(order, as_json=as_json)


def _import(order: "ImportOrder", *, as_json: bool) -> None:
    from infra.cli.catalogue import import_files, together
    from infra.cli.import_summary import summary

    with progress(silent=as_json) as line:
        results = import_files(load_settings(), order, line)
    if as_json:
        show(together(results))
    for result in results:
        say(summary(result.report, result.refusal, published=order.publish))
    if any(result.refusal for result in results):
        raise typer.Exit(1)


def _asking(*, yes: bool, silent: bool) -> Callable[[str], bool]:
    """Puts a question to whoever sits at the terminal; where nobody does, the answer is no."""
    if yes or silent or not on_terminal():
        return lambda _question: yes
    return partial(typer.confirm, err=True)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="Where to write: .csv or .xlsx.")],
    format: Annotated[str, typer.Option(help="table, shopify or woocommerce.")] = "table",  # noqa: A002 - the option's name
    as_json: Json = False,
) -> None:
    """Write the whole catalogue as a spreadsheet that can be imported again."""
    from infra.cli.export import export_catalogue

    with progress(silent=as_json) as line:
        line.stage(f"Writing {file.name}")
        found = export_catalogue(load_settings(), file, format)
    if as_json:
        show(found)
        return
    say(f"{found['products']} products in {found['rows']} rows written to {file}.")
    for left in found["left_out"]:
        say(f"  left out: {left['handle']}: {left['reason']}")


@app.command(name="build")
def build_(
    full: Annotated[bool, typer.Option("--full", help="Build even if nothing changed.")] = False,
    output: Annotated[Path | None, typer.Option(help="Write a plain tree there.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Let pages go that are held.")] = False,
    as_json: Json = False,
) -> None:
    """Build the pages and publish those that changed."""
    from infra.cli.building import build

    if not build(output, full=full, resume=resume, as_json=as_json):
        raise typer.Exit(1)


@app.command()
def editions(as_json: Json = False) -> None:
    """List the editions of the pages that can be shown again, newest first."""
    from infra.cli.editions import kept, told

    found = kept(load_settings())
    if as_json:
        show(found)
    else:
        say(told(found))


@app.command()
def hold(
    edition: Annotated[int, typer.Argument(help="The edition of the pages to go back to.")],
    as_json: Json = False,
) -> None:
    """Show an older edition of the pages, and keep it until shop build --resume; the catalogue,
    stock and orders stay as they are."""
    from infra.cli.editions import go_back

    found = go_back(load_settings(), edition)
    if as_json:
        show(found)
    else:
        say(f"The pages are those of edition {edition} again: {found['pages_written']} written.")
        say("They stay until shop build --resume.")


@app.command()
def check(as_json: Json = False) -> None:
    """Look for what is wrong with the published pages and the catalogue."""
    from infra.cli.check import check_site
    from infra.cli.check_summary import summary

    with progress(silent=as_json, still=True) as line:
        line.stage("Checking the pages")
        found = check_site(load_settings(), line)
    if as_json:
        show(found)
    else:
        say(summary(found))
    if found["errors"]:
        raise typer.Exit(1)


@app.command()
def releases(
    number: Annotated[int | None, typer.Argument(help="Show what this one did.")] = None,
    as_json: Json = False,
) -> None:
    """List the catalogue's releases, newest first, and those that wait for their moment."""
    from infra.cli.releases import changes_of, history, told

    found = changes_of(load_settings(), number) if number else history(load_settings())
    if as_json:
        show(found)
    else:
        say(told(found))


@app.command()
def rollback(
    release: Annotated[int, typer.Argument(help="The release to go back to.")],
    note: Annotated[str, typer.Option(help="For the history.")] = "",
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Restore the catalogue of a release by a new one; stock and orders stay."""
    from infra.cli.check_summary import overridden
    from infra.cli.releases import go_back

    with progress(silent=as_json) as line:
        found = go_back(load_settings(), release, note, line, force=force)
    if as_json:
        show(found)
    else:
        for told in overridden(found["findings"]):
            say(told)
        pages = found["pages"]
        reached = pages.get("held") or f"{pages['affected']} pages written."
        say(f"Release {found['release']} restores {release}: {reached}")


@app.command()
def worker(
    once: Annotated[bool, typer.Option("--once", help="Do what waits, then stop.")] = False,
) -> None:
    """Send the mails and work on the pictures that wait (the embedded shop does it by itself)."""
    from infra.cli.pictures import work_off_all
    from infra.embedded.outbox import drain_all
    from infra.embedded.worker import Worker

    services = shop_services()
    if once:
        say(f"{drain_all(services)} messages sent.")
        done = work_off_all(services)
        say(f"{done.fetched} pictures fetched, {done.drawn} drawn in the sizes of the pages.")
        return
    Worker(services).run_here()
