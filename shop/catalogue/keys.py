"""Where the catalogue lies in the store: names alone, for those who load nothing else of it."""

from shop.ports import Key

CATALOGUE = "CATALOGUE"
PRODUCT = "PRODUCT#"
HEAD = Key(CATALOGUE, "HEAD")
# Partitions of the index: what waits for a moment.
SCHEDULE = "SCHEDULE"
SALES = "SALES"


def product_key(handle: str) -> Key:
    return Key(CATALOGUE, PRODUCT + handle)
