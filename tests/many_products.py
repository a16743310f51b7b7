"""Shops of any size, always the same ones, and the files that search has of them."""

import random
from typing import cast

from factories import profile

from generator.collections.assembly import collections_for
from generator.shop_facts import facts_of
from generator.source import Entry
from generator.stored import StoredProduct
from generator.views import ProductViews
from shop.catalogue.model import Product, Variant
from shop.money import Money

MAKERS = [f"{a}{b}" for a in ("An", "Bao", "Cam", "Dai", "Hoa") for b in ("", "lan", "ky", "vu")]
KINDS = [
    "bowl", "cup", "teapot", "scarf", "notebook", "lantern",
    "basket", "candle", "tray", "spoon", "vase", "brush",
]  # fmt: skip
STUFFS = [
    "bamboo", "celadon", "linen", "silk", "paper", "lacquer",
    "walnut", "copper", "cotton", "jade", "rattan", "clay",
]  # fmt: skip
LOOKS = [
    "blue", "green", "plain", "folded", "woven", "carved",
    "painted", "glazed", "striped", "small", "large", "old",
]  # fmt: skip


def many(count: int) -> list[Entry]:
    chance = random.Random(7)  # noqa: S311 - the same shop every time
    return [_entry(number, chance) for number in range(count)]


def _entry(number: int, chance: random.Random) -> Entry:
    kind, stuff, look = (chance.choice(words) for words in (KINDS, STUFFS, LOOKS))
    price, sku = chance.randrange(400, 30_000, 50), f"{stuff[:3]}-{number:05d}".upper()
    product = Product(
        handle=f"{look}-{stuff}-{kind}-{number}",
        title=f"{look.capitalize()} {stuff} {kind} {number}",
        brand=chance.choice(MAKERS),
        categories=((f"{stuff.capitalize()} things", f"{kind.capitalize()}s"),),
        variants=(Variant(sku=sku, price=Money.of(price, "USD")),),
    )
    gone = frozenset({sku} if chance.random() < 0.1 else ())
    return Entry(cast("StoredProduct", product.model_dump(mode="json")), gone, "")


def search_files(entries: list[Entry], language: str) -> dict[str, bytes]:
    """By path, every file of search in a language."""
    files: dict[str, bytes] = {}
    found = collections_for(facts_of(profile()), "https://shop.example.com", len(entries))
    for collection in (each for each in found if each.name.startswith("search-")):
        views = ProductViews(language, "en")
        buckets: dict[str, dict[str, object]] = {}
        for entry in entries:
            for bucket, fragment in collection.fragments(entry, views).items():
                buckets.setdefault(bucket, {})[entry.handle] = fragment
        for bucket, fragments in buckets.items():
            files |= collection.files(language, bucket, fragments)
        files |= collection.overview(language, buckets)
    return files
