"""The rules for products: can somebody have it, and see it?"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Protocol

from generator.checks.findings import Finding
from shop.delivery.settings import ShippingMethod
from shop.i18n.countries import countries
from shop.i18n.messages import Message, translatable
from shop.money import Money
from shop.pricing.model import Cart, CartLine, Offer
from shop.pricing.rules import quote_cart
from shop.profile import Profile

Kind = tuple[bool, str, int | None]  # what delivery may depend on: digital, currency, grams


class Article(Protocol):
    """An offer of the price book, or the variant it is made of."""

    @property
    def sku(self) -> str: ...

    @property
    def price(self) -> Money | None: ...

    @property
    def digital(self) -> bool: ...

    @property
    def weight_grams(self) -> int | None: ...


class Delivery:
    """Asks pricing itself which delivery methods an article alone in a cart is offered."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._reached: dict[Kind, bool] = {}

    def unreached(self, articles: Iterable[Article]) -> list[Article]:
        """Those that can be bought, and that no method takes to any country."""
        return [each for each in articles if each.price and not self._reaches(each)]

    def why(self, article: Article) -> str:
        """Of one that is not reached."""
        methods = self._profile.shipping
        currency = article.price.currency if article.price else ""
        if article.digital:
            return Message(translatable("it is digital, and no delivery method has digital = true"))
        priced = [method for method in methods if _takes(method, currency)]
        if not priced:
            return translatable("no delivery method has a price in %(currency)s", currency=currency)
        if article.weight_grams is None and all(method.by_weight for method in priced):
            return Message(
                translatable("it has no weight, and site/shipping.toml has no default_weight")
            )
        return translatable(
            "no delivery method with a price in %(currency)s takes a piece of it to a country that "
            "there is",
            currency=currency,
        )

    def _reaches(self, article: Article) -> bool:
        currency = article.price.currency if article.price else ""
        kind = (article.digital, currency, article.weight_grams)
        if kind not in self._reached:
            offer = Offer(
                sku=article.sku, handle="", title="", price=article.price, digital=article.digital,
                weight_grams=article.weight_grams,
            )  # fmt: skip
            self._reached[kind] = any(self._offered(offer, code) for code in self._countries)
        return self._reached[kind]

    def _offered(self, offer: Offer, country: str) -> bool:
        cart = Cart(lines=(CartLine(sku=offer.sku, quantity=1),), country=country)
        quote = quote_cart(cart, {offer.sku: offer}, {offer.sku: 1}, self._profile)
        asked = {"postcode_needed", "region_needed"}  # it depends on more than the country
        return bool(quote.shipping_methods) or any(p.code in asked for p in quote.problems)

    @cached_property
    def _countries(self) -> Sequence[str]:
        """Every country that checkout lets a shopper choose."""
        return [country["code"] for country in countries(self._profile.default_language)]


def _takes(method: ShippingMethod, currency: str) -> bool:
    return not method.digital and (method.pickup or currency in method.currencies)


def check_delivery(
    handle: str, articles: Iterable[Article], delivery: Delivery
) -> Iterator[Finding]:
    reasons: dict[str, list[str]] = {}
    for article in delivery.unreached(articles):
        reasons.setdefault(delivery.why(article), []).append(article.sku)
    for why, skus in reasons.items():
        sentence = translatable(
            "“%(handle)s” (%(skus)s) can be bought but not delivered: %(why)s. Add one to "
            "site/shipping.toml, or change the product.",
            handle=handle,
            skus=", ".join(skus),
            why=why,
        )
        yield Finding("not_delivered", "error", "product", handle, why, sentence)


def check_picture(handle: str, pictures: Iterable[str]) -> Iterator[Finding]:
    """`pictures` are the product's own and those of its variants."""
    if not any(pictures):
        sentence = translatable(
            "“%(handle)s” has no picture. Add one to its row of your spreadsheet.", handle=handle
        )
        yield Finding("no_picture", "warning", "product", handle, "", sentence)
