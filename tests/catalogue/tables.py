"""Small tables in the shop's own format, read and published."""

from datetime import UTC, datetime
from typing import Any

from shop.adapters.sqlite_store import SqliteStore
from shop.catalogue.importing import Reading, read_file
from shop.catalogue.keys import product_key
from shop.catalogue.model import Product
from shop.catalogue.proposing import Choices
from shop.catalogue.publishing import Order, Outcome, publish
from shop.catalogue.reading.faults import Faulty
from shop.catalogue.records import product_from
from shop.money import Money

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
HEADER = "Handle,Title,SKU,Option1 Name,Option1 Value,Price,Cost,Stock,Status"
TEA = "tea,Tea,T1,Size,S,12.50,4,10,\ntea,,T2,,M,20,5,5,"
BAD_TEA = "tea,Better tea,T1,Size,S,13,4,99,\ntea,,T2,,M,-1,6,77,"
CUP = "cup,Cup,C1,,,5,,3,"


def read(rows: str, header: str = HEADER) -> Reading:
    return read_file(f"{header}\n{rows}\n".encode(), "goods.csv", currency="USD")


def put(
    store: SqliteStore,
    rows: str,
    faulty: Faulty = "refuse",
    header: str = HEADER,
    **choices: Any,
) -> Outcome:
    order = Order("owner", Choices(faulty=faulty, **choices))
    return publish(store, read(rows, header), lambda: NOW, order)


def product(store: SqliteStore, handle: str) -> Product:
    item = store.get(product_key(handle))
    assert item is not None
    return product_from(item)


def refused(outcome: Outcome) -> list[tuple[int, str]]:
    return [(fault.row, fault.handle) for fault in outcome.refused]


def usd(amount: int) -> Money:
    return Money(amount=amount, currency="USD")
