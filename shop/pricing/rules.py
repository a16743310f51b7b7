"""The price of a cart, as a pure function of the cart, the price book, stock and the settings.

In this order: goods, the coupon's discount, delivery (by what the goods cost then), taxes. Rounding
is half away from zero (``Money.portion``), once for a coupon and once for each tax rate; what comes
of it is shared out by the largest remainder (``splitting.py``), so that all shares sum exactly.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from shop.coupons.model import Goods, Grant, Standing, canonical
from shop.coupons.rules import judge
from shop.money import Money, total
from shop.pricing.choices import (
    chosen_shipping,
    parcel_of,
    payment_choices,
    payment_problems,
    shipping_choices,
    shipping_problems,
    verdicts,
)
from shop.pricing.lines import Wanted, wanted_lines
from shop.pricing.model import Cart, Offer, Problem, Quote, QuoteLine, ShippingChoice
from shop.pricing.taxes import Taxed, rate_of, shipping_rate, tax_shares
from shop.profile import Profile


class Today(NamedTuple):
    """What else a quote depends on: its moment, for days of delivery and coupons, and how the
    coupon that the cart names stands then."""

    now: datetime | None = None
    standing: Standing | None = None


UNDATED = Today()


def quote_cart(
    cart: Cart,
    offers: Mapping[str, Offer],
    on_hand: Mapping[str, int],
    profile: Profile,
    today: Today = UNDATED,
) -> Quote:
    """Prices `cart`. `offers` and `on_hand` are by SKU; an SKU absent from `offers` is unknown.

    Lines that cannot be sold become problems and are left out of the sums.
    """
    lines, problems = wanted_lines(cart, offers, on_hand, profile.default_language)
    grant, refusals = _coupon(cart, lines, today)
    currency = lines[0].total.currency if lines else profile.currency
    subtotal = total((line.total for line in lines), currency)
    goods = subtotal - Money.of(sum(grant.shares), currency)
    methods, chosen, undelivered = _delivery(cart, lines, goods, grant, profile, today)
    payments = payment_choices(cart, lines, profile)
    cost = chosen.price if chosen else Money.of(0, currency)
    taxes = _taxes(lines, grant, cost, cart.country, profile)
    tax = Money.of(sum(taxes), currency)
    return Quote(
        currency=currency,
        lines=_quoted(lines, grant, taxes, cart.country, profile),
        subtotal=subtotal,
        discount=subtotal - goods,
        shipping=cost,
        tax=tax,
        shipping_tax=Money.of(taxes[-1], currency),
        tax_included=profile.tax.inclusive,
        total=goods + cost if profile.tax.inclusive else goods + cost + tax,
        **_applied(cart, lines, refusals, today.standing),
        shipping_methods=tuple(methods),
        payment_methods=tuple(payments),
        chosen_shipping=chosen.id if chosen else "",
        chosen_payment=cart.payment or (payments[0].id if payments else ""),
        problems=(*problems, *undelivered, *refusals, *payment_problems(cart, payments)),
    )


def _delivery(  # noqa: PLR0913, PLR0917 - a quote in the making, which nothing else needs to hold
    cart: Cart,
    lines: Sequence[Wanted],
    goods: Money,
    grant: Grant,
    profile: Profile,
    today: Today,
) -> tuple[list[ShippingChoice], ShippingChoice | None, list[Problem]]:
    if not lines:
        return [], None, []
    parcel = parcel_of(((line.offer, line.quantity) for line in lines), goods, profile)
    found = verdicts(cart, parcel, profile)
    methods = shipping_choices(found, cart, profile, today.now, grant.free_methods)
    problems = list(shipping_problems(cart, found, methods))
    return methods, chosen_shipping(cart, methods), problems


def _applied(
    cart: Cart, lines: Sequence[Wanted], refusals: Sequence[Problem], standing: Standing | None
) -> dict[str, Any]:
    """The quote's fields of a coupon that holds."""
    if standing is None or refusals or not lines or not cart.coupon:
        return {}
    limited = standing.coupon.limit_per_person is not None
    turn = standing.turn if limited else None
    return {"coupon": standing.coupon.code, "coupon_turn": turn}


def _coupon(cart: Cart, lines: Sequence[Wanted], today: Today) -> tuple[Grant, list[Problem]]:
    """What the coupon gives; nothing where there is none, or where it does not hold."""
    nothing = Grant((0,) * len(lines))
    if not canonical(cart.coupon) or not lines:
        return nothing, []
    goods = [
        Goods(line.offer.sku, line.offer.categories, line.total, line.offer.reduced)
        for line in lines
    ]
    judged = judge(today.standing, cart.coupon, goods, today.now, cart.language)
    return (judged, []) if isinstance(judged, Grant) else (nothing, [judged])


def _taxes(
    lines: Sequence[Wanted], grant: Grant, cost: Money, country: str, profile: Profile
) -> list[int]:
    """Shares of the tax by line; the last one is delivery's."""
    parts = [
        Taxed(line.total.amount - off, rate_of(profile.tax, line.offer, country))
        for line, off in zip(lines, grant.shares, strict=True)
    ]
    parts.append(Taxed(cost.amount, shipping_rate(profile.tax, country)))
    return tax_shares(parts, cost.currency, inclusive=profile.tax.inclusive)


def _quoted(
    lines: Sequence[Wanted], grant: Grant, taxes: Sequence[int], country: str, profile: Profile
) -> tuple[QuoteLine, ...]:
    return tuple(
        QuoteLine(
            sku=line.offer.sku,
            handle=line.offer.handle,
            title=line.texts[0],
            label=line.texts[1],
            quantity=line.quantity,
            unit_price=line.unit_price,
            total=line.total,
            discount=Money.of(off, line.total.currency),
            tax=Money.of(tax, line.total.currency),
            tax_rate=rate_of(profile.tax, line.offer, country),
            available=line.available,
            back_order=line.offer.back_order,
            picture=line.offer.picture,
            digital=line.offer.digital,
            category=" > ".join(line.offer.categories[0]) if line.offer.categories else "",
        )
        for line, off, tax in zip(lines, grant.shares, taxes, strict=False)
    )
