"""For the owner: why each delivery method is or is not offered to an address, for a cart.

It asks the same functions that price shoppers' carts, so what it says is what they see.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shop.delivery.rules import Parcel, Verdict
from shop.money import money_json
from shop.ports import Store
from shop.pricing.choices import parcel_of, verdicts
from shop.pricing.model import Cart, Quote
from shop.pricing.service import price_book, quote
from shop.profile import Profile


@dataclass(frozen=True, slots=True)
class Simulation:
    """`quote` is what a shopper would be shown; `verdicts` are on every method, offered or not;
    there are none on a cart of nothing."""

    quote: Quote
    parcel: Parcel
    verdicts: tuple[Verdict, ...]


def simulate(store: Store, profile: Profile, cart: Cart, now: datetime) -> Simulation:
    priced = quote(store, profile, cart, now)
    offers = price_book(store, (line.sku for line in priced.lines))
    pieces = [(offers[line.sku], line.quantity) for line in priced.lines if line.sku in offers]
    parcel = parcel_of(pieces, priced.subtotal - priced.discount, profile)
    found = verdicts(cart, parcel, profile) if pieces else []
    return Simulation(priced, parcel, tuple(found))


def simulation_json(found: Simulation, language: str, translate: Any = None) -> dict[str, Any]:
    """``{goods, grams, unweighed, problems, methods: [{id, title, offered, code, why, …}]}``."""
    say = translate or (lambda message: message)
    return {
        "goods": money_json(found.parcel.goods),
        "grams": found.parcel.grams,
        "unweighed": list(found.parcel.unweighed),
        "problems": [say(each.message) % each.values for each in found.quote.problems],
        "methods": [_method(verdict, found.quote, language, say) for verdict in found.verdicts],
    }


def _method(verdict: Verdict, priced: Quote, language: str, say: Any) -> dict[str, Any]:
    """`price` is what shoppers see, after a coupon of free delivery."""
    shown = {choice.id: choice for choice in priced.shipping_methods}.get(verdict.method.id)
    title = verdict.method.title
    return {
        "id": verdict.method.id,
        "title": title.get(language) or next(iter(title.values()), ""),
        "offered": verdict.price is not None,
        "code": verdict.code,
        "why": say(verdict.message) % verdict.values,
        "price": money_json(shown.price) if shown else None,
        "earliest": str(shown.earliest) if shown and shown.earliest else None,
        "latest": str(shown.latest) if shown and shown.latest else None,
    }
