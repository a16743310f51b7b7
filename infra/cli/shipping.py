"""``shop shipping check``: what a shopper somewhere would be offered, and why not the rest."""

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from infra.cli.command import Json, shop_services
from shop.errors import InvalidInput

if TYPE_CHECKING:
    from shop.pricing.model import Cart

app = typer.Typer(no_args_is_help=True, help="How goods travel.")


@app.callback()
def shipping() -> None:
    """How goods travel."""


@app.command()
def check(
    country: Annotated[str, typer.Option(help="Two letters, like VN.")],
    sku: Annotated[list[str], typer.Option(help="What is in the cart: SKU, or SKU=pieces.")],
    region: Annotated[str, typer.Option(help="Province or state.")] = "",
    postcode: Annotated[str, typer.Option(help="As a shopper would type it.")] = "",
    coupon: Annotated[str, typer.Option(help="A coupon's code.")] = "",
    as_json: Json = False,
) -> None:
    """Say of every delivery method why it is or is not offered."""
    from shop.delivery.simulator import simulate, simulation_json

    services = shop_services()
    language = services.profile.default_language
    cart = _cart(sku, country, region, postcode, coupon)
    found = simulate(services.store, services.profile, cart, services.clock())
    told = simulation_json(found, language, services.say(language))
    if as_json:
        json.dump(told, sys.stdout, ensure_ascii=False, indent=2)
        print()
    else:
        print(_sentences(told, language), file=sys.stderr)
    if not any(method["offered"] for method in told["methods"]):
        raise typer.Exit(1)


def _cart(skus: list[str], country: str, region: str, postcode: str, coupon: str) -> "Cart":
    """Raises InvalidInput for what is no number of pieces."""
    from shop.pricing.model import MAX_QUANTITY, Cart, CartLine

    lines = []
    for entry in skus:
        name, equals, pieces = entry.rpartition("=")
        if equals and not (pieces.isdecimal() and 1 <= int(pieces) <= MAX_QUANTITY):
            raise InvalidInput(f"“{entry}” does not say how many pieces, like TEA-50=2.")
        lines.append(CartLine(sku=name if equals else entry, quantity=int(pieces) if equals else 1))
    place = {"country": country.upper(), "region": region, "postcode": postcode}
    return Cart(lines=tuple(lines), coupon=coupon, **place)


def _sentences(told: dict[str, Any], language: str) -> str:
    from shop.i18n.formats import format_money

    lines = list(told["problems"])
    for method in told["methods"]:
        price = format_money(method["price"], language) if method["price"] else "not offered"
        days = f", {method['earliest']} to {method['latest']}" if method["earliest"] else ""
        lines.append(f"{method['id']}: {price}{days}. {method['why']}")
    return "\n".join(lines)
