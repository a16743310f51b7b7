"""Reads the price book, the stock ledger and a coupon for a cart, and prices it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from shop.coupons.service import standing_from, standing_keys, turn_writes, used_by
from shop.delivery.slots import read_counters, slot_writes
from shop.ports import Item, Key, Store, Write
from shop.pricing.keys import offer_key
from shop.pricing.model import Cart, Offer, Quote
from shop.pricing.rules import Today, quote_cart
from shop.pricing.slots import slotted_method, with_slots
from shop.profile import Profile
from shop.stock.holds import stock_key


def quote(store: Store, profile: Profile, cart: Cart, now: datetime) -> Quote:
    """The cart at the prices, stock and coupon of `now`, all read consistently."""
    skus = cart.quantities()
    coupon = standing_keys(cart.coupon, cart.email) if cart.coupon else []
    items = store.get_many([*_price_book_keys(skus), *coupon])
    offers = {sku: offer.at(now, member=cart.member) for sku, offer in _offers(items, skus).items()}
    standing = standing_from(items, cart.coupon, cart.email) if coupon else None
    on_hand = _on_hand(items, skus)
    priced = quote_cart(cart, offers, on_hand, profile, Today(now, standing))
    method = slotted_method(priced, profile)
    if method is None:
        return priced
    return with_slots(priced, cart, profile, now, read_counters(store, method.id, now))


def requote(  # noqa: PLR0913, PLR0917 - a cart, what it is priced by, and what is its own already
    store: Store,
    profile: Profile,
    cart: Cart,
    at: datetime,
    offers: Mapping[str, Offer],
    held: Mapping[str, int],
) -> Quote:
    """The cart of an order that holds `held` pieces and a use of the cart's coupon already, for
    `offers` as they were sold `at` that moment. Its delivery slot is none of this."""
    skus = cart.quantities()
    coupon = standing_keys(cart.coupon, cart.email) if cart.coupon else []
    items = store.get_many([*map(stock_key, skus), *coupon])
    standing = standing_from(items, cart.coupon, cart.email) if coupon else None
    there = _on_hand(items, skus)
    on_hand = {sku: there.get(sku, 0) + held.get(sku, 0) for sku in skus}
    return quote_cart(cart, offers, on_hand, profile, Today(at, standing and used_by(standing)))


def promise_writes(quote: Quote, order_id: str, email: str) -> list[Write]:
    """What holds an order to its quote, in the order's transaction: the place in the slot, and the
    person's turn with a coupon that is limited per person. If it is cancelled, quote anew.

    The coupon's use itself is `redeem_writes`, which needs no quote.
    """
    writes: list[Write] = []
    if quote.slot:
        writes += slot_writes(quote.slot.id, order_id, quote.slot)
    if quote.coupon and quote.coupon_turn is not None:
        writes += turn_writes(quote.coupon, email, quote.coupon_turn)
    return writes


def price_book(store: Store, skus: Iterable[str]) -> dict[str, Offer]:
    """The entries of those of `skus` that there are."""
    wanted = list(skus)
    return _offers(store.get_many(map(offer_key, wanted)), wanted)


def availability(store: Store, skus: Iterable[str]) -> dict[str, int | None]:
    """How many of each SKU can be bought now; None where stock does not limit it.

    An unknown or unpublished SKU has 0.
    """
    wanted = list(skus)
    items = store.get_many(_price_book_keys(wanted))
    offers, on_hand = _offers(items, wanted), _on_hand(items, wanted)
    return {sku: _available(offers.get(sku), on_hand.get(sku, 0)) for sku in wanted}


def _available(offer: Offer | None, on_hand: int) -> int | None:
    if offer is None or not offer.published:
        return 0
    return max(0, on_hand) if offer.limited else None


def _price_book_keys(skus: Iterable[str]) -> list[Key]:
    return [key for sku in skus for key in (offer_key(sku), stock_key(sku))]


def _offers(items: Mapping[Key, Item], skus: Iterable[str]) -> dict[str, Offer]:
    return {
        sku: Offer.model_validate(items[key].data)
        for sku in skus
        for key in [offer_key(sku)]
        if key in items
    }


def _on_hand(items: Mapping[Key, Item], skus: Iterable[str]) -> dict[str, int]:
    return {
        sku: int(str(items[key].data["on_hand"]))
        for sku in skus
        for key in [stock_key(sku)]
        if key in items
    }
