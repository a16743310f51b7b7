"""The price of a cart, as a pure function of the cart, the price book, stock and the settings.

Rounding: once, on the tax of the whole order, half away from zero (``Money.portion``).
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from shop.i18n.languages import pick
from shop.i18n.messages import translatable
from shop.money import Money, total
from shop.pricing.model import (
    Cart,
    Offer,
    PaymentChoice,
    Problem,
    Quote,
    QuoteLine,
    ShippingChoice,
)
from shop.profile import Profile, ShippingMethod, Tax


def quote_cart(
    cart: Cart, offers: Mapping[str, Offer], on_hand: Mapping[str, int], profile: Profile
) -> Quote:
    """Prices `cart`. `offers` and `on_hand` are by SKU; an SKU absent from `offers` is unknown.

    Lines that cannot be sold become problems and are left out of the sums.
    """
    lines, problems = _lines(cart, offers, on_hand, profile)
    currency = lines[0].unit_price.currency if lines else profile.currency
    methods = _shipping_methods(cart, lines, currency, profile)
    shipping = _chosen_shipping(cart, methods)
    payments = _payment_methods(cart, lines, profile)
    problems += _choice_problems(cart, lines, methods, payments)
    subtotal = total((line.total for line in lines), currency)
    cost = shipping.price if shipping else Money.of(0, currency)
    tax, added = _tax(subtotal + cost, profile.tax)
    return Quote(
        currency=currency,
        lines=tuple(lines),
        subtotal=subtotal,
        discount=Money.of(0, currency),
        shipping=cost,
        tax=tax,
        total=subtotal + cost + added,
        shipping_methods=tuple(methods),
        payment_methods=tuple(payments),
        chosen_shipping=shipping.id if shipping else "",
        chosen_payment=cart.payment or (payments[0].id if payments else ""),
        problems=tuple(problems),
    )


def _lines(
    cart: Cart, offers: Mapping[str, Offer], on_hand: Mapping[str, int], profile: Profile
) -> tuple[list[QuoteLine], list[Problem]]:
    lines: list[QuoteLine] = []
    problems: list[Problem] = []
    for sku, quantity in cart.quantities().items():
        offer = offers.get(sku)
        texts = _texts(offer, cart.language, profile.default_language)
        refusal = _refusal(sku, offer, _currency(lines), texts[0])
        if refusal:
            problems.append(refusal)
        elif offer and offer.price:
            available = max(0, on_hand.get(sku, 0)) if offer.limited else quantity
            known = available if offer.limited else None
            lines.append(_line(offer, offer.price, quantity, known, texts))
            if available < quantity:
                problems.append(_shortage(sku, texts[0], available))
    return lines, problems


def _currency(lines: list[QuoteLine]) -> str:
    return lines[0].unit_price.currency if lines else ""


def _refusal(sku: str, offer: Offer | None, currency: str, title: str) -> Problem | None:
    if offer is None:
        return Problem(
            code="unknown_sku",
            message=translatable("There is no article “%(sku)s” in this shop."),
            sku=sku,
            values={"sku": sku},
        )
    if not offer.published or offer.price is None:
        return Problem(
            code="not_for_sale",
            message=translatable("“%(title)s” cannot be bought at the moment."),
            sku=sku,
            values={"title": title},
        )
    if currency and currency != offer.price.currency:
        return Problem(
            code="mixed_currencies",
            message=translatable(
                "“%(title)s” is sold in another currency. Please order it separately."
            ),
            sku=sku,
            values={"title": title},
        )
    return None


def _shortage(sku: str, title: str, available: int) -> Problem:
    message = (
        translatable("Only %(available)s of “%(title)s” are left.")
        if available
        else translatable("“%(title)s” is sold out.")
    )
    return Problem(
        code="out_of_stock",
        message=message,
        sku=sku,
        values={"title": title, "available": available},
    )


def _texts(offer: Offer | None, language: str, default: str) -> tuple[str, str]:
    """Title and variant label in the shopper's language."""
    if offer is None:
        return "", ""
    return (
        pick({**offer.titles, default: offer.title}, language, default),
        pick({**offer.labels, default: offer.label}, language, default),
    )


