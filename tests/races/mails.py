"""Many mails through a mail server that fails, by workers that are killed: what becomes of them?

``python tests/races/mails.py --mails 10000`` prints the figures as JSON and ends with 1 where a
mail was lost, doubled for no reason, or is not accounted for. Each worker is a process of its own.
"""

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from adapters.smtp_peer import TAKEN, Peer, served
from factories import MOMENT
from mail.orders import order, order_mails

from shop.adapters.smtp_mail import SmtpMailer
from shop.adapters.sqlite_store import SqliteStore
from shop.mail.outbox import MAIL, mail_put
from shop.mail.server import MailServer
from shop.orders.records import order_put
from shop.outbox.messages import log_of
from shop.outbox.service import dead, depth, drain
from shop.ports import Item, Sender, Store

POISON = 0.05
FAILING = 0.30
CUT = 0.01  # of all answers: the server has the mail and hangs up without saying so
KINDS = ("nomailbox", "alwaysbusy", "noorder")
MESSAGE_ID = re.compile(rb"^Message-ID: <([^@>]+)@", re.MULTILINE)


@dataclass
class Server(Peer):
    """Fails as often as it is told to, in several ways."""

    seed: int
    cuts: int = 0
    said: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        super().__init__(self.receiver, self.end)
        self.chance = random.Random(self.seed)  # noqa: S311 - no secret

    def receiver(self, address: str, _raw: bytes) -> str:
        if address.startswith("nomailbox"):
            return self.say("550 5.1.1 no such mailbox")
        if address.startswith("alwaysbusy") or self.chance.random() < FAILING / 2:
            return self.say("450 4.2.1 mailbox busy")
        return TAKEN

    def end(self, _address: str, _raw: bytes) -> str:
        if self.chance.random() < CUT:
            self.cuts += 1
            return self.say("cut")
        half = FAILING / 2 / (1 - FAILING / 2)  # of those that came so far
        return self.say("451 4.3.0 try later" if self.chance.random() < half else TAKEN)

    def say(self, answer: str) -> str:
        self.said[answer] += 1
        return answer


def fill(store: Store, mails: int, seed: int) -> dict[str, str]:
    """Orders and their mails; the kind of poison (or "") by mail id."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    kinds, items = {}, []
    for number in range(mails):
        kind = chance.choice(KINDS) if chance.random() < POISON else ""
        kinds[f"O{number}.order_placed"] = kind
        items += list(_order_and_mail(number, kind))
    store.put_many(items)
    return kinds


def _order_and_mail(number: int, kind: str) -> Iterator[Item]:
    name, email = f"O{number}", f"{kind or 'reader'}-{number}@example.com"
    contact = order().contact.model_copy(update={"email": email})
    if kind != "noorder":
        yield order_put(order(id=name, number=f"HN-{number}", contact=contact)).item
    yield mail_put(name, "shopper", "order_placed", MOMENT).item


def work(database: Path, port: int, hours: float) -> int:
    """One worker, `hours` after the mails were asked for."""
    store = SqliteStore(database)
    mailer = SmtpMailer(MailServer("127.0.0.1", port, "none"), Sender("owner@example.com", "Hiên"))
    began = time.monotonic()

    def clock() -> Any:
        return MOMENT + timedelta(hours=hours, seconds=time.monotonic() - began)

    sent = drain(store, {MAIL: order_mails(store, mailer).deliver}, clock)
    mailer.close()
    store.close()
    return sent


@contextmanager
def worker(database: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, __file__, "--work", str(database), "--port", str(port)]
    with subprocess.Popen(command) as process:
        try:
            yield process
        finally:
            process.kill()


def work_and_kill(database: Path, port: int, kills: int, pause: float) -> int:
    """One worker after another, of which the first `kills` are killed; how many that hit."""
    hit = 0
    for number in range(kills + 1):
        with worker(database, port) as process:
            try:
                process.wait(pause if number < kills else None)
            except subprocess.TimeoutExpired:
                process.kill()
                hit += 1
            else:
                assert process.returncode == 0
                break
    return hit


def race(folder: Path, mails: int, workers: int, kills: int, seed: int) -> dict[str, Any]:
    """The figures of one run; `kills` for each of the `workers`."""
    store, server = SqliteStore(folder / "shop.db"), Server(seed)
    kinds = fill(store, mails, seed)
    hit: list[int] = []
    with served(server) as port:
        threads = [
            threading.Thread(
                target=lambda: hit.append(
                    work_and_kill(folder / "shop.db", port, kills, 1.5 + mails / 1000)
                )
            )
            for _ in range(workers)
        ]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        first = time.monotonic() - began
        rounds = 1
        while depth(store):  # the backoff is a day at most
            work(folder / "shop.db", port, rounds * 24.5)
            rounds += 1
    figures = figures_of(store, server, kinds)
    store.close()
    return {
        "mails": mails,
        "kills": sum(hit),
        "rounds": rounds,
        "first_round": round(first),
        **figures,
    }


def figures_of(store: Store, server: Server, kinds: dict[str, str]) -> dict[str, Any]:
    taken: Counter[str] = Counter()
    for _receiver, raw in server.taken:
        found = MESSAGE_ID.search(raw)
        assert found
        taken[found[1].decode()] += 1
    good = {name for name, kind in kinds.items() if not kind}
    letters = _dead(store)
    messages = [item for name in kinds for item in _message(store, name)]
    outcomes = Counter(str(entry["outcome"]) for item in messages for entry in log_of(item))
    return {
        "poison": len(kinds) - len(good),
        "taken": sum(taken.values()),
        "lost": len(good - taken.keys()),
        "unknown": len(taken.keys() - good),
        "doubled": sum(taken.values()) - len(taken),
        "cut_answers": server.cuts,
        "dead": len(letters),
        "dead_without_reason": sum(not item.data.get("error") for item in letters),
        "dead_though_good": sum(f"{item.data['order']}.order_placed" in good for item in letters),
        "states": dict(Counter(str(item.data["state"]) for item in messages)),
        "attempts": dict(outcomes),
        "answers": dict(server.said),
    }


def _dead(store: Store) -> list[Item]:
    found, after = [], None
    while True:
        page = dead(store, after, 1000)
        found += page.items
        after = page.next
        if after is None:
            return found


def _message(store: Store, name: str) -> list[Item]:
    return list(store.query(f"ORDER#{name.partition('.')[0]}", "OUTBOX#").items)


def faults(figures: dict[str, Any]) -> list[str]:
    """What must not be: a mail that is twice there without a kill or a cut answer, or nowhere."""
    wrong = [
        name
        for name in ("lost", "unknown", "dead_without_reason", "dead_though_good")
        if figures[name]
    ]
    if figures["doubled"] > figures["kills"] + figures["cut_answers"]:
        wrong.append("doubled")
    if figures["dead"] != figures["poison"]:
        wrong.append("dead")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--port", type=int)
    asked = parser.parse_args()
    if asked.work:
        work(asked.work, asked.port, 0)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        figures = race(Path(folder), asked.mails, asked.workers, asked.kills, asked.seed)
    sys.stdout.write(json.dumps({**figures, "faults": faults(figures)}, indent=1) + "\n")
    return 1 if faults(figures) else 0


if __name__ == "__main__":
    sys.exit(main())
