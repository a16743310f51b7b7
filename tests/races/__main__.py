"""Prints the figures of the races in their full size.

In tests/: ``python -m races FOLDER [RACE …] [--dynamodb URL [--equal]]``, where URL is a running
ministack's. Without names it is all of them. FOLDER should lie on the disk whose figures are asked.
With ``--equal`` a race whose end does not depend on who is faster is run on both stores, and it is
said whether it ended in the same state.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from aws_double import new_table
from races import stores
from races.buyers import last_pieces, opposite_baskets
from races.cut_answers import answers_cut
from races.disk import FAULTS, disk_fails
from races.kills import killed
from races.mails import race as mails
from races.money import paid_once, refunded_at_once

from shop.ports import Store

Say = Callable[[str, Any], None]


class Race:
    """Where the races take place, and how often or by how many where that can be chosen."""

    def __init__(self, asked: argparse.Namespace, folder: Path) -> None:
        self.asked = asked
        self.folder = folder

    def store(self) -> AbstractContextManager[Store]:
        url = self.asked.dynamodb
        return new_table(url) if url else stores.sqlite(self.folder)

    def place(self) -> AbstractContextManager[stores.Place]:
        url = self.asked.dynamodb
        return stores.dynamodb_place(url) if url else stores.sqlite_place(self.folder)

    def ends(self, say: Say, what: str, race: Callable[[stores.Place], Any]) -> None:
        """A race that ends in the same state wherever it takes place."""
        with self.place() as place:
            outcome = race(place)
        say(what, outcome)
        if self.asked.equal:
            with stores.sqlite_place(self.folder) as place:
                say(f"{what}, as on SQLite", {"equal": race(place).state == outcome.state})

    def buyers(self, say: Say) -> None:
        for seed in range(self.asked.seeds):
            self.ends(
                say,
                f"1,000 buyers for 10 pieces, seed {seed}",
                lambda place, s=seed: last_pieces(place.store, 1000, 10, self.asked.in_flight, s),
            )

    def baskets(self, say: Say) -> None:
        self.ends(
            say,
            "200 of A+B and 200 of B+A for 50 pieces",
            lambda place: opposite_baskets(place.store, 200, 50, self.asked.in_flight, 0),
        )

    def notices(self, say: Say) -> None:
        self.ends(
            say,
            "2,000 orders, every event 0 to 5 times",
            lambda place: paid_once(place.store, 2000, 3, 1),
        )

    def refunds(self, say: Say) -> None:
        with self.store() as store:
            say("500 orders, 20 refunds at once", refunded_at_once(store, 500, 20, 30, 1))

    def answers(self, say: Say) -> None:
        self.ends(
            say,
            "300 checkouts, 30 % of the answers cut",
            lambda place: answers_cut(place, self.folder, 300, 30, 1),
        )

    def kills(self, say: Say) -> None:
        with self.place() as place:
            outcome = killed(place, self.folder, self.asked.kills, self.asked.seed)
        say(f"{self.asked.kills} kills", outcome)

    def disk(self, say: Say) -> None:
        """A disk belongs to SQLite alone."""
        for fault in FAULTS:
            with tempfile.TemporaryDirectory(dir=self.folder) as home:
                say(f"a disk with {fault}", disk_fails(Path(home), fault, 200))

    def mails(self, say: Say) -> None:
        with tempfile.TemporaryDirectory(dir=self.folder) as home:
            say("10,000 mails", mails(Path(home), 10_000, 2, 5, 1))


RACES = ("buyers", "baskets", "notices", "refunds", "answers", "kills", "disk", "mails")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m races", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("races", nargs="*", metavar="RACE", help=", ".join(RACES))
    parser.add_argument("--dynamodb", metavar="URL")
    parser.add_argument("--equal", action="store_true", help="the same on SQLite, and compared")
    parser.add_argument("--seeds", type=int, default=20, help="of the buyers")
    parser.add_argument("--seed", type=int, default=1, help="of the kills")
    parser.add_argument("--in-flight", type=int, default=100)
    parser.add_argument("--kills", type=int, default=200)
    asked = parser.parse_args()
    if unknown := set(asked.races) - set(RACES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    for name in asked.races or RACES:
        # A home of its own for each: the gateway of one race must not know the orders of another.
        with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
            getattr(Race(asked, Path(folder)), name)(tell)


def tell(what: str, outcome: Any) -> None:
    """Each figure by its name."""
    found = outcome
    if is_dataclass(outcome):
        found = {field.name: getattr(outcome, field.name) for field in fields(outcome)}
    lines = [f"  {name}: {_short(value)}" for name, value in found.items()]
    sys.stdout.write("\n".join([what, *lines, ""]))
    sys.stdout.flush()


def _short(value: Any) -> str:
    return f"{value:.1f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main()
