"""Reads the price book and the stock ledger for a cart, and prices it."""

from collections.abc import Iterable
from datetime import datetime

from shop.ports import Store
from shop.pricing.keys import offer_key
from shop.pricing.model import Cart, Offer, Quote
from shop.pricing.rules import quote_cart
from shop.profile import Profile
from shop.stock.holds import stock_key


def quote(store: Store, profile: Profile, cart: Cart, now: datetime) -> Quote:
    """The cart at the prices and stock of `now`, both read consistently."""
    offers, on_hand = _price_book(store, cart.quantities())
    offers = {sku: offer.at(now) for sku, offer in offers.items()}
    return quote_cart(cart, offers, on_hand, profile)


def availability(store: Store, skus: Iterable[str]) -> dict[str, int | None]:
    """How many of each SKU can be bought now; None where stock does not limit it.

    An unknown or unpublished SKU has 0.
    """
    wanted = list(skus)
    offers, on_hand = _price_book(store, wanted)
    return {sku: _available(offers.get(sku), on_hand.get(sku, 0)) for sku in wanted}


def _available(offer: Offer | None, on_hand: int) -> int | None:
    if offer is None or not offer.published:
        return 0
    return max(0, on_hand) if offer.limited else None


def _price_book(store: Store, skus: Iterable[str]) -> tuple[dict[str, Offer], dict[str, int]]:
    wanted = list(skus)
    items = store.get_many([key for sku in wanted for key in (offer_key(sku), stock_key(sku))])
    offers = {
        sku: Offer.model_validate(items[offer_key(sku)].data)
        for sku in wanted
        if offer_key(sku) in items
    }
    on_hand = {
        sku: int(str(items[stock_key(sku)].data["on_hand"]))
        for sku in wanted
        if stock_key(sku) in items
    }
    return offers, on_hand
