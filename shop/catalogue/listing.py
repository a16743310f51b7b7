"""Products of every status as the owner's desk lists and searches them, in the order of handles."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from shop.catalogue.keys import product_key
from shop.catalogue.reading.cells import folded
from shop.money import Money
from shop.ports import Store
from shop.pricing.keys import offer_key

PER_PAGE = 30
MOST_LOOKED_AT = 5000  # products of one page of a search; the next page goes on from there


class Row(NamedTuple):
    """`price` is the lowest of all variants, None where none has one."""

    handle: str
    title: str
    status: str
    skus: tuple[str, ...]
    price: Money | None
    picture: str


class Listed(NamedTuple):
    """`next` goes into `after`, "" at the end."""

    rows: tuple[Row, ...]
    next: str


def products(store: Store, query: str = "", status: str = "", after: str = "") -> Listed:
    """Those in whose titles, handle or SKUs every word of `query` is found; where `query` is an
    SKU, the product that has it."""
    own = None if after else _of_sku(store, query.strip())
    if own is not None:
        return Listed((own,), "")
    words = folded(query).split()
    found: list[Row] = []
    last = ""  # the handle that was looked at last
    for data in islice(_stored(store, after), MOST_LOOKED_AT):
        last = str(data["handle"])
        if _wanted(data, words, status):
            found.append(_row(data))
        if len(found) == PER_PAGE:
            break
    return Listed(tuple(found), _next(store, last))


def _wanted(data: Mapping[str, Any], words: Sequence[str], status: str) -> bool:
    return status in {"", data["status"]} and all(word in _text(data) for word in words)


def _of_sku(store: Store, sku: str) -> Row | None:
    offer = store.get(offer_key(sku)) if sku else None
    item = store.get(product_key(str(offer.data["handle"]))) if offer else None
    return _row(item.data) if item else None


def _next(store: Store, handle: str) -> str:
    """`handle`, where others come after it."""
    prefix = product_key("")
    rest = store.query(prefix.pk, prefix.sk, after=product_key(handle).sk, limit=1)
    return handle if rest.items else ""


def _stored(store: Store, after: str) -> Iterator[Mapping[str, Any]]:
    prefix = product_key("")
    cursor = product_key(after).sk if after else None
    while True:
        page = store.query(prefix.pk, prefix.sk, after=cursor, limit=200)
        for item in page.items:
            yield item.data
        cursor = page.next
        if cursor is None:
            return


def _text(data: Mapping[str, Any]) -> str:
    titles = [text["title"] for text in data["texts"].values()]
    skus = [variant["sku"] for variant in data["variants"]]
    return folded(" ".join([data["title"], data["handle"], *titles, *skus]))


def _row(data: Mapping[str, Any]) -> Row:
    prices = [variant["price"] for variant in data["variants"] if variant["price"]]
    lowest = min(prices, key=lambda price: price["amount"], default=None)
    pictures = [picture["src"] for picture in data["pictures"]]
    return Row(
        data["handle"],
        data["title"],
        data["status"],
        tuple(variant["sku"] for variant in data["variants"]),
        Money.model_validate(lowest) if lowest else None,
        pictures[0] if pictures else "",
    )
