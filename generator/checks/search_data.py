"""The prices that search shows against the price book.

What lies where in these files is said where they are written: `generator.collections.search_docs`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from generator.checks.findings import Finding, error
from generator.checks.price_book import PriceBook, Sold
from generator.collections.search_docs import CURRENCY, SOLD_OUT, card_files, grouped, tag
from shop.published.addresses import address_of

PATH = re.compile(r"search/[^/]+/(?:prices|docs)-\d+-[0-9a-f]+\.json")
Skus = Mapping[str, Sequence[str]]  # of every published product, by handle


class Shown(NamedTuple):
    """`amount` is -1 for a price on request."""

    handle: str
    amount: int
    currency: str
    sold_out: bool


def check_search(path: str, content: bytes, skus: Skus, book: PriceBook) -> Iterator[Finding]:
    try:
        shown = _shown(orjson.loads(content), skus)
    except (orjson.JSONDecodeError, KeyError, IndexError, TypeError, ValueError):
        sentence = (
            "What search loads is of other products than there are. Build again (shop build)."
        )
        yield error("search_differs", address_of(path), "", sentence)
        return
    sold = book.of(sku for each in shown for sku in skus.get(each.handle, ()))
    for each in shown:
        known = [sold[sku] for sku in skus.get(each.handle, ()) if sku in sold]
        wanted = expected(each.handle, known)
        if each != wanted:
            sentence = (
                f"Search shows “{each.handle}” at {_told(each)}; by the price book it is "
                f"{_told(wanted)}. Build again (shop build)."
            )
            yield error("search_differs", address_of(path), each.handle, sentence)


def expected(handle: str, variants: Sequence[Sold]) -> Shown:
    """The lowest price of a product, among those in the currency of its first."""
    prices = [each.price for each in variants if each.price]
    sold_out = bool(variants) and not any(each.left for each in variants)
    if not prices:
        return Shown(handle, -1, "", sold_out)
    currency = prices[0].currency
    lowest = min(price.amount for price in prices if price.currency == currency)
    return Shown(handle, lowest, currency, sold_out)


def _shown(data: Any, skus: Skus) -> list[Shown]:
    """Of a file that has prices; where these stand in it alone, products are in their known order.
    Raises ValueError where they are other products."""
    if "p" not in data:
        return []
    handles = data["a"][0] if "a" in data else _in_order(skus, data["t"])
    currencies = [currency for currency, _decimals in data["c"]]
    amounts, flags, _formers = data["p"]
    return [
        Shown(
            handle,
            amount,
            currencies[flag // CURRENCY] if amount >= 0 else "",
            bool(flag & SOLD_OUT),
        )
        for handle, amount, flag in zip(handles, amounts, flags, strict=True)
    ]


def _in_order(skus: Skus, known: str) -> list[str]:
    groups = grouped(skus, card_files(len(skus)))
    handles = [handle for group in groups for handle in group]
    if tag(handles) != known:
        raise ValueError(known)
    return handles


def _told(shown: Shown) -> str:
    price = f"{shown.amount} {shown.currency} in minor units" if shown.amount >= 0 else "no price"
    return f"{price}, {'sold out' if shown.sold_out else 'to be had'}"
