"""Which products of the store a file's products are.

A product is known by its handle. One whose handle is only made of its title is known by its SKUs
first, so that a new title does not make a second product of it. One with a handle of its own that
the store does not know, and with all SKUs of a product that the file does not have, is that product
under a new handle. Any other SKU that a product of the store has stays there; the newcomer gets one
made of its handle.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from shop.catalogue.handles import Names
from shop.catalogue.keys import product_key
from shop.catalogue.model import Product
from shop.catalogue.reading.assembly import Assembled
from shop.catalogue.reading.faults import Fault
from shop.catalogue.reading.problems import Problems
from shop.catalogue.reading.skus import derived_sku
from shop.catalogue.records import product_from
from shop.i18n.messages import translatable
from shop.ports import Store
from shop.pricing.keys import offer_key


def settle(
    store: Store, catalogue: Assembled, problems: Problems, *, faulty: bool = False
) -> Assembled:
    """The file's products under the handles and SKUs they have in the store.

    Those that have a fault stay out unless `faulty`; then they are as if outside the file.
    """
    owners = _owners(store, catalogue)
    if not catalogue.titled:
        catalogue = _gathered(catalogue, owners)
    found = _with_stored_handles(catalogue, owners)
    if not catalogue.titled:
        found = _of_the_shop(store, found)
    if not faulty:
        kept = [product for product in found.products if product.handle not in found.faults]
        found = replace(found, products=kept)
    given = catalogue.rows.keys() - catalogue.derived
    found = replace(found, moved=_moved(store, found, given, owners))
    _tell(found, problems)
    return _with_stored_skus(found, owners, problems)


def _gathered(catalogue: Assembled, owners: Mapping[str, str]) -> Assembled:
    """Rows of a price list as products: variants of one product of the store belong together."""
    gathered: dict[str, Product] = {}
    first: dict[str, str] = {}  # the handle each row's product goes by now
    for product in catalogue.products:
        derived = product.handle in catalogue.derived
        name = (_known(product, owners) if derived else "") or product.handle
        known = gathered.setdefault(name, product)
        first[product.handle] = known.handle
        if known is not product:
            variants = (*known.variants, *product.variants)
            gathered[name] = known.model_copy(update={"variants": variants})
    return replace(
        catalogue,
        products=list(gathered.values()),
        rows={h: row for h, row in catalogue.rows.items() if first.get(h, h) == h},
        derived={handle for handle in catalogue.derived if first.get(handle, handle) == handle},
        faults={first.get(handle, handle): fault for handle, fault in catalogue.faults.items()},
    )


def _of_the_shop(store: Store, catalogue: Assembled) -> Assembled:
    """A file without titles can change what the shop has; it cannot bring anything new."""
    stored = store.get_many(product_key(product.handle) for product in catalogue.products)
    new = [it for it in catalogue.products if product_key(it.handle) not in stored]
    reason = "The shop has no such product yet, and the file has no titles. Add a column Title."
    strange = [
        Fault(catalogue.rows[it.handle], it.title, reason, (catalogue.rows[it.handle],))
        for it in new
    ]
    kept = [product for product in catalogue.products if product not in new]
    return replace(catalogue, products=kept, strays=[*catalogue.strays, *strange])


def _moved(
    store: Store, catalogue: Assembled, given: Collection[str], owners: Mapping[str, str]
) -> dict[str, str]:
    """New handles of stored products, by the old ones."""
    named = ((_known(it, owners), it) for it in catalogue.products if it.handle in given)
    claims = [(old, new) for old, new in named if old not in {"", *catalogue.rows}]
    handles = {handle for old, new in claims for handle in (old, new.handle)}
    stored = store.get_many(map(product_key, handles))
    return {
        old: new.handle
        for old, new in claims
        if product_key(new.handle) not in stored
        and _skus(product_from(stored[product_key(old)])) <= _skus(new)
    }


def _skus(product: Product) -> set[str]:
    return {variant.sku for variant in product.variants}


def _tell(catalogue: Assembled, problems: Problems) -> None:
    for old, new in catalogue.moved.items():
        problems.info(
            catalogue.rows[new],
            "Handle",
            "handle_moved",
            translatable(
                "“%(old)s” becomes “%(new)s” in addresses; its former address leads to "
                "the new one.",
                old=old,
                new=new,
            ),
        )


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
    chosen = _handles(catalogue, owners)
    return replace(
        catalogue,
        products=[
            product.model_copy(update={"handle": chosen[product.handle]})
            for product in catalogue.products
        ],
        rows={chosen[handle]: row for handle, row in catalogue.rows.items()},
        faults={
            chosen[handle]: replace(fault, handle=chosen[handle])
            for handle, fault in catalogue.faults.items()
        },
    )


def _handles(catalogue: Assembled, owners: Mapping[str, str]) -> dict[str, str]:
    """By the file's handle: its own where it gives one, then those that SKUs have in the store,
    and what is made of a title last. Otherwise two products that change titles would change
    places."""
    given = catalogue.rows.keys() - catalogue.derived
    chosen = dict(zip(given, given, strict=True))
    taken = set(given)
    for product in catalogue.products:
        known = "" if product.handle in given else _known(product, owners)
        if known and known not in taken:
            taken.add(known)
            chosen[product.handle] = known
    names = Names(taken)
    rest = [handle for handle in catalogue.rows if handle not in chosen]
    return chosen | {handle: names.claim(handle) for handle in rest}


def _known(product: Product, owners: Mapping[str, str]) -> str:
    """The only product of the store that has SKUs of this one; empty where there is none."""
    held = {owners[variant.sku] for variant in product.variants if variant.sku in owners}
    return held.pop() if len(held) == 1 else ""


def _with_stored_skus(
    catalogue: Assembled, owners: Mapping[str, str], problems: Problems
) -> Assembled:
    """SKUs that belong to a product outside the file, or that keeps them in it, are replaced."""
    here = {product.handle for product in catalogue.products}.union(catalogue.moved)
    foreign = {sku: handle for sku, handle in owners.items() if handle not in here}
    if not foreign:
        return catalogue
    renamed = _replacements(catalogue, foreign, problems)
    stock = catalogue.stock.items()
    return replace(
        catalogue,
        products=[_renamed(product, renamed) for product in catalogue.products],
        costs={renamed.get(sku, sku): cost for sku, cost in catalogue.costs.items()},
        stock={renamed.get(sku, sku): quantity for sku, quantity in stock},
    )


def _replacements(
    catalogue: Assembled, foreign: Mapping[str, str], problems: Problems
) -> dict[str, str]:
    """An SKU of its own for every variant that names one of `foreign`, by the named one."""
    pairs = [(product, variant) for product in catalogue.products for variant in product.variants]
    names = Names(variant.sku for _, variant in pairs)
    found: dict[str, str] = {}
    for product, variant in pairs:
        if variant.sku not in foreign:
            continue
        found[variant.sku] = names.claim(derived_sku(product.handle, variant.options))
        problems.warn(
            catalogue.rows[product.handle],
            "SKU",
            "sku_taken",
            translatable(
                "The SKU %(sku)s belongs to the product “%(owner)s”. “%(title)s” "
                "gets “%(own)s” instead.",
                sku=variant.sku,
                owner=foreign[variant.sku],
                title=product.title,
                own=found[variant.sku],
            ),
        )
    return found


def _renamed(product: Product, skus: Mapping[str, str]) -> Product:
    variants = tuple(
        variant.model_copy(update={"sku": skus.get(variant.sku, variant.sku)})
        for variant in product.variants
    )
    return product.model_copy(update={"variants": variants})
