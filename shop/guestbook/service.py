"""Writing into the guestbook, and deciding about what was written.

Each command of the desk does nothing where what it asks for is so already, and names who asked. One
that changes what pages show leaves a mark for the builder in its transaction.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import NamedTuple

from shop.clock import Clock
from shop.errors import InvalidInput, NotFound, StaleForm, StoreBusy, TransactionCancelled
from shop.guestbook import rules
from shop.guestbook.model import LONGEST_TEXT, Draft, Entry, State
from shop.guestbook.public import ROOM
from shop.guestbook.records import (
    entry_from,
    entry_item,
    entry_key,
    new_put,
    public_writes,
    receipt_key,
    receipt_put,
    state_index,
)
from shop.i18n.messages import translatable
from shop.ports import Delete, Item, Put, Store, VersionIs, Write
from shop.rebuilds.service import mark_item
from shop.signatures import signature, signed

PURPOSE = "guestbook"  # of the key that signs links in mails
ATTEMPTS = 5
AUTHOR = "author"

UNKNOWN = translatable("There is no such entry in the guestbook.")
TOO_LONG = translatable("This reply is too long.")
USED = translatable(
    "This form was sent before. Your new words are still here: send them once more."
)

Decide = Callable[[Entry, datetime], Entry]


class Listed(NamedTuple):
    """`next` goes into `after` of the next call; None at the end."""

    entries: list[Entry]
    next: str | None


def write(store: Store, draft: Draft, form: str, clock: Clock) -> Entry:
    """Leaves an entry for the owner to read. `form` names the form it was written in: sending that
    twice is one entry. Raises StaleForm where the same form was sent with other words."""
    entry = Entry(**draft.model_dump(), id=form, at=clock())
    writes: list[Write] = [new_put(entry), *([receipt_put(entry)] if entry.email else [])]
    try:
        store.transact(writes)
    except TransactionCancelled:
        there = find(store, form)
        if _same(there, draft) or there.state == "withdrawn":
            return there
        raise StaleForm(USED) from None
    return entry


def find(store: Store, entry_id: str) -> Entry:
    """Raises NotFound."""
    return entry_from(_item(store, entry_id))


def listed(store: Store, state: State, after: str | None = None, limit: int = 50) -> Listed:
    """Those that wait in the order of their coming, all others the latest first."""
    page = store.query_index(
        state_index(state), after=after, limit=limit, descending=state != "waiting"
    )
    return Listed([entry_from(item) for item in page.items], page.next)


def approve(store: Store, entry_id: str, actor: str, clock: Clock) -> Entry:
    """Raises NotFound, or NotPossible for one that was withdrawn; as all of these do."""
    return _change(store, entry_id, partial(rules.approved, actor=actor), clock)


def decline(store: Store, entry_id: str, actor: str, clock: Clock) -> Entry:
    """It is kept for a while, and can still be approved. NotPossible for a published one, too."""
    return _change(store, entry_id, partial(rules.declined, actor=actor), clock)


def reply(store: Store, entry_id: str, text: str, actor: str, clock: Clock) -> Entry:
    """The owner's answer under a published entry, in place of an earlier one; "" takes it away."""
    if len(text) > LONGEST_TEXT:
        raise InvalidInput(TOO_LONG)

    def decide(entry: Entry, now: datetime) -> Entry:
        return rules.replied(entry, text, now, actor)

    return _change(store, entry_id, decide, clock)


def withdraw(store: Store, entry_id: str, actor: str, clock: Clock) -> Entry:
    """For ever: its words are forgotten here, on the pages and in what older pages were kept."""
    return _change(store, entry_id, partial(rules.withdrawn, actor=actor), clock)


def withdraw_query(key: str, entry_id: str) -> dict[str, str]:
    """What a link must carry by which an author takes their entry back."""
    return {"entry": entry_id, "signature": signature(key, "withdraw", entry_id)}


def may_withdraw(key: str, entry_id: str, given: str) -> bool:
    return signed(given, key, "withdraw", entry_id)


def _change(store: Store, entry_id: str, decide: Decide, clock: Clock) -> Entry:
    for _attempt in range(ATTEMPTS):
        item = _item(store, entry_id)
        before = entry_from(item)
        after = decide(before, clock())
        if after == before:
            return before
        try:
            store.transact(_writes(item, before, after, clock))
        except TransactionCancelled:  # somebody else was at it
            continue
        return after
    raise StoreBusy(translatable("Others are changing this entry right now. Please try again."))


def _writes(item: Item, before: Entry, after: Entry, clock: Clock) -> list[Write]:
    writes: list[Write] = [Put(entry_item(after), (VersionIs(item.version),))]
    public = public_writes(before, after)
    if public:
        writes += [*public, Put(mark_item(rooms=[ROOM], clock=clock))]
    if before.email and not after.email:
        writes.append(Delete(receipt_key(after.id)))
    return writes


def _item(store: Store, entry_id: str) -> Item:
    item = store.get(entry_key(entry_id))
    if item is None:
        raise NotFound(UNKNOWN)
    return item


def _same(there: Entry, draft: Draft) -> bool:
    return (there.name, there.text) == (draft.name, draft.text)
