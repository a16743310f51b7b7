"""A shop of the benchmark at work, in a process of its own; prints one JSON object.

place HOME TIMES THREADS   places so many orders, each durable before the next is begun
quote HOME TIMES           prices a cart of three lines, as ``POST /api/cart`` does
serve HOME PORT            answers HTTP until it is terminated
"""

import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from factories import profile, request, services_over, usd

from infra.embedded.server import embedded_app, listen, serve
from shop.adapters.sqlite_store import SqliteStore
from shop.clock import now
from shop.orders.desk import Desk
from shop.orders.service import place_order
from shop.pricing.model import Cart, CartLine
from shop.pricing.service import quote
from shop.pricing.view import quote_json
from shop.settings import load_settings

LINES = tuple(CartLine(sku=sku, quantity=1) for sku in ("A", "B", "C"))
TOTAL = usd(4050)
WARM = 50  # of each, that nobody times


def place(store: SqliteStore, times: str, threads: str) -> dict[str, Any]:
    desk = Desk(store, profile(), now)
    wanted = request(lines=LINES, expected_total=TOTAL)

    def one(number: int) -> None:
        place_order(desk, wanted, f"{threads}-{number}")

    for number in range(WARM):
        one(-1 - number)
    with ThreadPoolExecutor(int(threads)) as pool:
        return _timed(lambda: list(pool.map(one, range(int(times)))), int(times))


def quotes(store: SqliteStore, times: str) -> dict[str, Any]:
    found = profile()
    cart = Cart(lines=LINES, country="VN", language="en")

    def some(times: int) -> None:
        for _ in range(times):
            quote_json(quote(store, found, cart, now()), "en")

    some(WARM)
    return _timed(lambda: some(int(times)), int(times))


def _timed(work: Callable[[], object], times: int) -> dict[str, Any]:
    began, cpu = perf_counter(), process_time()
    work()
    seconds, cpu = perf_counter() - began, process_time() - cpu
    return {"times": times, "seconds": seconds, "cpu": cpu}


def served(store: SqliteStore, home: Path, port: str) -> None:
    settings = load_settings({"SHOP_HOME": str(home)})
    serve(embedded_app(services_over(settings, store)), listen(int(port)))


def main() -> None:
    task, home, *more = sys.argv[1:]
    store = SqliteStore(Path(home) / "shop.db")
    if task == "serve":
        served(store, Path(home), *more)
    else:
        figures = {"place": place, "quote": quotes}[task](store, *more)
        sys.stdout.write(json.dumps(figures))
    store.close()


if __name__ == "__main__":
    main()
