"""The owner hears once that little is left; who waits hears once that it is there again."""

from collections.abc import Callable
from typing import Any

import pytest
from contracts.arrange import MovingClock
from contracts.conftest import clock, store
from factories import offer, put_for_sale

from shop.catalogue.keys import product_key
from shop.clock import timestamp
from shop.errors import NotFound
from shop.ports import Item, Store, Update
from shop.stock.alerts.looking import look
from shop.stock.alerts.records import KIND, alert_key, person_of, waited_key
from shop.stock.alerts.service import cancel_query, may_cancel, stop_waiting, wait_for
from shop.stock.holds import hold_writes, release_writes, stock_key
from shop.stock.ledger import adjust, set_many_on_hand
from shop.stock.looks import LOOKS, look_put

__all__ = ["clock", "store"]

LEVEL = 2


@pytest.fixture
def buy(store: Store, clock: MovingClock) -> Callable[..., None]:
    """An order of some pieces of an SKU."""

    def order(order_id: str, pieces: int, sku: str = "TEA", **options: Any) -> None:
        moment = timestamp(clock())
        writes = hold_writes({sku: pieces}, order_id, moment, **options)
        store.transact([*writes, look_put([sku], moment)])

    return order


def release(store: Store, order_id: str, pieces: int, clock: MovingClock) -> None:
    moment = timestamp(clock())
    writes = release_writes({"TEA": pieces}, order_id, moment)
    store.transact([*writes, look_put(["TEA"], moment)])


def asked(store: Store) -> list[tuple[str, str]]:
    """The mails that wait in the outbox, with whom or how many they are about."""
    found = [item.data for item in store.query_index("OUTBOX").items if item.data["kind"] == KIND]
    return sorted((str(d["event"]), str(d.get("email", d.get("on_hand")))) for d in found)


def test_the_owner_hears_once_per_fall(
    store: Store, clock: MovingClock, buy: Callable[..., None]
) -> None:
    put_for_sale(store, offer("TEA"), on_hand=5)
    buy("o1", 2)
    assert look(store, LEVEL, clock) == 0
    buy("o2", 1)
    assert look(store, LEVEL, clock) == 1
    buy("o3", 1)
    assert look(store, LEVEL, clock) == 0
    assert asked(store) == [("low_stock", "2")]
    release(store, "o1", 2, clock)
    clock.move(1)
    assert look(store, LEVEL, clock) == 0
    buy("o4", 2)
    assert look(store, LEVEL, clock) == 1
    assert asked(store) == [("low_stock", "1"), ("low_stock", "2")]
    assert store.query(LOOKS).items == []


def test_what_the_owner_counted_is_no_news_to_them(
    store: Store, clock: MovingClock, buy: Callable[..., None]
) -> None:
    put_for_sale(store, offer("TEA"), on_hand=5)
    set_many_on_hand(store, {"TEA": 1}, "import", "mai", clock)
    assert look(store, LEVEL, clock) == 0
    buy("o1", 1)
    assert look(store, LEVEL, clock) == 0
    adjust(store, "TEA", 9, "bought", "mai", clock)
    adjust(store, "TEA", -8, "broken", "mai", clock)
    buy("o2", 1)
    assert look(store, LEVEL, clock) == 0, "counted low before anybody looked"


def test_a_sale_among_counts_is_told(
    store: Store, clock: MovingClock, buy: Callable[..., None]
) -> None:
    put_for_sale(store, offer("TEA"), on_hand=5)
    adjust(store, "TEA", -1, "broken", "mai", clock)
    buy("o1", 3)
    assert look(store, LEVEL, clock) == 1


def test_a_product_has_its_own_level(
    store: Store, clock: MovingClock, buy: Callable[..., None]
) -> None:
    put_for_sale(store, offer("TEA"), on_hand=5)
    store.put_many([Item(product_key("tea"), {"handle": "tea", "low_stock_level": 4})])
    buy("o1", 1)
    assert look(store, LEVEL, clock) == 1
    assert asked(store) == [("low_stock", "4")]


