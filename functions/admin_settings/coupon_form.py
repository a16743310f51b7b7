"""A coupon as a form has it, and as it is kept."""

import re
from datetime import datetime, tzinfo
from typing import Any

from pydantic import ValidationError

from functions.admin.forms import Fields, amount, local, moment, text, ticked
from shop.catalogue.escaping import joined_paths
from shop.coupons.model import Coupon
from shop.errors import InvalidInput
from shop.i18n.messages import translatable
from shop.money import Money

NO_VALUE = translatable("Say how much the coupon takes off.")
NO_LIMIT = translatable("Write limits as whole numbers above zero.")
UNUSABLE = translatable("Something about this coupon cannot be used as it is.")
# What is wrong with a field, by its name in shop/coupons/model.py.
WRONG = {
    "code": translatable("A code has 2 to 40 letters, digits, hyphens or underscores."),
    "percent": translatable("Write percents above 0 and up to 100, with two decimals at most."),
    "limit": NO_LIMIT,
    "limit_per_person": NO_LIMIT,
    "note": translatable("The note is too long."),
}
METHOD = "method:"  # begins the names of boxes to tick
TURNED = translatable("A coupon ends after it starts.")


def coupon_of(fields: Fields, currency: str, zone: tzinfo, known: Coupon | None) -> Coupon:
    """Amounts are in the shop's `currency`; those in others stay as `known` has them. Moments are
    by the shop's clock. Raises InvalidInput."""
    rule: dict[str, Any] = {
        "code": text(fields, "code"),
        **_gift(fields, currency, known),
        **_window(fields, zone),
        "minimum": _prices(fields, "minimum", currency, known),
        "limit": _limit(fields, "limit"),
        "limit_per_person": _limit(fields, "limit_per_person"),
        "categories": _lines(fields, "categories"),
        "skus": _lines(fields, "skus"),
        "with_sale_prices": ticked(fields, "with_sale_prices"),
        "note": fields.get("note", "").strip(),
    }
    try:
        return Coupon.model_validate(rule)
    except ValidationError as wrong:
        place = wrong.errors()[0]["loc"]
        sentence = WRONG.get(str(place[0]), UNUSABLE) if place else NO_VALUE
        raise InvalidInput(sentence) from None


def _gift(fields: Fields, currency: str, known: Coupon | None) -> dict[str, Any]:
    """What is taken off. What was typed for another kind does not count."""
    kind = fields.get("kind", "")
    if kind == "percent":
        return {"kind": kind, "percent": text(fields, "percent").replace(",", ".") or None}
    if kind == "amount":
        return {"kind": kind, "amount": _prices(fields, "amount", currency, known)}
    ticked_ones = [name for name in fields if name.startswith(METHOD)]
    return {"kind": kind, "methods": [name.removeprefix(METHOD) for name in ticked_ones]}


def _window(fields: Fields, zone: tzinfo) -> dict[str, datetime | None]:
    starts, ends = (moment(fields, name, zone) for name in ("starts", "ends"))
    if starts and ends and starts >= ends:
        raise InvalidInput(TURNED)
    return {"starts": starts, "ends": ends}


def typed(coupon: Coupon, currency: str, zone: tzinfo) -> dict[str, str]:
    """What the form shows of a coupon that there is."""
    return {
        "code": coupon.code,
        "kind": coupon.kind,
        "percent": "" if coupon.percent is None else f"{coupon.percent.normalize():f}",
        "amount": _plain(coupon.amount.get(currency)),
        "minimum": _plain(coupon.minimum.get(currency)),
        **{f"{METHOD}{name}": "1" for name in coupon.methods},
        "limit": str(coupon.limit or ""),
        "limit_per_person": str(coupon.limit_per_person or ""),
        "starts": local(coupon.starts, zone),
        "ends": local(coupon.ends, zone),
        "categories": "\n".join(joined_paths([path]) for path in coupon.categories),
        "skus": "\n".join(coupon.skus),
        "with_sale_prices": "1" if coupon.with_sale_prices else "",
        "note": coupon.note,
    }


def _prices(fields: Fields, name: str, currency: str, known: Coupon | None) -> dict[str, Money]:
    before: dict[str, Money] = dict(getattr(known, name)) if known else {}
    before.pop(currency, None)
    given = amount(fields, name, currency)
    return before if given is None or not given.amount else {**before, currency: given}


def _limit(fields: Fields, name: str) -> int | None:
    value = text(fields, name)
    if value and not re.fullmatch("[0-9]{1,9}", value):
        raise InvalidInput(NO_LIMIT)
    return int(value) if value else None


def _lines(fields: Fields, name: str) -> list[str]:
    return [line.strip() for line in fields.get(name, "").splitlines() if line.strip()]


def _plain(value: Money | None) -> str:
    return str(value.to_decimal()) if value else ""
