"""People at the desk, their sessions and the lists of orders: the same over every store."""

from contracts.arrange import MovingClock
from factories import offer, profile, put_for_sale, request

from shop.orders import listing
from shop.orders.commands import cancel
from shop.orders.desk import Desk
from shop.orders.service import place_order
from shop.ports import Store
from shop.staff import audit, service, sessions

PASSWORD = "several words of mine"


def test_a_link_opens_once_and_a_session_ends_with_its_round(
    store: Store, clock: MovingClock
) -> None:
    token = service.add(store, "owner@example.com", "owner", clock)
    member = service.use_link(store, token, PASSWORD)
    session = sessions.begin(store, member, "browser", clock)
    assert sessions.whose(store, session, clock) is not None
    assert [each.email for each in service.members(store)] == ["owner@example.com"]
    assert len(sessions.sessions(store, member.email, clock)) == 1
    service.use_link(store, service.new_link(store, member.email, clock), "some other words")
    assert sessions.whose(store, session, clock) is None
    assert sessions.sessions(store, member.email, clock) == []


def test_a_session_is_over_after_its_time_and_is_not_brought_back(
    store: Store, clock: MovingClock
) -> None:
    member = service.use_link(
        store, service.add(store, "owner@example.com", "owner", clock), PASSWORD
    )
    token = sessions.begin(store, member, "browser", clock)
    found = sessions.whose(store, token, clock)
    assert found is not None
    clock.move(int(sessions.LIFE.total_seconds()) + 1)
    assert sessions.whose(store, token, clock) is None
    sessions.prolong(store, found, clock)
    assert sessions.whose(store, token, clock) is None


def test_the_log_has_the_latest_first(store: Store, clock: MovingClock) -> None:
    for number in range(3):
        clock.move(1)
        key = audit.begin(store, "x", f"{number}", "", clock)
    audit.complete(store, key, "done", "thing", audit.difference({"a": 1}, {"a": 2}))
    found, following = audit.entries(store)
    assert [(each.what, each.outcome) for each in found] == [
        ("2", "done"),
        ("1", "begun"),
        ("0", "begun"),
    ]
    assert following is None


def test_an_order_stands_in_one_list_and_is_found(store: Store, clock: MovingClock) -> None:
    put_for_sale(store, offer())
    desk = Desk(store, profile(), clock)
    order_id = place_order(desk, request(), "key")["order"]["id"]
    assert [line.id for line in listing.page(store, "to_confirm").lines] == [order_id]
    cancel(desk, order_id, "hoa")
    assert listing.page(store, "to_confirm").lines == []
    assert [line.id for line in listing.search(store, "nguyen").lines] == [order_id]
    (line,) = listing.page(store, "history").lines
    assert (line.state, line.list) == ("cancelled", "history")
