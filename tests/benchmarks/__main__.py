"""``make bench``: our builder beside Hugo, Pelican and Eleventy, on equal pages.

Our side is the shop as it is: products imported into its store, built by ``shop build`` with a
theme in ordinary Jinja. Theirs is the yardstick of ../shared/bench/ssg. Prints figures and asserts
none; without the yardstick it says so and stops.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import orjson
from measuring import Plan, measure
from peers import Eleventy, Hugo, Peer, Pelican
from report import machine, table
from workshop import YARDSTICK, Workshop

PEERS: dict[str, Callable[[Workshop], Peer]] = {
    "hugo": Hugo,
    "pelican": Pelican,
    "eleventy": Eleventy,
}


def main(words: Sequence[str] | None = None) -> int:
    order = _options().parse_args(words)
    if not YARDSTICK.is_dir():
        say("There is no ../shared/bench/ssg beside the checkout: nothing to measure by.")
        return 0
    workshop = Workshop(order.work.resolve())
    workshop.root.mkdir(parents=True, exist_ok=True)
    workshop.sweep()
    if workshop.file_system() not in {"tmpfs", "ramfs"}:
        say(f"{order.work} does not lie in memory: the disk will be measured as well.")
    peers: list[Peer] = [PEERS[name](workshop) for name in order.peers]
    plan = Plan(order.rounds, order.cold, order.warm)
    result = {
        "machine": machine() | {"file_system": workshop.file_system()},
        "sizes": [measure(workshop, peers, size, plan, say) for size in order.sizes],
    }
    if order.json:
        order.json.write_bytes(orjson.dumps(result, option=orjson.OPT_INDENT_2))
    sys.stdout.write(table(result) + "\n")
    return 0


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="make bench", description=__doc__)
    options.add_argument(
        "--sizes", type=_numbers, default=[1_000, 10_000], help="1000,10000,100000"
    )
    options.add_argument("--rounds", type=int, default=5, help="full builds of each, in turn")
    options.add_argument("--cold", type=int, default=7, help="changed prices, by the command")
    options.add_argument("--warm", type=int, default=60, help="changed prices, resident builder")
    options.add_argument("--peers", type=_names, default=list(PEERS), help="hugo,pelican,eleventy")
    options.add_argument("--work", type=Path, default=Path("/dev/shm/shop-bench"))  # noqa: S108 - memory
    options.add_argument("--json", type=Path, help="write all figures there")
    return options


def _numbers(text: str) -> list[int]:
    return [int(part.replace("_", "")) for part in text.replace(",", " ").split()]


def _names(text: str) -> list[str]:
    names = text.replace(",", " ").split()
    if unknown := set(names) - set(PEERS):
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}")
    return names


if __name__ == "__main__":
    sys.exit(main())
