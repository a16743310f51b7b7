"""``shop orders``: what was ordered, and what becomes of it."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from infra.cli.command import Json, shop_services
from infra.cli.progress import progress
from infra.cli.telling import say, show
from shop.settings import Settings, load_settings

if TYPE_CHECKING:
    from shop.orders.export import Exported

app = typer.Typer(help="The orders: look at them, and do what they wait for.")

Number = Annotated[str, typer.Argument(help="The order's number, such as HN-2611-7Q2XK.")]
Pieces = Annotated[
    list[str], typer.Option("--piece", help="SKU=quantity; may be repeated. None: see above.")
]
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


@app.command()
def relist() -> None:
    """Write the desk's lists anew, for orders from before it had any."""
    from shop.orders.listing import relist as written

    say(f"{written(shop_services().store)} orders are in the lists.")


@app.command(name="show")
def show_(number: Number, as_json: Json = False) -> None:
    """Show one order: its lines, its money and what happened to it."""
    from infra.cli.order_desk import show_order

    _done(show_order(load_settings(), number), as_json=as_json)


@app.command()
def confirm(
    number: Number,
    amount: Annotated[
        str, typer.Option(help="What arrived, as 12.50; all that is due if not given.")
    ] = "",
    reference: Annotated[str, typer.Option(help="What the bank or the courier calls it.")] = "",
    once: Annotated[str, typer.Option(help="Your name for it: the same is booked once.")] = "",
    as_json: Json = False,
) -> None:
    """The money of a transfer, or the courier's, has arrived: all of it or a part."""
    from infra.cli.order_desk import confirm_order

    _done(confirm_order(load_settings(), number, amount, reference, once), as_json=as_json)


@app.command()
def capture(number: Number, as_json: Json = False) -> None:
    """Charge an authorised payment now; `send` does it by itself."""
    from infra.cli.order_desk import capture_order

    _done(capture_order(load_settings(), number), as_json=as_json)


@app.command()
def send(
    number: Number,
    piece: Pieces = [],  # noqa: B006 - Typer makes a new one
    carrier: Annotated[str, typer.Option(help="Who carries it.")] = "",
    tracking: Annotated[str, typer.Option(help="The parcel's number.")] = "",
    tracking_url: Annotated[str, typer.Option(help="Where the shopper can follow it.")] = "",
    as_json: Json = False,
) -> None:
    """A parcel leaves: of these pieces, or of all that has not left yet."""
    from infra.cli.order_desk import send_order

    done = send_order(load_settings(), number, piece, carrier, tracking, tracking_url)
    _done(done, as_json=as_json)


@app.command()
def refund(
    number: Number,
    piece: Pieces = [],  # noqa: B006 - as above
    shipping: Annotated[bool, typer.Option("--shipping", help="Delivery, too.")] = False,
    amount: Annotated[str, typer.Option(help="Any other amount on top, as 12.50.")] = "",
    restock: Annotated[
        bool, typer.Option("--restock", help="The pieces can be sold again.")
    ] = False,
    reason: Annotated[str, typer.Option(help="For the shopper's mail.")] = "",
    once: Annotated[str, typer.Option(help="Your name for it: the same is done once.")] = "",
    as_json: Json = False,
) -> None:
    """Money goes back: of these pieces, of delivery, or any amount."""
    from infra.cli.order_desk import refund_order

    done = refund_order(
        load_settings(),
        number,
        piece,
        shipping=shipping,
        amount=amount,
        restock=restock,
        reason=reason,
        once=once,
    )
    _done(done, as_json=as_json)


@app.command()
def change(number: Number, piece: Pieces, as_json: Json = False) -> None:
    """Other quantities for an order that is not paid yet: --piece SKU=0 takes a line out."""
    from infra.cli.order_desk import change_order

    _done(change_order(load_settings(), number, piece), as_json=as_json)


@app.command()
def cancel(
    number: Number,
    reason: Annotated[str, typer.Option(help="For the shopper's mail.")] = "",
    restock: Annotated[
        bool, typer.Option("--restock", help="An unpaid parcel is back, and can be sold again.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Give an order up that nobody has paid."""
    from infra.cli.order_desk import cancel_order

    _done(cancel_order(load_settings(), number, reason, restock=restock), as_json=as_json)


@app.command()
def papers(
    number: Number,
    folder: Annotated[Path, typer.Option(help="Where to write the files.")] = Path(),
    as_json: Json = False,
) -> None:
    """Write packing slip, invoice and credit notes as PDF."""
    from infra.cli.order_desk import write_papers

    files = write_papers(load_settings(), number, folder)
    if as_json:
        show({"files": [str(file) for file in files]})
    for file in () if as_json else files:
        say(str(file))


def list_orders(settings: Settings, limit: int = 100) -> list[dict[str, Any]]:
    """The newest orders as their guests see them."""
    from functions.bootstrap import compose
    from shop.orders.records import order_from
    from shop.orders.view import order_json

    store = compose(settings).store
    page = store.query_index("ORDERS", limit=limit, descending=True)
    return [{**order_json(order_from(item))} for item in page.items]


def _told(found: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        show({"orders": found})
        return
    for order in found:
        total = _money(order["total"])
        say(f"{order['number']}  {order['placed_at'][:16]}  {order['state']:<18}  {total}")


def _done(order: dict[str, Any], *, as_json: bool) -> None:
    """The order after a command."""
    if as_json:
        show({"order": order})
        return
    _told([order], as_json=False)
    for row in (*_lines(order), *_sums(order), *map(_event, order["history"])):
        say(f"  {row}")
    if order["capturing"] or order["cancelling"]:
        say("  The payment service does not know yet; it is told as soon as it answers.")


def _lines(order: dict[str, Any]) -> list[str]:
    return [
        f"{line['quantity']} × {line['sku']}  {line['title']}  {_money(line['total'])}"
        for line in order["lines"]
    ]


def _sums(order: dict[str, Any]) -> list[str]:
    names = [name for name in ("captured", "refunded") if order[name]["amount"]]
    return [f"{name} {_money(order[name])}" for name in names]


def _event(event: dict[str, Any]) -> str:
    note = f" ({event['note']})" if event["note"] else ""
    return f"{event['at'][:16]}  {event['what']} by {event['actor']}{note}"


def _money(money: dict[str, Any]) -> str:
    from shop.currencies import decimal_text

    return f"{decimal_text(money['amount'], money['currency'])} {money['currency']}"


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