def _line(
    offer: Offer, price: Money, quantity: int, available: int | None, texts: tuple[str, str]
) -> QuoteLine:
    return QuoteLine(
        sku=offer.sku,
        handle=offer.handle,
        title=texts[0],
        label=texts[1],
        quantity=quantity,
        unit_price=price,
        total=price * quantity,
        available=available,
        picture=offer.picture,
        digital=offer.digital,
    )


def _shipping_methods(
    cart: Cart, lines: list[QuoteLine], currency: str, profile: Profile
) -> list[ShippingChoice]:
    """What can carry this cart to this country: to the door first, then by price."""
    if not lines:
        return []
    only_digital = all(line.digital for line in lines)
    subtotal = total((line.total for line in lines), currency)
    fitting = (
        method
        for method in profile.shipping
        if method.digital == only_digital and _reaches(method, cart.country)
    )
    choices = [
        _choice(method, price, cart.language, profile)
        for method in fitting
        if (price := _shipping_price(method, subtotal)) is not None
    ]
    return sorted(choices, key=lambda choice: (not choice.needs_address, choice.price.amount))


def _reaches(method: ShippingMethod, country: str) -> bool:
    if method.pickup or method.digital:
        return True
    return bool(country) and ("*" in method.countries or country in method.countries)


def _shipping_price(method: ShippingMethod, subtotal: Money) -> Money | None:
    currency = subtotal.currency
    if method.digital:
        return Money.of(0, currency)
    price = method.price.get(currency)
    if price is None and method.pickup:
        return Money.of(0, currency)
    free_above = method.free_above.get(currency)
    if price and free_above and not subtotal < free_above:
        return Money.of(0, currency)
    return price


def _choice(
    method: ShippingMethod, price: Money, language: str, profile: Profile
) -> ShippingChoice:
    default = profile.default_language
    return ShippingChoice(
        id=method.id,
        title=pick(method.title, language, default),
        estimate=pick(method.estimate, language, default),
        price=price,
        needs_address=not (method.pickup or method.digital),
    )


def _chosen_shipping(cart: Cart, methods: list[ShippingChoice]) -> ShippingChoice | None:
    """The shopper's choice; before there is one, the cheapest that delivers to the address."""
    chosen = next((method for method in methods if method.id == cart.shipping), None)
    if chosen or cart.shipping:
        return chosen
    delivered = [method for method in methods if method.needs_address or not cart.country]
    return next(iter(delivered or methods), None)


def _payment_methods(cart: Cart, lines: list[QuoteLine], profile: Profile) -> list[PaymentChoice]:
    default = profile.default_language
    only_digital = bool(lines) and all(line.digital for line in lines)
    choices = []
    if profile.bank_transfer.enabled:
        title = pick(profile.bank_transfer.title, cart.language, default)
        choices.append(PaymentChoice(id="bank_transfer", title=title))
    cod = profile.cod
    reached = "*" in cod.countries or cart.country in cod.countries
    if cod.enabled and reached and not only_digital:
        choices.append(PaymentChoice(id="cod", title=pick(cod.title, cart.language, default)))
    return choices


def _choice_problems(
    cart: Cart,
    lines: list[QuoteLine],
    methods: list[ShippingChoice],
    payments: list[PaymentChoice],
) -> Iterator[Problem]:
    yield from _shipping_problems(cart, methods) if lines else ()
    if cart.coupon:
        yield Problem(
            code="unknown_coupon",
            message=translatable("There is no coupon “%(coupon)s”."),
            values={"coupon": cart.coupon},
        )
    if cart.payment and cart.payment not in {payment.id for payment in payments}:
        yield Problem(
            code="payment_unavailable",
            message=translatable("The payment method you chose is not available for this order."),
        )


def _shipping_problems(cart: Cart, methods: list[ShippingChoice]) -> Iterator[Problem]:
    if cart.country and not methods:
        yield Problem(
            code="no_shipping_method",
            message=translatable("We cannot deliver this cart to the country you chose."),
        )
    elif cart.shipping and cart.shipping not in {method.id for method in methods}:
        yield Problem(
            code="shipping_unavailable",
            message=translatable("The delivery method you chose is not available for this cart."),
        )


def _tax(taxed: Money, tax: Tax) -> tuple[Money, Money]:
    """The tax in or on `taxed`, and what it adds to the total."""
    if tax.inclusive:
        contained = taxed.portion(tax.rate / (Decimal(1) + tax.rate))
        return contained, Money.of(0, taxed.currency)
    due = taxed.portion(tax.rate)
    return due, due
