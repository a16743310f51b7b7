"""The yardstick's products as a shop's owner would bring them: tables for our own importer.

The catalogue has no reviews yet and the yardstick's pages do, so they travel as attributes:
the average rating first, then the specification, then five reviews whose names carry number, title,
author, date and rating.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from shop.catalogue.escaping import attribute_lines, joined, joined_paths
from shop.catalogue.model import Product

PER_FILE = 5_000  # products; the importer takes 64 MB at a time
COLUMNS = (
    "Handle",
    "Title",
    "Description",
    "Brand",
    "Categories",
    "Tags",
    "SKU",
    "Option1 Name",
    "Option1 Value",
    "Price",
    "Compare-at price",
    "Stock",
    "Pictures",
    "Picture alt",
    "Attributes",
    "SEO description",
)


def tables(data: Path) -> Iterator[bytes]:
    """CSV files of the whole catalogue, in the order in which its products were made."""
    with (data / "products.json").open("rb") as lines:
        products = (orjson.loads(line.rstrip(b",\n")) for line in lines if line.startswith(b"{"))
        while some := list(islice(products, PER_FILE)):
            yield _csv([COLUMNS, *(row for product in some for row in _rows(product))])


def price_table(product: Product, cents: int) -> bytes:
    """What an owner uploads to change the price of a product's first variant."""
    row = [product.handle, product.title, product.variants[0].sku, _decimal(cents)]
    return _csv([["Handle", "Title", "SKU", "Price"], row])


def _csv(rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _rows(product: dict[str, Any]) -> Iterator[list[str]]:
    """One a variant; what belongs to the product stands in its first row."""
    shared = [
        product["title"],
        product["description"],
        product["brand"],
        joined_paths([[category["name"] for category in product["cats"]]]),
        joined(product["tags"], ",;"),
    ]
    pictures = [
        joined((image["src"] for image in product["images"]), ";"),
        joined((image["alt"] for image in product["images"]), ";"),
        attribute_lines(_attributes(product)),
        product["summary"],
    ]
    former = round(product["list_price"] * 100)
    for variant in product["variants"]:
        price = round(variant["price"] * 100)
        own = [
            variant["sku"],
            "Variant",
            variant["name"],
            _decimal(price),
            _decimal(former) if former > price and shared[0] else "",
            str(variant["stock"]),
        ]
        yield [product["slug"], *shared, *own, *pictures]
        shared, pictures = [""] * len(shared), [""] * len(pictures)


def _attributes(product: dict[str, Any]) -> dict[str, str]:
    reviews = {
        f"{n}|{review['title']}|{review['author']}|{review['date']}|{review['rating']}": review[
            "body"
        ]
        for n, review in enumerate(product["reviews"], start=1)
    }
    own = {attribute["name"]: attribute["value"] for attribute in product["attributes"]}
    return {"Rating": str(product["rating"]), **own, **reviews}


def _decimal(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
