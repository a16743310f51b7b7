"""Offers as a page tells them to machines: schema.org, in JSON-LD."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import orjson


class Told(NamedTuple):
    """One offer as it stands there; `price` is a decimal, `availability` without its address."""

    sku: str
    price: str
    currency: str
    availability: str


def offers_of(texts: Iterable[str]) -> tuple[list[Told], list[str]]:
    """The offers that have an SKU, and why what cannot be read cannot."""
    offers: dict[Told, None] = {}
    faults = []
    for text in texts:
        try:
            offers.update(dict.fromkeys(_offers(orjson.loads(text))))
        except orjson.JSONDecodeError as error:
            faults.append(str(error))
    return list(offers), faults


def _offers(thing: Any) -> Iterator[Told]:
    if isinstance(thing, list):
        for each in thing:
            yield from _offers(each)
    elif isinstance(thing, dict):
        sku, own = thing.get("sku"), thing.get("offers")
        for offer in own if isinstance(own, list) else [own]:
            if sku and isinstance(offer, dict):
                yield _told(str(sku), offer)
        yield from _offers(list(thing.values()))


def _told(sku: str, offer: dict[str, Any]) -> Told:
    availability = str(offer.get("availability", ""))
    return Told(
        sku=str(offer.get("sku", sku)),
        price=str(offer.get("price", "")),
        currency=str(offer.get("priceCurrency", "")),
        availability=availability.rpartition("/")[2],
    )