def test_what_is_owed_is_told_and_what_is_not_counted_is_not(
    store: Store, clock: MovingClock, buy: Callable[..., None]
) -> None:
    put_for_sale(store, offer("TEA", stock_policy="continue"), offer("PDF", tracked=False))
    buy("o1", 13, back_orders={"TEA"})
    store.transact([look_put(["PDF", "NEVER-SEEN"], timestamp(clock()))])
    assert look(store, -1, clock) == 1
    assert asked(store) == [("low_stock", "-3")]


def test_everybody_who_waits_hears_once_when_it_is_back(store: Store, clock: MovingClock) -> None:
    put_for_sale(store, offer("TEA"), on_hand=0)
    for email in ("hoa@example.com", "an@example.com", "Hoa@Example.com"):
        assert wait_for(store, "TEA", email, "vi", clock)
    assert look(store, LEVEL, clock) == 0
    set_many_on_hand(store, {"TEA": 1}, "import", "mai", clock)
    assert look(store, LEVEL, clock) == 2
    assert asked(store) == [
        ("back_in_stock", "an@example.com"),
        ("back_in_stock", "hoa@example.com"),
    ]
    assert store.get(alert_key("TEA", person_of("hoa@example.com"))) is None
    assert store.get(waited_key("TEA")) is None
    set_many_on_hand(store, {"TEA": 0}, "import", "mai", clock)
    set_many_on_hand(store, {"TEA": 5}, "import", "mai", clock)
    assert look(store, LEVEL, clock) == 0


def test_the_same_person_may_wait_again(store: Store, clock: MovingClock) -> None:
    put_for_sale(store, offer("TEA"), on_hand=0)
    for _time in range(2):
        clock.move(1)
        assert wait_for(store, "TEA", "hoa@example.com", "vi", clock)
        set_many_on_hand(store, {"TEA": 1}, "import", "mai", clock)
        assert look(store, LEVEL, clock) == 1
        set_many_on_hand(store, {"TEA": 0}, "import", "mai", clock)
        look(store, LEVEL, clock)
    assert len(asked(store)) == 2


def test_pieces_that_arrive_while_somebody_asks_are_seen(store: Store, clock: MovingClock) -> None:
    """The look that the pieces caused may be over before the wish is stored."""
    put_for_sale(store, offer("TEA"), on_hand=0)
    wait_for(store, "TEA", "hoa@example.com", "vi", clock)
    store.transact([Update(stock_key("TEA"), {"on_hand": 1})])
    assert look(store, LEVEL, clock) == 1


def test_nobody_waits_for_what_is_there_or_unknown(store: Store, clock: MovingClock) -> None:
    put_for_sale(store, offer("TEA"), offer("GONE", published=False))
    assert not wait_for(store, "TEA", "hoa@example.com", "vi", clock)
    for sku in ("GONE", "NEVER-SEEN"):
        with pytest.raises(NotFound):
            wait_for(store, sku, "hoa@example.com", "vi", clock)
    assert store.get(waited_key("TEA")) is None


def test_what_is_no_longer_sold_is_not_announced(store: Store, clock: MovingClock) -> None:
    put_for_sale(store, offer("TEA"), on_hand=0)
    wait_for(store, "TEA", "hoa@example.com", "vi", clock)
    put_for_sale(store, offer("TEA", published=False), on_hand=5)
    assert look(store, LEVEL, clock) == 0


def test_who_stops_waiting_is_forgotten_everywhere(store: Store, clock: MovingClock) -> None:
    put_for_sale(store, offer("TEA"), offer("CUP"), on_hand=0)
    for sku in ("TEA", "CUP"):
        wait_for(store, sku, "hoa@example.com", "vi", clock)
    wait_for(store, "TEA", "an@example.com", "vi", clock)
    assert stop_waiting(store, person_of("hoa@example.com")) == 2
    set_many_on_hand(store, {"TEA": 1, "CUP": 1}, "import", "mai", clock)
    look(store, LEVEL, clock)
    assert asked(store) == [("back_in_stock", "an@example.com")]


def test_only_the_shop_signs_the_way_out() -> None:
    link = cancel_query("key", "hoa@example.com")
    assert may_cancel("key", link["person"], link["signature"])
    assert not may_cancel("key", person_of("an@example.com"), link["signature"])
    assert not may_cancel("another", link["person"], link["signature"])
    assert not may_cancel("key", link["person"], "é\udc80")
