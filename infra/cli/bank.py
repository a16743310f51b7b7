"""``shop bank``: what a bank's statement says of the orders that wait for a transfer."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from infra.cli.command import Json, shop_services
from infra.cli.telling import say, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from functions.bootstrap import Services
    from shop.bank.model import Match, Statement
    from shop.bank.service import Booking
    from shop.money import Money
    from shop.ports import Write

app = typer.Typer(no_args_is_help=True, help="Transfers that arrived at the bank.")

ACTOR = "bank"
MEANINGS = {
    "paid_exactly": "pays it exactly",
    "in_parts": "pays it together with other rows",
    "underpaid": "is too little",
    "overpaid": "is too much",
    "several_orders": "names several orders",
    "unknown": "names no order that waits",
    "already_booked": "was booked before",
}


@app.callback()
def bank() -> None:
    """Transfers that arrived at the bank."""


@app.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(help="The statement, as csv from your bank.")],
    book: Annotated[
        bool, typer.Option("--book", help="Book what pays its order exactly; else only look.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Match a bank's statement with the orders that wait; with --book, take the money in."""
    from shop.bank.statement import read_statement
    from shop.statistics.history import read_content

    services = shop_services()
    statement = read_statement(read_content(file), services.profile)
    matches, bookings = _reconciled(services, statement, book=book)
    refused = {each.row.number: each.refused for each in bookings if each.refused}
    if as_json:
        show({
            "rows": [_facts(found) for found in matches],
            "booked": [each.order_id for each in bookings if not each.refused],
            "refused": refused,
            "problems": [problem.message for problem in statement.problems],
        })  # fmt: skip
    else:
        _told(matches, refused, statement)
    if refused:
        raise typer.Exit(1)


def _reconciled(
    services: "Services", statement: "Statement", *, book: bool
) -> "tuple[Sequence[Match], Sequence[Booking]]":
    from shop.bank.service import preview, reconcile
    from shop.orders.commands import confirm_transfer

    if not book:
        return preview(services.store, statement, services.clock()), ()

    def confirm(order_id: str, amount: "Money", reference: str, extra: "Sequence[Write]") -> object:
        return confirm_transfer(services.desk, order_id, amount, reference, ACTOR, extra)

    done = reconcile(services.store, statement, confirm, services.clock())
    return done.matches, done.bookings


def _facts(found: "Match") -> dict[str, Any]:
    row = found.row
    return {
        "row": row.number,
        "date": row.date,
        "amount": {"amount": row.amount.amount, "currency": row.amount.currency},
        "text": row.text,
        "outcome": found.outcome,
        "orders": [order.number for order in found.orders],
    }


def _told(matches: "Sequence[Match]", refused: dict[int, str], statement: "Statement") -> None:
    for found in matches:
        amount = f"{found.row.amount.to_decimal()} {found.row.amount.currency}"
        orders = ", ".join(order.number for order in found.orders)
        why = refused.get(found.row.number) or MEANINGS[found.outcome]
        say(f"row {found.row.number:<4} {amount:>16}  {orders:<16}  {why}")
    for problem in statement.problems:
        say(f"row {problem.row}: {problem.message}")
