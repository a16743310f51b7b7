"""Many writers at once: nothing is lost, nothing is sold twice."""

import pytest
from contracts.arrange import KEY, OTHER, item, put, together

from shop.errors import TransactionCancelled
from shop.ports import (
    Absent,
    Delete,
    FieldAtLeast,
    FieldIs,
    Item,
    Key,
    Put,
    Store,
    Update,
    VersionIs,
)

WRITERS = 64
STOCK = 10


def test_a_counter_counts_every_writer(store: Store) -> None:
    together(WRITERS, lambda _: store.transact([Update(KEY, add={"n": 1})]))
    assert store.get(KEY) == Item(KEY, {"n": WRITERS}, version=WRITERS)


def test_the_last_items_sell_once(store: Store) -> None:
    put(store, item(on_hand=STOCK, held=0))

    def buy(buyer: int) -> bool:
        enough = (FieldAtLeast("on_hand", 1),)
        order = item(Key(f"ORDER#{buyer}", "ORDER"), buyer=buyer)
        try:
            store.transact(
                [
                    Put(order, (Absent(),)),
                    Update(KEY, {"on_hand": -1, "held": 1}, conditions=enough),
                ]
            )
        except TransactionCancelled as cancelled:
            assert cancelled.reasons == (None, *enough)  # noqa: PT017
            return False
        return True

    bought = together(WRITERS, buy)
    assert sum(bought) == STOCK
    assert store.get(KEY).data == {"on_hand": 0, "held": STOCK}
    orders = store.get_many(Key(f"ORDER#{n}", "ORDER") for n in range(WRITERS))
    assert len(orders) == STOCK


def test_one_of_many_creators_wins(store: Store) -> None:
    def create(writer: int) -> bool:
        return _succeeds(store, Put(item(writer=writer), (Absent(),)))

    won = together(WRITERS, create)
    assert sum(won) == 1
    assert store.get(KEY).data == {"writer": won.index(True)}


def test_a_version_is_written_upon_once(store: Store) -> None:
    put(store, item(n=0))

    def change(writer: int) -> bool:
        return _succeeds(store, Put(item(n=writer), (VersionIs(1),)))

    assert sum(together(WRITERS, change)) == 1
    assert store.get(KEY).version == 2


def test_two_items_change_together(store: Store) -> None:
    """Reads of both at any moment would differ if a transaction could be seen half done."""
    put(store, item(n=0), item(OTHER, n=0))

    def move(writer: int) -> None:
        amount = 1 if writer % 2 else -1
        changes = [Update(KEY, add={"n": amount}), Update(OTHER, add={"n": -amount})]
        store.transact(changes[:: 1 if writer % 3 else -1])

    together(WRITERS, move)
    found = store.get_many([KEY, OTHER])
    assert found[KEY].data == found[OTHER].data == {"n": 0}
    assert found[KEY].version == WRITERS + 1


def test_appearing_and_disappearing_items_confuse_nobody(store: Store) -> None:
    def change(writer: int) -> None:
        if writer % 2:
            store.transact([Delete(KEY)])
        else:
            store.transact([Update(KEY, add={"n": 1}, set={"last": writer})])

    together(WRITERS, change)
    left = store.get(KEY)
    assert left is None or left.data["n"] == left.version


def test_readers_never_see_half_a_write(store: Store) -> None:
    put(store, item(a=0, b=0))

    def work(worker: int) -> bool:
        if worker % 2:
            store.transact([Put(item(a=worker, b=worker))])
            return True
        found = store.query(KEY.pk).items[0].data
        return found["a"] == found["b"]

    assert all(together(WRITERS, work))


@pytest.mark.parametrize("field", ["state"])
def test_a_state_changes_once(store: Store, field: str) -> None:
    put(store, item(**{field: "reserved"}))
    write = Update(KEY, set={field: "paid"}, conditions=(FieldIs(field, "reserved"),))
    assert sum(together(WRITERS, lambda _: _succeeds(store, write))) == 1


def _succeeds(store: Store, write: Put | Update) -> bool:
    try:
        store.transact([write])
    except TransactionCancelled:
        return False
    return True
