"""The owner's three lists: where an order stands, and finding it."""

from pathlib import Path

import pytest
from factories import MOMENT, offer, profile, put_for_sale, request, usd

from shop.adapters.sqlite_store import SqliteStore
from shop.clock import new_id
from shop.errors import InvalidInput
from shop.orders import listing
from shop.orders.commands import (
    Parcel,
    RefundWish,
    announce_return,
    cancel,
    close_return,
    confirm_transfer,
    fulfil,
    refund,
)
from shop.orders.desk import Desk, read_order
from shop.orders.model import Order
from shop.orders.request import Contact
from shop.orders.service import place_order


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    store = SqliteStore(tmp_path / "shop.db")
    put_for_sale(store, offer(), on_hand=1000)
    return Desk(store, profile(), lambda: MOMENT)


def placed(desk: Desk, name: str = "Nguyễn Thị Hoa", email: str = "hoa@example.com") -> Order:
    wanted = request(contact=Contact(name=name, email=email))
    return read_order(desk.store, place_order(desk, wanted, new_id())["order"]["id"])[0]


def where(desk: Desk, order: Order) -> list[str]:
    """The lists an order is in; one of them, always."""
    return [
        name
        for name in listing.LISTS
        if any(line.id == order.id for line in listing.page(desk.store, name).lines)
    ]


def test_an_order_goes_from_list_to_list(desk: Desk) -> None:
    order = placed(desk)
    assert where(desk, order) == ["to_confirm"]
    confirm_transfer(desk, order.id, order.total, "", "hoa")
    assert where(desk, order) == ["in_progress"]
    fulfil(desk, order.id, Parcel("P"), "hoa")
    assert where(desk, order) == ["history"]
    announce_return(desk, order.id, order.token, "R", {})
    assert where(desk, order) == ["in_progress"]
    close_return(desk, order.id, "R", accepted=True)
    assert where(desk, order) == ["history"]


def test_a_cancelled_or_refunded_order_is_history(desk: Desk) -> None:
    first, second = placed(desk), placed(desk)
    cancel(desk, first.id, "hoa")
    confirm_transfer(desk, second.id, second.total, "", "hoa")
    refund(desk, second.id, RefundWish("A", {"TEA-50": 1}, shipping=True), "hoa")
    assert where(desk, first) == ["history"]
    assert where(desk, second) == ["history"]


def test_a_line_says_what_the_order_says(desk: Desk) -> None:
    order = placed(desk)
    (line,) = listing.page(desk.store, "to_confirm").lines
    assert (line.number, line.name, line.total) == (order.number, order.contact.name, usd(1550))
    assert (line.state, line.payment, line.pieces) == ("pending_offline", "bank_transfer", 1)
    assert listing.count(desk.store, "to_confirm") == 1


@pytest.mark.parametrize("text", ["Hoa", "hoa", "NGUYEN THI", "hoa@EXAMPLE", "tea-50", "nguyễn"])
def test_people_search_without_accents_and_capitals(desk: Desk, text: str) -> None:
    order = placed(desk)
    placed(desk, "陳美玲", "mei@example.com") if text.lower() != "tea-50" else None
    assert [line.id for line in listing.search(desk.store, text).lines] == [order.id]


def test_a_number_finds_its_order_and_names_in_chinese_too(desk: Desk) -> None:
    order, other = placed(desk), placed(desk, "陳美玲", "mei@example.com")
    found = listing.search(desk.store, f" {order.number.lower()} ")
    assert [line.id for line in found.lines] == [order.id]
    assert [line.id for line in listing.search(desk.store, "美玲").lines] == [other.id]


@pytest.mark.parametrize("text", ["", "  ", "nobody", "x" * 5000, "%", "\x00"])
def test_a_search_may_find_nothing(desk: Desk, text: str) -> None:
    placed(desk)
    assert listing.search(desk.store, text).lines == []


def test_a_search_says_when_there_is_more(desk: Desk) -> None:
    for _ in range(listing.PAGE + 1):
        placed(desk)
    found = listing.search(desk.store, "hoa")
    assert (len(found.lines), found.cut) == (listing.PAGE, True)


def test_a_list_has_pages(desk: Desk) -> None:
    orders = {placed(desk).id for _ in range(listing.PAGE + 1)}
    first = listing.page(desk.store, "to_confirm")
    rest = listing.page(desk.store, "to_confirm", first.next)
    assert {line.id for line in (*first.lines, *rest.lines)} == orders
    assert rest.next is None


def test_lines_can_be_written_anew(desk: Desk) -> None:
    order = placed(desk)
    desk.store.delete_many([listing.line_key(order.id)])
    assert where(desk, order) == []
    assert listing.relist(desk.store) == 1
    assert where(desk, order) == ["to_confirm"]


def test_there_are_no_other_lists() -> None:
    with pytest.raises(InvalidInput):
        listing.parsed_list("trash")
