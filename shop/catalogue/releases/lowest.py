"""The lowest price before a reduction, as it was written down (``prices``).

A build reads this, so nothing heavy is imported here.
"""

from collections.abc import Iterable

from shop.ports import Json, Key, Store

LOWEST = "LOWEST"


def lowest_key(sku: str) -> Key:
    return Key(f"SKU#{sku}", LOWEST)


def lowest_prices(store: Store, skus: Iterable[str]) -> dict[str, Json]:
    """``{"amount", "currency"}`` by SKU, for those of which it is known; one read for all."""
    wanted = {f"SKU#{sku}": sku for sku in skus}
    found = store.get_across(wanted, LOWEST) if wanted else {}
    return {wanted[pk]: data["price"] for pk, data in found.items() if data["price"]}
