"""What the outbox's tests share."""

from collections.abc import Callable
from datetime import datetime

from factories import MOMENT

from shop.outbox.messages import ask_put, message_key
from shop.ports import Item, Json, Store

KEY = message_key("ORDER#O1", "mail", "first")


class Post:
    """Delivers into a list, or fails as often as told."""

    def __init__(self, failures: int = 0, error: Exception | None = None) -> None:
        self.done: list[str] = []
        self.failures = failures
        self.error = error or OSError("the mail server is away")

    def __call__(self, item: Item) -> dict[str, Json]:
        if self.failures:
            self.failures -= 1
            raise self.error
        self.done.append(str(item.data["order"]))
        return {"to": "hoa@example.com"}


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def ask(store: Store, order: str, moment: datetime = MOMENT, kind: str = "mail") -> None:
    store.transact([ask_put(kind, order, "first", {}, moment)])


def message(store: Store, order: str = "O1") -> Item:
    (item,) = store.query(f"ORDER#{order}", "OUTBOX#").items
    return item


def die(item: Item) -> None:
    raise KeyboardInterrupt
