"""What people at the desk write about an order for one another; shoppers never see it."""

from dataclasses import dataclass
from datetime import datetime

from shop.clock import Clock, new_id, timestamp
from shop.errors import InvalidInput
from shop.i18n.messages import translatable
from shop.ports import Item, Key, Store

PREFIX = "NOTE#"
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Note:
    at: datetime
    who: str
    text: str


def add_note(store: Store, order_id: str, who: str, text: str, clock: Clock) -> None:
    """Raises InvalidInput for an empty one, or one of more than 2,000 characters."""
    plain = text.strip()
    if not plain or len(plain) > LONGEST:
        raise InvalidInput(translatable("Write a note of at most 2,000 characters."))
    moment = timestamp(clock())
    key = Key(f"ORDER#{order_id}", f"{PREFIX}{moment}#{new_id()}")
    store.put_many([Item(key, {"at": moment, "who": who, "text": plain})])


def notes(store: Store, order_id: str) -> list[Note]:
    """The latest first."""
    found = store.query(f"ORDER#{order_id}", PREFIX, descending=True, limit=100).items
    return [
        Note(
            datetime.fromisoformat(str(each.data["at"])),
            str(each.data["who"]),
            str(each.data["text"]),
        )
        for each in found
    ]
