"""A file's products beside those in the store: which are the same, new, changed.

A product is known by its handle. One whose handle is only made of its title is known by its SKUs
first, so that a new title does not make a second product of it. An SKU that another product of the
store has stays there; the newcomer gets one made of its handle.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shop.catalogue.handles import Names
from shop.catalogue.model import Product
from shop.catalogue.reading.assembly import Assembled
from shop.catalogue.reading.problems import Problems
from shop.catalogue.reading.skus import derived_sku
from shop.catalogue.records import product_from, product_item, product_key
from shop.ports import Item, Key, Store
from shop.pricing.service import offer_key


@dataclass(slots=True)
class Plan:
    """`vanished` are SKUs that a product in the file had before and no longer has."""

    catalogue: Assembled
    added: list[Product] = field(default_factory=list)
    changed: list[Product] = field(default_factory=list)
    unchanged: list[Product] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)


def reconcile(store: Store, catalogue: Assembled, problems: Problems) -> Plan:
    owners = _owners(store, catalogue)
    settled = _with_stored_skus(_with_stored_handles(catalogue, owners), owners, problems)
    stored = store.get_many(product_key(product.handle) for product in settled.products)
    plan = Plan(settled)
    for product in settled.products:
        before = stored.get(product_key(product.handle))
        if before is None:
            plan.added.append(product)
        elif dict(before.data) == dict(product_item(product).data):
            plan.unchanged.append(product)
        else:
            plan.changed.append(product)
    plan.vanished = _vanished(settled, stored)
    return plan


def _owners(store: Store, catalogue: Assembled) -> dict[str, str]:
    """The handle of the stored product that really has the SKU, by SKU."""
    skus = [variant.sku for product in catalogue.products for variant in product.variants]
    offers = store.get_many(map(offer_key, skus))
    claimed = {sku: str(offers[offer_key(sku)].data["handle"])
               for sku in skus if offer_key(sku) in offers}  # fmt: skip
    stored = store.get_many(product_key(handle) for handle in set(claimed.values()))
    having = {
        (variant.sku, product.handle)
        for product in map(product_from, stored.values())
        for variant in product.variants
    }
    return {sku: handle for sku, handle in claimed.items() if (sku, handle) in having}


def _with_stored_handles(catalogue: Assembled, owners: Mapping[str, str]) -> Assembled:
    """Products under the handle that their SKUs already have, where the file gives none."""
    taken = {product.handle for product in catalogue.products}
    products = []
    rows = {}
    for product in catalogue.products:
        held = {owners[v.sku] for v in product.variants if v.sku in owners}
        handle = next(iter(held)) if len(held) == 1 else product.handle
        if product.handle in catalogue.derived and handle not in taken:
            taken.add(handle)
            products.append(product.model_copy(update={"handle": handle}))
        else:
            products.append(product)
        rows[products[-1].handle] = catalogue.rows[product.handle]
    return Assembled(products, catalogue.costs, catalogue.stock, rows, catalogue.derived)


def _with_stored_skus(
    catalogue: Assembled, owners: Mapping[str, str], problems: Problems
) -> Assembled:
    """SKUs that belong to a product outside the file, or that keeps them in it, are replaced."""
    here = {product.handle for product in catalogue.products}
    foreign = {sku: handle for sku, handle in owners.items() if handle not in here}
    if not foreign:
        return catalogue
    names = Names(variant.sku for product in catalogue.products for variant in product.variants)
    renamed: dict[str, str] = {}
    products = []
    for product in catalogue.products:
        own = {v.sku: names.claim(derived_sku(product.handle, v.options))
               for v in product.variants if v.sku in foreign}  # fmt: skip
        for sku, replacement in own.items():
            problems.warn(
                catalogue.rows[product.handle],
                "SKU",
                "sku_taken",
                f"The SKU {sku} belongs to the product “{foreign[sku]}”. “{product.title}” gets "
                f"“{replacement}” instead.",
            )
        renamed.update(own)
        products.append(_renamed(product, own) if own else product)
    return Assembled(
        products,
        {renamed.get(sku, sku): cost for sku, cost in catalogue.costs.items()},
        {renamed.get(sku, sku): quantity for sku, quantity in catalogue.stock.items()},
        catalogue.rows,
        catalogue.derived,
    )


def _renamed(product: Product, skus: Mapping[str, str]) -> Product:
    variants = tuple(
        variant.model_copy(update={"sku": skus.get(variant.sku, variant.sku)})
        for variant in product.variants
    )
    return product.model_copy(update={"variants": variants})


def _vanished(catalogue: Assembled, stored: Mapping[Key, Item]) -> list[str]:
    kept = {variant.sku for product in catalogue.products for variant in product.variants}
    before = [variant.sku for item in stored.values() for variant in product_from(item).variants]
    return [sku for sku in dict.fromkeys(before) if sku not in kept]
