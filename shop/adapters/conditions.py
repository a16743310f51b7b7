"""Whether a write's conditions hold, decided in one place for every store.

SQLite asks before it writes. DynamoDB decides by itself and reports only *that* a write failed;
the same functions then say which condition it was, over the item that DynamoDB saw.
"""

from shop.adapters.limits import is_number
from shop.clock import Clock
from shop.ports import (
    Absent,
    Condition,
    FieldAtLeast,
    FieldIs,
    Item,
    Json,
    Key,
    Present,
    Update,
    VersionIs,
    Write,
)

NOTHING = Item(Key("", ""), {})  # what an absent item looks like: version 0, no fields


def seconds(clock: Clock) -> int:
    """Whole seconds since 1970, as `expires_at` counts them."""
    return int(clock().timestamp())


def live(item: Item | None, now: int) -> Item | None:
    """The item, or None where it has expired."""
    if item is None or (item.expires_at is not None and item.expires_at <= now):
        return None
    return item


def failed_condition(write: Write, stored: Item | None, now: int) -> Condition | None:
    """The first condition of `write` that `stored`, as it lies there, does not meet."""
    item = live(stored, now)
    for condition in write.conditions:
        if not holds(condition, item):
            return condition
    if isinstance(write, Update) and stored is not None and item is None:
        return Present()
    return None


def holds(condition: Condition, item: Item | None) -> bool:
    stored = item or NOTHING
    match condition:
        case Absent():
            return item is None
        case Present():
            return item is not None
        case VersionIs(version=version):
            return stored.version == version
        case FieldIs(name=name, value=value):
            return name in stored.data and _equal(stored.data[name], value)
        case FieldAtLeast(name=name, minimum=minimum):
            return _at_least(stored.data.get(name), minimum)


def _equal(stored: Json, value: str | int | bool | None) -> bool:  # noqa: FBT001 – JSON's own
    """Equal as JSON: True is not 1, though Python says so."""
    return isinstance(stored, bool) == isinstance(value, bool) and stored == value


def _at_least(stored: Json, minimum: int) -> bool:
    return isinstance(stored, int) and is_number(stored) and stored >= minimum
