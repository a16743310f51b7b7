"""The catalogue as a check reads it: products as they lie in the store, with their price book."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from generator.categories import Places, grow, places_of
from generator.checks.findings import Finding
from generator.checks.products import Delivery, check_delivery, check_picture
from generator.checks.words import check_categories, check_products, is_told
from generator.source import BATCH, StoredEntries
from generator.stored import StoredProduct
from shop.ports import Store
from shop.pricing.keys import offer_key
from shop.pricing.model import Offer
from shop.profile import Profile


class Survey(NamedTuple):
    """`skus` are by the handle of their product."""

    findings: list[Finding]
    skus: Mapping[str, Sequence[str]]


def published(entries: StoredEntries) -> Iterator[StoredProduct]:
    """In the order of handles."""
    found = (arrival.product for arrival in entries.arrivals(entries.handles()))
    return (product for product in found if product["status"] == "active")


def survey(store: Store, products: Iterable[StoredProduct], profile: Profile) -> Survey:
    """Looks at every product once; a large catalogue is never held whole."""
    delivery = Delivery(profile)
    others = [code for code in profile.languages if code != profile.default_language]
    untold: dict[str, list[str]] = {code: [] for code in others}
    standing: list[tuple[str, Places]] = []
    skus: dict[str, Sequence[str]] = {}
    findings: list[Finding] = []
    for product, offers in _priced(store, products):
        handle = product["handle"]
        skus[handle] = [variant["sku"] for variant in product["variants"]]
        findings += check_delivery(handle, offers, delivery)
        findings += check_picture(handle, _pictures(product))
        standing.append((handle, places_of(product)))
        for code in others:
            untold[code] += [] if is_told(product, code) else [handle]
    findings += check_products(untold, len(skus))
    findings += check_categories(grow(standing), others)
    return Survey(findings, skus)


def _priced(
    store: Store, products: Iterable[StoredProduct]
) -> Iterator[tuple[StoredProduct, list[Offer]]]:
    """Each with its offers, read in batches."""
    remaining = iter(products)
    while some := list(islice(remaining, BATCH)):
        offers = _offers(store, some)
        for product in some:
            skus = (variant["sku"] for variant in product["variants"])
            yield product, [offers[sku] for sku in skus if sku in offers]


def _offers(store: Store, products: Iterable[StoredProduct]) -> dict[str, Offer]:
    """What the price book has of these products, by SKU."""
    variants = (variant for product in products for variant in product["variants"])
    items = store.get_many(offer_key(variant["sku"]) for variant in variants)
    offers = (Offer.model_validate(item.data) for item in items.values())
    return {offer.sku: offer for offer in offers}


def _pictures(product: StoredProduct) -> list[str]:
    own = [picture["src"] for picture in product["pictures"]]
    return own + [variant["picture"] for variant in product["variants"]]
