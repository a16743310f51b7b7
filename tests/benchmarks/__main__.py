"""``make bench``: what the shop is measured by. Prints figures and asserts none.

``pages``: our builder beside Hugo, Pelican and Eleventy, on equal pages. Our side is the shop as it
is: products imported into its store, built by ``shop build`` with a theme in ordinary Jinja. Theirs
is the yardstick of ../shared/bench/ssg; without it this part says so and is left out.
``selling``: durable orders and quotes a second. ``cold``: the first request to each function beside
FastAPI's.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import orjson
from measuring import Plan, measure
from peers import Eleventy, Hugo, Peer, Pelican
from report import machine, table
from workshop import CHECKOUT, YARDSTICK, Workshop

sys.path.insert(0, str(CHECKOUT / "tests"))  # the shop's factories

PEERS: dict[str, Callable[[Workshop], Peer]] = {
    "hugo": Hugo,
    "pelican": Pelican,
    "eleventy": Eleventy,
}


def main(words: Sequence[str] | None = None) -> int:
    order = _options().parse_args(words)
    workshop = Workshop(order.work.resolve())
    workshop.root.mkdir(parents=True, exist_ok=True)
    workshop.sweep()
    result: dict[str, Any] = {"machine": machine() | {"file_system": workshop.file_system()}}
    for part in order.parts:
        tell = PARTS[part](workshop, order, result)
        sys.stdout.write("\n".join(["", *tell, ""]))
        sys.stdout.flush()
    if order.json:
        order.json.write_bytes(orjson.dumps(result, option=orjson.OPT_INDENT_2))
    return 0


def _pages(workshop: Workshop, order: argparse.Namespace, result: dict[str, Any]) -> Iterable[str]:
    if not YARDSTICK.is_dir():
        return ["There is no ../shared/bench/ssg beside the checkout: no pages to measure by."]
    if workshop.file_system() not in {"tmpfs", "ramfs"}:
        say(f"{order.work} does not lie in memory: the disk will be measured as well.")
    peers: list[Peer] = [PEERS[name](workshop) for name in order.peers]
    plan = Plan(order.rounds, order.cold, order.warm)
    result["sizes"] = [measure(workshop, peers, size, plan, say) for size in order.sizes]
    return [table(result)]


def _selling(
    _workshop: Workshop, order: argparse.Namespace, result: dict[str, Any]
) -> Iterable[str]:
    from selling import selling
    from selling_report import selling_table

    result["selling"] = selling(order.disk, order.orders, order.rounds, say)
    return selling_table(result["selling"], Workshop(order.disk).file_system())


def _cold(workshop: Workshop, order: argparse.Namespace, result: dict[str, Any]) -> Iterable[str]:
    from cold_starts import cold_starts
    from selling_report import cold_table

    result["cold"] = cold_starts(workshop, order.starts, say)
    return cold_table(result["cold"])


Part = Callable[[Workshop, argparse.Namespace, dict[str, Any]], Iterable[str]]
PARTS: dict[str, Part] = {"selling": _selling, "cold": _cold, "pages": _pages}


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="make bench", description=__doc__)
    options.add_argument("--parts", type=_parts, default=list(PARTS), help=",".join(PARTS))
    options.add_argument(
        "--sizes", type=_numbers, default=[1_000, 10_000], help="1000,10000,100000"
    )
    options.add_argument("--rounds", type=int, default=5, help="full builds of each, in turn")
    options.add_argument("--cold", type=int, default=7, help="changed prices, by the command")
    options.add_argument("--warm", type=int, default=60, help="changed prices, resident builder")
    options.add_argument("--peers", type=_names, default=list(PEERS), help="hugo,pelican,eleventy")
    options.add_argument("--work", type=Path, default=Path("/dev/shm/shop-bench"))  # noqa: S108 - memory
    options.add_argument("--orders", type=int, default=1000, help="of each way of selling")
    options.add_argument("--starts", type=int, default=9, help="cold starts of each function")
    options.add_argument("--disk", type=Path, default=Path(gettempdir()), help="for durable orders")
    options.add_argument("--json", type=Path, help="write all figures there")
    return options


def _numbers(text: str) -> list[int]:
    return [int(part.replace("_", "")) for part in text.replace(",", " ").split()]


def _names(text: str) -> list[str]:
    return _known(text, PEERS)


def _parts(text: str) -> list[str]:
    return _known(text, PARTS)


def _known(text: str, known: Iterable[str]) -> list[str]:
    names = text.replace(",", " ").split()
    if unknown := set(names) - set(known):
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}")
    return names


if __name__ == "__main__":
    sys.exit(main())
