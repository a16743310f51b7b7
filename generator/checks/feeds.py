"""The product feeds against the price book (`generator.collections.product_feed` writes them)."""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from generator.checks.findings import Finding, error
from generator.checks.price_book import PriceBook, Sold
from generator.checks.prices import written
from shop.money import Money
from shop.published.addresses import address_of

PATH = re.compile(r"feeds/[^/]+/products(-\d+)?\.xml")
_ITEM = re.compile(r"<item>(.*?)</item>", re.DOTALL)
_FIELD = re.compile(r"<g:(id|price|sale_price|availability)>([^<]*)</g:\1>")


class Item(NamedTuple):
    id: str
    price: str = ""
    sale_price: str = ""
    availability: str = ""


def check_feed(path: str, text: str, book: PriceBook) -> Iterator[Finding]:
    items = [_item(found) for found in _ITEM.findall(text)]
    sold = book.of(item.id for item in items)
    for item in items:
        fault = _fault(item, sold.get(item.id))
        if fault:
            sentence = f"{fault} Build again (shop build)."
            yield error("feed_differs", address_of(path), item.id, sentence)


def _item(text: str) -> Item:
    fields = {name: unescape(value) for name, value in _FIELD.findall(text)}
    return Item(**{"id": "", **fields})


def _fault(item: Item, sold: Sold | None) -> str | None:
    if sold is None or not sold.published or sold.price is None:
        return f"The feed offers {item.id}, which the price book does not sell."
    former = sold.former
    wanted = (_text(former), _text(sold.price)) if former else (_text(sold.price), "")
    if (item.price, item.sale_price) != wanted:
        said, real = " and ".join(filter(None, item[1:3])), " and ".join(filter(None, wanted))
        return f"The feed says {said} of {item.id}; the price book says {real}."
    if (item.availability == "in_stock") != sold.left:
        real = "there is some" if sold.left else "there is none left"
        return f"The feed says {item.availability} of {item.id}; {real}."
    return None


def _text(price: Money) -> str:
    return " ".join(written(price))
