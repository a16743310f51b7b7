"""``shop orders list`` and ``shop orders export``."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from infra.cli.progress import progress
from infra.cli.telling import say, show
from shop.settings import Settings, load_settings

if TYPE_CHECKING:
    from shop.orders.export import Exported

app = typer.Typer(help="The orders: list them, write them to a file.")

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="A day, inclusive.")]


@app.callback(invoke_without_command=True)
def orders(context: typer.Context, as_json: Json = False) -> None:
    """List the orders, newest first; or what the command after it does."""
    if context.invoked_subcommand is None:
        _told(list_orders(load_settings()), as_json=as_json)


@app.command(name="list")
def list_(as_json: Json = False) -> None:
    """List the orders, newest first."""
    _told(list_orders(load_settings()), as_json=as_json)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="Where to write: .csv, .xlsx or .json.")],
    since: Day = None,
    until: Day = None,
    rows: Annotated[
        Literal["orders", "lines"], typer.Option(help="A row for each of these (not in JSON).")
    ] = "orders",
    state: Annotated[list[str], typer.Option(help="Only such orders; may be repeated.")] = [],  # noqa: B006 - Typer makes a new one
    as_json: Json = False,
) -> None:
    """Write orders for another system: a row per order or per line."""
    with progress(silent=as_json) as line:
        line.stage(f"Writing {file.name}")
        done = _export(load_settings(), file, rows, (since, until), state)
    if as_json:
        show({"file": str(file), "orders": done.orders, "rows": done.rows})
    else:
        say(f"{done.orders} orders written to {file}.")


def list_orders(settings: Settings, limit: int = 100) -> list[dict[str, Any]]:
    """The newest orders as their guests see them."""
    from functions.bootstrap import compose
    from shop.orders.records import order_from
    from shop.orders.view import order_json

    store = compose(settings).store
    page = store.query_index("ORDERS", limit=limit, descending=True)
    return [order_json(order_from(item)) for item in page.items]


def _told(found: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        show({"orders": found})
        return
    for order in found:
        total = f"{order['total']['amount']} {order['total']['currency']}"
        say(f"{order['number']}  {order['placed_at'][:16]}  {order['state']:<16}  {total}")


def _export(
    settings: Settings,
    file: Path,
    rows: Literal["orders", "lines"],
    days: tuple[datetime | None, datetime | None],
    states: list[str],
) -> "Exported":
    from functions.bootstrap import compose
    from shop.orders.export import Choice, export_orders
    from shop.statistics.service import shop_zone

    services = compose(settings)
    since, until = (day.date() if day else None for day in days)
    choice = Choice(since, until, states, shop_zone(services.profile))
    return export_orders(services.store, file, rows, choice)
