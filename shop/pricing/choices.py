"""The ways of delivery and payment a cart is offered, and which of them hold: pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from shop.delivery.days import arrival, dispatch_day
from shop.delivery.rules import Parcel, Verdict, assess, weigh
from shop.delivery.zones import Destination
from shop.i18n.languages import pick
from shop.i18n.messages import translatable
from shop.money import Money
from shop.pricing.lines import Wanted
from shop.pricing.model import Cart, Offer, PaymentChoice, Problem, ShippingChoice
from shop.profile import Profile


def parcel_of(pieces: Iterable[tuple[Offer, int]], goods: Money, profile: Profile) -> Parcel:
    """What `pieces` (offer and quantity) make, sold for `goods`."""
    carried = [
        (offer.sku, offer.weight_grams, quantity) for offer, quantity in pieces if not offer.digital
    ]
    grams, unweighed = weigh(carried, profile.parcels)
    return Parcel(goods, grams, unweighed, only_digital=not carried)


def verdicts(cart: Cart, parcel: Parcel, profile: Profile) -> list[Verdict]:
    """On every delivery method of the shop, offered or not."""
    to = Destination(cart.country, cart.region, cart.postcode)
    return assess(profile.shipping, profile.zones, parcel, to)


def shipping_choices(
    found: Sequence[Verdict],
    cart: Cart,
    profile: Profile,
    now: datetime | None,
    free_methods: tuple[str, ...] | None,
) -> list[ShippingChoice]:
    """To the door first, then by price as it is without a coupon. `free_methods` are those that a
    coupon makes free: None for no method, empty for every one."""
    leaves = _dispatch(profile, now)
    priced = [(verdict, verdict.price) for verdict in found if verdict.price is not None]
    priced.sort(key=lambda pair: (not _needs_address(pair[0]), pair[1].amount))
    return [
        _choice(verdict, _waived(verdict, price, free_methods), cart.language, profile, leaves)
        for verdict, price in priced
    ]


def _dispatch(profile: Profile, now: datetime | None) -> date | None:
    """Only where some method says how long it takes."""
    if now is None or not any(method.lead_days for method in profile.shipping):
        return None
    return dispatch_day(now, profile.days)


def _needs_address(verdict: Verdict) -> bool:
    return not (verdict.method.pickup or verdict.method.digital)


def _waived(verdict: Verdict, price: Money, free_methods: tuple[str, ...] | None) -> Money:
    if free_methods is None or (free_methods and verdict.method.id not in free_methods):
        return price
    return Money.of(0, price.currency)


def _choice(
    verdict: Verdict, price: Money, language: str, profile: Profile, leaves: date | None
) -> ShippingChoice:
    method, default = verdict.method, profile.default_language
    earliest, latest = None, None
    if leaves and method.lead_days:
        earliest, latest = arrival(leaves, method.lead_days, profile.days)
    return ShippingChoice(
        id=method.id,
        title=pick(method.title, language, default),
        estimate=pick(method.estimate, language, default),
        price=price,
        needs_address=_needs_address(verdict),
        earliest=earliest,
        latest=latest,
    )


def chosen_shipping(cart: Cart, methods: Sequence[ShippingChoice]) -> ShippingChoice | None:
    """The shopper's choice; before there is one, the cheapest that delivers to the address."""
    chosen = next((method for method in methods if method.id == cart.shipping), None)
    if chosen or cart.shipping:
        return chosen
    delivered = [method for method in methods if method.needs_address or not cart.country]
    return next(iter(delivered or methods), None)


def shipping_problems(
    cart: Cart, found: Sequence[Verdict], methods: Sequence[ShippingChoice]
) -> Iterator[Problem]:
    if cart.country and not methods:
        yield _nothing_offered({verdict.code for verdict in found})
    elif cart.shipping and cart.shipping not in {method.id for method in methods}:
        yield Problem(
            code="shipping_unavailable",
            message=translatable("The delivery method you chose is not available for this cart."),
        )


def _nothing_offered(codes: set[str]) -> Problem:
    if "needs_postcode" in codes:
        message = translatable("Please give the postcode: delivery depends on it.")
        return Problem(code="postcode_needed", message=message)
    if "needs_region" in codes:
        message = translatable("Please give the province or state: delivery depends on it.")
        return Problem(code="region_needed", message=message)
    if "too_heavy" in codes:
        message = translatable("These goods are too heavy for one parcel. Please order less.")
        return Problem(code="too_heavy", message=message)
    message = translatable("We cannot deliver this cart to the country you chose.")
    return Problem(code="no_shipping_method", message=message)


def payment_choices(cart: Cart, lines: Sequence[Wanted], profile: Profile) -> list[PaymentChoice]:
    offered = (
        ("card", profile.card.enabled, profile.card.title),
        ("bank_transfer", profile.bank_transfer.enabled, profile.bank_transfer.title),
        ("cod", _cash_at_the_door(cart, lines, profile), profile.cod.title),
    )
    return [
        PaymentChoice(id=name, title=pick(title, cart.language, profile.default_language))
        for name, enabled, title in offered
        if enabled
    ]


def _cash_at_the_door(cart: Cart, lines: Sequence[Wanted], profile: Profile) -> bool:
    cod = profile.cod
    only_digital = bool(lines) and all(line.offer.digital for line in lines)
    reached = "*" in cod.countries or cart.country in cod.countries
    return cod.enabled and reached and not only_digital


def payment_problems(cart: Cart, payments: Sequence[PaymentChoice]) -> Iterator[Problem]:
    if cart.payment and cart.payment not in {payment.id for payment in payments}:
        yield Problem(
            code="payment_unavailable",
            message=translatable("The payment method you chose is not available for this order."),
        )
