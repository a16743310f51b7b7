"""The outbox on every store: several workers, none does what another does."""

import threading
from collections import Counter
from datetime import timedelta

from contracts.arrange import MovingClock, together

from shop.errors import Undelivered
from shop.outbox.messages import ask_put, log_of
from shop.outbox.service import dead, depth, drain, retry
from shop.ports import Item, Store

MESSAGES = 60
WORKERS = 4


class Post:
    """Every fifth message is refused for good, every third fails on its first attempt."""

    def __init__(self) -> None:
        self.done: Counter[str] = Counter()
        self.tried: Counter[str] = Counter()
        self.lock = threading.Lock()

    def __call__(self, item: Item) -> None:
        name = str(item.data["order"])
        with self.lock:
            self.tried[name] += 1
            if int(name) % 5 == 0:
                raise Undelivered("refused", permanent=True)
            if int(name) % 3 == 0 and self.tried[name] == 1:
                raise OSError("busy")
            self.done[name] += 1


def test_several_workers_do_each_message_once(store: Store, clock: MovingClock) -> None:
    post = Post()
    for number in range(MESSAGES):
        store.transact([ask_put("mail", str(number), "first", {}, clock())])

    def work(_worker: int) -> int:
        return drain(store, {"mail": post}, clock, limit=7)

    first = sum(together(WORKERS, work))
    clock.move(10)
    second = sum(together(WORKERS, work))
    wanted = {str(number) for number in range(MESSAGES) if number % 5}
    assert post.done == Counter(wanted)
    assert first + second == len(wanted)
    assert max(post.tried.values()) == 2
    assert (depth(store), len(dead(store).items)) == (0, MESSAGES - len(wanted))


def test_a_dead_letter_comes_back_and_its_attempts_with_it(
    store: Store, clock: MovingClock
) -> None:
    store.transact([ask_put("mail", "5", "first", {}, clock())])
    drain(store, {"mail": Post()}, clock)
    (letter,) = dead(store).items
    retry(store, letter.key, clock)
    clock.moment += timedelta(seconds=1)
    drain(store, {"mail": lambda _item: {"answer": "taken"}}, clock)
    done = store.get(letter.key)
    assert done is not None
    assert [entry["outcome"] for entry in log_of(done)] == ["failed", "sent"]
    assert (depth(store), len(dead(store).items)) == (0, 0)
