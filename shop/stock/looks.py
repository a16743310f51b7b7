"""Whose stock has changed, for whoever tells people about it (``shop/stock/alerts``).

Pieces move by conditional additions, so a transaction does not know what it left behind, and the
level that is low lies in the catalogue. Therefore it leaves one note with the SKUs it moved, and a
later look reads what is there by then: one write an order, and many orders are looked at at once.
A note too many costs a look.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from shop.clock import new_id
from shop.ports import Item, Json, Key, Put, Store

LOOKS = "STOCKLOOK"
PER_LOOK = 100  # notes that are taken at a time


@dataclass(frozen=True, slots=True)
class Noted:
    """SKUs to look at; `quiet` are those of them of which nobody bought anything. `notes` are to be
    forgotten when it is done."""

    skus: frozenset[str]
    quiet: frozenset[str]
    notes: tuple[Key, ...]


def look_put(skus: Iterable[str], moment: str, *, quiet: bool = False) -> Put:
    """A note, for the transaction that moves pieces of `skus`. `quiet` is for what the owner need
    not be told by mail, such as what they have just written down themselves."""
    data: dict[str, Json] = {"skus": [*sorted(skus)], "quiet": quiet}
    return Put(Item(Key(LOOKS, f"{moment}#{new_id()}"), data))


def noted(store: Store) -> Noted:
    """The oldest notes, read before the stock they name."""
    notes = store.query(LOOKS, limit=PER_LOOK).items
    quiet = {sku for note in notes if note.data["quiet"] for sku in _skus(note)}
    bought = {sku for note in notes if not note.data["quiet"] for sku in _skus(note)}
    return Noted(
        skus=frozenset(quiet | bought),
        quiet=frozenset(quiet - bought),
        notes=tuple(note.key for note in notes),
    )


def forget(store: Store, done: Noted) -> None:
    """Takes away the notes of what was looked at, and no other."""
    store.delete_many(done.notes)


def _skus(note: Item) -> list[str]:
    skus = note.data["skus"]
    assert isinstance(skus, list)  # noqa: S101 - our own record
    return [str(sku) for sku in skus]
