"""What happens inside the benchmark's shop, in a process of its own: its owner and its builder.

    fill DATA              imports the yardstick's catalogue as releases
    price DATA SEED        changes the price of one product
    warm DATA SEED TIMES   a resident builder: one price changes, it builds, TIMES times

Each prints one JSON object. Runs with the shop's own code first on the path (see ours.py).
"""

import random
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import orjson
from catalogue import price_table, tables

from generator.bootstrap import open_builder
from shop.adapters.stores import open_store
from shop.catalogue.importing import read_file
from shop.catalogue.keys import product_key
from shop.catalogue.publishing import Order, publish
from shop.catalogue.records import product_from
from shop.clock import now
from shop.ports import Store
from shop.settings import load_settings

OWNER = Order("benchmark")


class Owner:
    """Changes prices of products drawn at random, the same ones for the same seed."""

    def __init__(self, store: Store, data: Path, seed: int) -> None:
        self._store = store
        self._chance = random.Random(seed)  # noqa: S311 - drawn alike every time
        with closing(sqlite3.connect(f"file:{data / 'shop.db'}?mode=ro", uri=True)) as index:
            self._handles = [str(row[0]) for row in index.execute("select slug from product")]

    def change(self) -> str:
        """A file of one line goes through the importer; the product's handle."""
        handle = self._chance.choice(self._handles)
        item = self._store.get(product_key(handle))
        assert item is not None, handle
        product = product_from(item)
        price = product.variants[0].price
        assert price is not None, handle
        cents = price.amount + self._chance.choice((-1, 1)) * self._chance.randint(5, 90)
        table = price_table(product, cents)
        reading = read_file(table, "price.csv", currency="USD")
        assert publish(self._store, reading, now, OWNER).changed == [handle]
        return handle


def fill(data: Path) -> dict[str, Any]:
    """Files go in one after another, each as a release; pictures stay where they are."""
    started = perf_counter()
    products = 0
    with closing(open_store(load_settings().store)) as store:
        for number, table in enumerate(tables(data), start=1):
            reading = read_file(table, f"part-{number}.csv", currency="USD")
            products += len(publish(store, reading, now, OWNER).added)
    return {"products": products, "seconds": perf_counter() - started}


def price(data: Path, seed: str) -> dict[str, Any]:
    with closing(open_store(load_settings().store)) as store:
        return {"handle": Owner(store, data, int(seed)).change()}


def warm(data: Path, seed: str, times: str) -> dict[str, Any]:
    """Milliseconds from the change in the store to its pages being published, and pages written.

    The first build brings the site up to date and is not counted.
    """
    walls, cpus, written = [], [], []
    builder = open_builder(load_settings())
    with closing(builder.site.store), closing(builder):
        owner = Owner(builder.site.store, data, int(seed))
        builder.build()
        for _ in range(int(times)):
            owner.change()
            begun, worked = perf_counter(), process_time()
            report = builder.build()
            walls.append((perf_counter() - begun) * 1000)
            cpus.append((process_time() - worked) * 1000)
            written.append(report.pages_written)
    return {"wall_ms": walls, "cpu_ms": cpus, "pages": written}


def main() -> None:
    tasks: dict[str, Callable[..., dict[str, Any]]] = {"fill": fill, "price": price, "warm": warm}
    task, data, *more = sys.argv[1:]
    result = tasks[task](Path(data), *more)
    sys.stdout.write(orjson.dumps(result).decode())


if __name__ == "__main__":
    main()
