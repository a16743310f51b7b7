"""Whether a coupon holds for a cart, and what it takes off: pure.

Rounding: a percentage is rounded once, on the sum of the goods it is for, half away from zero; the
lines share it by the largest remainder (``shop/pricing/splitting.py``).
"""

from collections.abc import Sequence
from datetime import datetime

from shop.coupons.model import Coupon, Goods, Grant, Standing
from shop.i18n.formats import format_date, format_money
from shop.i18n.messages import translatable
from shop.money import Money, total
from shop.pricing.model import Problem
from shop.pricing.splitting import split

Facts = dict[str, str | int]


def judge(
    standing: Standing | None,
    code: str,
    goods: Sequence[Goods],
    now: datetime | None,
    language: str,
) -> Problem | Grant:
    """What the coupon gives to `goods`, or the first reason why nothing. `goods` is not empty."""
    if standing is None:
        message = translatable("There is no coupon “%(coupon)s”.")
        return _problem("unknown_coupon", message, {"coupon": code})
    coupon = standing.coupon
    refusal = _by_time(standing, now, language) or _by_uses(standing)
    refusal = refusal or _by_currency(coupon, goods) or _by_minimum(coupon, goods, language)
    if refusal:
        return refusal
    eligible = [_is_for(coupon, line) for line in goods]
    if not any(eligible):
        message = translatable("Nothing in the cart is what the coupon “%(coupon)s” is for.")
        return _problem("coupon_not_applicable", message, {"coupon": coupon.code})
    return _grant(coupon, goods, eligible)


def _grant(coupon: Coupon, goods: Sequence[Goods], eligible: Sequence[bool]) -> Grant:
    if coupon.kind == "free_shipping":
        return Grant((0,) * len(goods), coupon.methods)
    weights = [
        line.total.amount if wanted else 0 for line, wanted in zip(goods, eligible, strict=True)
    ]
    currency = goods[0].total.currency
    if coupon.percent is not None:
        off = Money.of(sum(weights), currency).portion(coupon.percent / 100).amount
    else:
        off = min(coupon.amount[currency].amount, sum(weights))
    return Grant(tuple(split(off, weights)))


def _is_for(coupon: Coupon, line: Goods) -> bool:
    if line.reduced and not coupon.with_sale_prices:
        return False
    return coupon.covers(line.sku, line.categories)


def _by_time(standing: Standing, now: datetime | None, language: str) -> Problem | None:
    coupon = standing.coupon
    ended = now is not None and coupon.ends is not None and now > coupon.ends
    if not standing.active or ended:
        message = translatable("The coupon “%(coupon)s” is no longer valid.")
        return _problem("coupon_over", message, {"coupon": coupon.code})
    if now is not None and coupon.starts is not None and now < coupon.starts:
        message = translatable("The coupon “%(coupon)s” is valid from %(day)s on.")
        day = format_date(coupon.starts, language)
        return _problem("coupon_not_yet", message, {"coupon": coupon.code, "day": day})
    return None


def _by_uses(standing: Standing) -> Problem | None:
    coupon = standing.coupon
    if standing.left < 1:
        message = translatable("The coupon “%(coupon)s” has been used up.")
        return _problem("coupon_used_up", message, {"coupon": coupon.code})
    limit = coupon.limit_per_person
    if limit is not None and standing.used_by_person >= limit:
        message = translatable("You have already used the coupon “%(coupon)s”.")
        return _problem("coupon_used_before", message, {"coupon": coupon.code})
    return None


def _by_currency(coupon: Coupon, goods: Sequence[Goods]) -> Problem | None:
    currency = goods[0].total.currency
    named = [amounts for amounts in (coupon.amount, coupon.minimum) if amounts]
    if all(currency in amounts for amounts in named):
        return None
    message = translatable("The coupon “%(coupon)s” is not for prices in %(currency)s.")
    return _problem("coupon_currency", message, {"coupon": coupon.code, "currency": currency})


def _by_minimum(coupon: Coupon, goods: Sequence[Goods], language: str) -> Problem | None:
    currency = goods[0].total.currency
    minimum = coupon.minimum.get(currency)
    if minimum is None or not total((line.total for line in goods), currency) < minimum:
        return None
    message = translatable("The coupon “%(coupon)s” is for orders of %(minimum)s or more.")
    values: Facts = {"coupon": coupon.code, "minimum": format_money(minimum, language)}
    return _problem("coupon_minimum", message, values)


def _problem(code: str, message: str, values: Facts) -> Problem:
    return Problem(code=code, message=message, values=values)
