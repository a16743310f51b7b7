"""What of a cart can be sold, and at what price: pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shop.i18n.languages import pick
from shop.i18n.messages import translatable
from shop.money import Money
from shop.pricing.model import Cart, Offer, Problem

Texts = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line that can be sold, before discounts and taxes."""

    offer: Offer
    texts: Texts
    quantity: int
    unit_price: Money
    total: Money
    available: int | None


def wanted_lines(
    cart: Cart, offers: Mapping[str, Offer], on_hand: Mapping[str, int], default_language: str
) -> tuple[list[Wanted], list[Problem]]:
    """Lines that cannot be sold become problems; one that falls short is both."""
    lines: list[Wanted] = []
    problems: list[Problem] = []
    for sku, quantity in cart.quantities().items():
        offer = offers.get(sku)
        texts = _texts(offer, cart.language, default_language)
        refusal = _refusal(sku, offer, lines[0].total.currency if lines else "", texts[0])
        if refusal:
            problems.append(refusal)
        elif offer and offer.price:
            available = max(0, on_hand.get(sku, 0)) if offer.limited else None
            total = offer.price * quantity
            lines.append(Wanted(offer, texts, quantity, offer.price, total, available))
    return lines, [*_shortages(lines), *problems]


def _shortages(lines: Sequence[Wanted]) -> Iterator[Problem]:
    for line in lines:
        if line.available is not None and line.available < line.quantity:
            yield _shortage(line.offer.sku, line.texts[0], line.available)


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
