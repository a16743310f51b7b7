"""Where the price book lies in the store."""

from shop.ports import Key


def offer_key(sku: str) -> Key:
    return Key(f"SKU#{sku}", "OFFER")
