"""The audit log: who changed what, when, from what to what.

An entry is written before the change as ``begun`` and completed after it, so that a change whose
process died in the middle is in the log, too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shop.clock import Clock, new_id, timestamp
from shop.ports import IndexKey, Item, Json, Key, Store, Update

AUDIT = "AUDIT"
MAX_CHANGES = 100
LONGEST = 500
PAGE = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """`what` is the route (``POST /admin/orders/{order_id}/refund``), `about` the thing, `changes`
    are ``{field, from, to}``; `outcome` is begun, done or refused."""

    key: Key
    at: datetime
    who: str
    what: str
    about: str
    outcome: str
    changes: tuple[dict[str, str], ...]


def begin(store: Store, who: str, what: str, about: str, clock: Clock) -> Key:
    """Notes that somebody is about to change something; returns the entry's key."""
    moment = timestamp(clock())
    name = f"{moment}#{new_id()}"
    data: dict[str, Json] = {
        "at": moment,
        "who": who,
        "what": what,
        "about": about[:LONGEST],
        "outcome": "begun",
        "changes": [],
    }
    key = Key(f"{AUDIT}#{moment[:7]}", name)
    store.put_many([Item(key, data, index=IndexKey(AUDIT, name))])
    return key


def complete(
    store: Store,
    key: Key,
    outcome: str,
    about: str = "",
    changes: list[dict[str, str]] | None = None,
) -> None:
    facts: dict[str, Json] = {"outcome": outcome}
    if about:
        facts["about"] = about[:LONGEST]
    if changes:
        told: list[Json] = [dict(change) for change in changes[:MAX_CHANGES]]
        facts["changes"] = told
    store.transact([Update(key, set=facts)])


def entries(store: Store, after: str | None = None) -> tuple[list[Entry], str | None]:
    """A page of the log, the latest first, and where the next page begins."""
    page = store.query_index(AUDIT, after=after, limit=PAGE, descending=True)
    return [_entry(item) for item in page.items], page.next


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, str]]:
    """What is not the same in two JSON-like things, by the path of each field."""
    was, is_ = dict(_flat(before)), dict(_flat(after))
    return [
        {"field": name, "from": was.get(name, ""), "to": is_.get(name, "")}
        for name in sorted(was.keys() | is_.keys())
        if was.get(name, "") != is_.get(name, "")
    ]


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _flat(part, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list | tuple):
        for number, part in enumerate(value, 1):
            yield from _flat(part, f"{path}.{number}")
    elif value is not None:
        yield path, str(value)[:LONGEST]


def _entry(item: Item) -> Entry:
    data = item.data
    changes = data["changes"]
    assert isinstance(changes, list)  # noqa: S101 - our own record
    told = (change for change in changes if isinstance(change, dict))
    return Entry(
        key=item.key,
        at=datetime.fromisoformat(str(data["at"])),
        who=str(data["who"]),
        what=str(data["what"]),
        about=str(data["about"]),
        outcome=str(data["outcome"]),
        changes=tuple({name: str(value) for name, value in each.items()} for each in told),
    )
