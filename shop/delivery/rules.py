"""For every method whether it takes a parcel to an address, for how much, and why or why not: pure.

One function answers shoppers and the owner's simulator, so they cannot disagree.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from shop.delivery.settings import Parcels, ShippingMethod, Step, Zone
from shop.delivery.zones import Destination, Reach, best_reach
from shop.i18n.messages import translatable
from shop.money import Money


@dataclass(frozen=True, slots=True)
class Parcel:
    """What has to travel. `goods` is what the shopper pays for the goods (after discounts),
    `grams` their weight with packaging, `unweighed` the SKUs whose weight nobody knows."""

    goods: Money
    grams: int = 0
    unweighed: tuple[str, ...] = ()
    only_digital: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """`price` is None where the method is not offered. `message` says why (a gettext id)."""

    method: ShippingMethod
    price: Money | None
    code: str
    message: str
    values: Mapping[str, str | int] = field(default_factory=dict)


# Why an address is not reached, by what it is to the method's zones.
NOT_REACHED = {
    Reach.OUTSIDE: ("outside", translatable("It does not go to this address.")),
    Reach.EXCEPTED: ("excepted", translatable("It leaves out this part of the country.")),
    Reach.NEEDS_COUNTRY: ("needs_country", translatable("It depends on the country.")),
    Reach.NEEDS_REGION: (
        "needs_region",
        translatable("It depends on the province or state, which is not given."),
    ),
    Reach.NEEDS_POSTCODE: (
        "needs_postcode",
        translatable("It depends on the postcode, which is not given."),
    ),
}


def weigh(
    pieces: Sequence[tuple[str, int | None, int]], parcels: Parcels
) -> tuple[int, tuple[str, ...]]:
    """Grams of `pieces` (SKU, grams of one, quantity) with packaging, and SKUs of no weight."""
    grams = parcels.packaging if pieces else 0
    unweighed = []
    for sku, own, quantity in pieces:
        each = parcels.default_weight if own is None else own
        if each is None:
            unweighed.append(sku)
        else:
            grams += each * quantity
    return grams, tuple(unweighed)


def assess(
    methods: Sequence[ShippingMethod], zones: Sequence[Zone], parcel: Parcel, to: Destination
) -> list[Verdict]:
    """A verdict on each of `methods`, in their order."""
    known = {zone.id: zone for zone in zones}
    return [_verdict(method, known, parcel, to) for method in methods]


def _verdict(
    method: ShippingMethod, zones: Mapping[str, Zone], parcel: Parcel, to: Destination
) -> Verdict:
    refusals = (
        *_wrong_kind(method, parcel),
        *_not_reached(method, zones, to),
        *_wrong_currency(method, parcel),
        *_wrong_weight(method, parcel),
    )
    return refusals[0] if refusals else _priced(method, parcel)


def _wrong_kind(method: ShippingMethod, parcel: Parcel) -> Iterator[Verdict]:
    if method.digital and not parcel.only_digital:
        message = translatable("It is for downloads only, and the cart holds goods to carry.")
        yield Verdict(method, None, "not_digital", message)
    elif parcel.only_digital and not method.digital:
        message = translatable("The cart holds nothing but downloads.")
        yield Verdict(method, None, "only_digital", message)


def _not_reached(
    method: ShippingMethod, zones: Mapping[str, Zone], to: Destination
) -> Iterator[Verdict]:
    if method.pickup or method.digital:
        return
    found = _reach(method, zones, to)
    if found is not Reach.INSIDE:
        yield Verdict(method, None, *NOT_REACHED[found])


def _reach(method: ShippingMethod, zones: Mapping[str, Zone], to: Destination) -> Reach:
    if method.zones:
        return best_reach((zones[name] for name in method.zones), to)
    if not to.country:
        return Reach.NEEDS_COUNTRY
    reached = "*" in method.countries or to.country in method.countries
    return Reach.INSIDE if reached else Reach.OUTSIDE


def _wrong_currency(method: ShippingMethod, parcel: Parcel) -> Iterator[Verdict]:
    currency = parcel.goods.currency
    free = method.digital or method.pickup
    if not free and currency not in method.currencies:
        message = translatable("It has no price in %(currency)s.")
        yield Verdict(method, None, "no_price", message, {"currency": currency})


def _wrong_weight(method: ShippingMethod, parcel: Parcel) -> Iterator[Verdict]:
    steps = method.by_weight.get(parcel.goods.currency, ())
    bounds = [steps[-1].bound] if steps else []
    bounds += [] if method.max_weight is None else [method.max_weight]
    if not bounds or parcel.only_digital:
        return
    if parcel.unweighed:
        message = translatable("It asks for the weight, and these have none: %(skus)s.")
        skus = ", ".join(parcel.unweighed)
        yield Verdict(method, None, "weight_unknown", message, {"skus": skus})
    elif parcel.grams > min(bounds):
        message = translatable("It takes up to %(limit)s g, and the parcel weighs %(grams)s g.")
        values = {"limit": min(bounds), "grams": parcel.grams}
        yield Verdict(method, None, "too_heavy", message, values)


def _priced(method: ShippingMethod, parcel: Parcel) -> Verdict:
    currency = parcel.goods.currency
    nothing = Money.of(0, currency)
    if method.digital or currency not in method.currencies:
        return Verdict(method, nothing, "free", translatable("It is free."))
    free_above = method.free_above.get(currency)
    if free_above and not parcel.goods < free_above:
        message = translatable("Goods worth this much travel free.")
        return Verdict(method, nothing, "free_above", message)
    if currency in method.by_weight:
        message = translatable("Its price is for %(grams)s g.")
        price = _up_to(method.by_weight[currency], parcel.grams)
        return Verdict(method, price, "by_weight", message, {"grams": parcel.grams})
    if currency in method.by_amount:
        message = translatable("Its price depends on what the goods are worth.")
        return _by_amount(method, parcel, message)
    return Verdict(method, method.price[currency], "flat", translatable("It has one price."))


def _up_to(steps: Sequence[Step], grams: int) -> Money:
    return next(step.price for step in steps if grams <= step.bound)


def _by_amount(method: ShippingMethod, parcel: Parcel, message: str) -> Verdict:
    reached = [
        step.price
        for step in method.by_amount[parcel.goods.currency]
        if step.bound <= parcel.goods.amount
    ]
    if not reached:
        message = translatable("Its prices begin at goods worth more than these.")
        return Verdict(method, None, "too_little", message)
    return Verdict(method, reached[-1], "by_amount", message)
