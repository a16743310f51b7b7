"""What was asked of a shop that is killed all the time, and what it said before it died."""

import random
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

Command = tuple[str, dict[str, Any]]


@dataclass
class Notes:
    """What was asked and what was said. `answers` are by key; `done` are commands that the shop
    said it has done, `refused` those it will not do, `open` those it has not answered. `unpaid`,
    `payed` and `charged` wait for what comes next; `skus` are of the orders' first lines."""

    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    unanswered: list[str] = field(default_factory=list)
    unpaid: list[dict[str, Any]] = field(default_factory=list)
    skus: dict[str, str] = field(default_factory=dict)
    payed: list[str] = field(default_factory=list)
    charged: list[str] = field(default_factory=list)
    done: list[Command] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    open: list[Command] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, what: list[Any], luck: random.Random) -> Any:
        with self.lock:
            return what.pop(luck.randrange(len(what))) if what else None
