"""``shop statistics``: what was sold, counted anew where it must be, and histories of the past."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from infra.cli.command import Json, shop_services
from infra.cli.progress import progress
from infra.cli.telling import say, show

app = typer.Typer(no_args_is_help=True, help="What was sold.")

Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="A day, inclusive.")]


@app.command()
def report(
    since: Day,
    until: Day,
    by: Annotated[
        str,
        typer.Option(help="day, week, month, product, sku, category, payment, country or coupon."),
    ] = "day",
    as_json: Json = False,
) -> None:
    """Show the figures of some days, in minor units of their currency (cents)."""
    from shop.statistics.service import parsed_by
    from shop.statistics.service import report as figures

    store = shop_services().store
    rows = figures(store, since.date(), until.date(), parsed_by(by))
    if as_json:
        show({"by": by, "rows": [{**asdict(row), "net": row.net} for row in rows]})
    for row in () if as_json else rows:
        sold = f"{row.figures.get('paid', row.figures['units']):>6}"
        say(f"{row.key:<30}  {sold}  {row.net:>12} {row.currency}")


@app.command()
def recount(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what differs.")] = False,
    as_json: Json = False,
) -> None:
    """Count all orders anew, and put right what differs; needed after a new time zone."""
    from shop.statistics.recounting import recount as count
    from shop.statistics.service import shop_zone

    services = shop_services()
    with progress(silent=as_json) as line:
        line.stage("Counting the orders")
        zone = shop_zone(services.profile)
        told = count(services.store, zone, mend=not dry_run, clock=services.clock)
    if as_json:
        show({"orders": told.orders, "items": told.items, "wrong": [key.sk for key in told.wrong]})
    else:
        say(f"{told.orders} orders counted; {len(told.wrong)} figures' items differed.")
    if dry_run and told.wrong:
        raise typer.Exit(1)


@app.command()
def load(
    file: Annotated[Path, typer.Argument(help="A csv file with a row per line of past orders.")],
    currency: Annotated[str, typer.Option(help="Of its prices, such as GBP.")] = "",
    as_json: Json = False,
) -> None:
    """Add orders of the past to the statistics; loading a file again changes nothing."""
    from shop.statistics.history import load_history, read_content

    services = shop_services()
    with progress(silent=as_json) as line:
        line.stage(f"Reading {file.name}")
        content = read_content(file)
        done = load_history(
            services.store, content, currency or services.profile.currency, name=file.name
        )
    if as_json:
        moments = {"first": str(done.first or ""), "last": str(done.last or "")}
        show({**asdict(done), **moments})
        return
    say(f"{done.counts['lines']} lines of {done.counts['invoices']} invoices loaded.")
    for problem in done.problems:
        say(f"  row {problem['row']}, {problem['column']}: {problem['message']}")
    for other in done.overlaps:
        say(f"  {other} has some of the same days: its orders may be counted twice.")
