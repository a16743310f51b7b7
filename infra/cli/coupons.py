"""``shop coupons``: codes that take something off."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from infra.cli.command import Json, shop_services
from infra.cli.telling import say, show
from shop.errors import InvalidInput

if TYPE_CHECKING:
    from shop.coupons.model import Standing
    from shop.ports import Store

app = typer.Typer(no_args_is_help=True, help="Codes that take something off.")

Prices = Annotated[list[str], typer.Option(help="CURRENCY=amount, such as USD=5.00; repeatable.")]
Limit = Annotated[int | None, typer.Option(min=1, help="How many orders may use it.")]
Moment = Annotated[datetime | None, typer.Option(help="In UTC, such as 2026-12-24T18:00:00.")]
Texts = Annotated[list[str], typer.Option(help="Only for these; may be repeated.")]


@app.command()
def add(
    code: Annotated[str, typer.Argument(help="What shoppers type.")],
    percent: Annotated[str, typer.Option(help="So many percent off.")] = "",
    amount: Prices = [],  # noqa: B006 - Typer makes a new one
    free_shipping: Annotated[
        bool, typer.Option("--free-shipping", help="Delivery costs nothing.")
    ] = False,
    minimum: Prices = [],  # noqa: B006 - as above
    limit: Limit = None,
    limit_per_person: Limit = None,
    starts: Moment = None,
    ends: Moment = None,
    category: Texts = [],  # noqa: B006 - as above
    sku: Texts = [],  # noqa: B006 - as above
    as_json: Json = False,
) -> None:
    """Define a coupon, or change the one of this code; its uses so far keep counting."""
    kinds = {"percent": bool(percent), "amount": bool(amount), "free_shipping": free_shipping}
    rule: dict[str, Any] = {
        "code": code,
        "kind": next((kind for kind, given in kinds.items() if given), "percent"),
        "percent": percent or None,
        "amount": dict(map(_price, amount)),
        "minimum": dict(map(_price, minimum)),
        "limit": limit,
        "limit_per_person": limit_per_person,
        "starts": starts and starts.replace(tzinfo=UTC),
        "ends": ends and ends.replace(tzinfo=UTC),
        "categories": category,
        "skus": sku,
    }
    if sum(kinds.values()) != 1:
        raise InvalidInput("Say one of --percent, --amount and --free-shipping.")
    store = shop_services().store
    _save(store, rule)
    _told([each for each in _all(store) if each["code"] == _canonical(code)], as_json=as_json)


@app.command(name="list")
def list_(as_json: Json = False) -> None:
    """List all coupons, and how often each was used."""
    _told(_all(shop_services().store), as_json=as_json)


@app.command()
def stop(code: Annotated[str, typer.Argument(help="The coupon's code.")]) -> None:
    """No new order can use it; orders that did are as they were."""
    from shop.coupons.service import deactivate_coupon

    deactivate_coupon(shop_services().store, code)
    say(f"{_canonical(code)} is no longer valid.")


def _save(store: "Store", rule: dict[str, Any]) -> None:
    from pydantic import ValidationError

    from shop.coupons.model import Coupon
    from shop.coupons.service import save_coupon

    try:
        coupon = Coupon.model_validate(rule)
    except ValidationError as wrong:
        found = wrong.errors()[0]
        where = " ".join(map(str, found["loc"]))
        raise InvalidInput(f"{where}: {found['msg']}".removeprefix(": ")) from None
    save_coupon(store, coupon)


def _price(text: str) -> tuple[str, str]:
    currency, separator, amount = text.partition("=")
    if not separator or not amount:
        raise InvalidInput(f"“{text}” is no amount. Write it as USD=5.00.")
    return currency.strip().upper(), amount.strip()


def _canonical(code: str) -> str:
    from shop.coupons.model import canonical

    return canonical(code)


def _all(store: "Store") -> list[dict[str, Any]]:
    from shop.coupons.service import list_coupons

    return [_facts(standing) for standing in list_coupons(store)]


def _facts(standing: "Standing") -> dict[str, Any]:
    """`left` is None where the coupon has no limit."""
    left = standing.left if standing.coupon.limit is not None else None
    rule = standing.coupon.model_dump(mode="json")
    return {**rule, "active": standing.active, "used": standing.used, "left": left}


def _told(found: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        show({"coupons": found})
        return
    for each in found:
        left = "" if each["left"] is None else f", {each['left']} left"
        state = "valid" if each["active"] else "stopped"
        say(f"{each['code']:<20}  {each['kind']:<13}  {state:<7}  used {each['used']}{left}")
