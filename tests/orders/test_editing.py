"""What the desk corrects. Other quantities are quoted anew, and held by the difference."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from factories import offer, on_hand, put_for_sale, usd
from orders.test_lifecycle import Shop, shop, store

from shop.adapters.sqlite_store import SqliteStore
from shop.coupons.model import Coupon
from shop.coupons.service import deactivate_coupon, list_coupons, save_coupon
from shop.errors import EditedMeanwhile, InvalidCart, NotPossible, OutOfStock
from shop.orders.commands import cancel, confirm_transfer
from shop.orders.editing import correct, edit_lines
from shop.orders.model import Order
from shop.orders.transitions import Correction, fingerprint
from shop.ports import Item, Write
from shop.pricing.keys import offer_key
from shop.pricing.model import CartLine

__all__ = ["shop", "store"]


@pytest.fixture
def order(shop: Shop) -> Order:
    """Two pieces at 12.50, one at 9.00, and delivery for 3.00."""
    put_for_sale(shop.desk.store, offer("CUP", 900))
    lines = (CartLine(sku="TEA-50", quantity=2), CartLine(sku="CUP", quantity=1))
    return shop.place(lines=lines, payment="bank_transfer", expected_total=usd(3700))


def held(shop: Shop) -> list[tuple[int, int]]:
    return [on_hand(shop.desk.store, sku) for sku in ("TEA-50", "CUP")]


def test_more_of_one_and_none_of_another(shop: Shop, order: Order) -> None:
    order = edit_lines(shop.desk, order.id, {"TEA-50": 5, "CUP": 0}, "owner")
    assert (order.pieces(), order.total) == ({"TEA-50": 5}, usd(6550))
    assert held(shop) == [(5, 5), (10, 0)]
    assert "order_changed" in shop.mails(order)
    order = edit_lines(shop.desk, order.id, {"TEA-50": 1}, "owner")
    assert (order.total, held(shop)) == (usd(1550), [(9, 1), (10, 0)])
    order = confirm_transfer(shop.desk, order.id, order.total, "bank", "owner")
    assert (order.state, held(shop)) == ("paid", [(9, 0), (10, 0)])


def test_the_price_it_was_ordered_at_stays(shop: Shop, order: Order) -> None:
    dearer = offer(price=9999, published=False).model_dump(mode="json")
    shop.desk.store.put_many([Item(offer_key("TEA-50"), dearer)])
    order = edit_lines(shop.desk, order.id, {"TEA-50": 3}, "owner")
    assert order.total == usd(3 * 1250 + 900 + 300)
    shop.desk.store.delete_many([offer_key("TEA-50")])
    assert edit_lines(shop.desk, order.id, {"TEA-50": 1}, "owner").total == usd(2450)


def test_its_own_pieces_count_as_there(shop: Shop, order: Order) -> None:
    assert edit_lines(shop.desk, order.id, {"TEA-50": 10}, "owner").pieces()["TEA-50"] == 10
    with pytest.raises(OutOfStock):
        edit_lines(shop.desk, order.id, {"TEA-50": 11}, "owner")
    assert held(shop) == [(0, 10), (9, 1)]


def test_delivery_follows_what_the_goods_cost_now(shop: Shop, order: Order) -> None:
    order = edit_lines(shop.desk, order.id, {"TEA-50": 6, "CUP": 1}, "owner")
    assert order.shipping == usd(0)  # above 80.00


def test_it_keeps_its_use_of_a_coupon(store: SqliteStore) -> None:
    rule: dict[str, Any] = {"code": "HALF", "kind": "percent", "percent": "50", "limit": 1}
    save_coupon(store, Coupon.model_validate({**rule, "limit_per_person": 1}))
    shop = Shop(store)
    order = shop.place(payment="bank_transfer", coupon="HALF", expected_total=usd(925))
    deactivate_coupon(store, "HALF")
    order = edit_lines(shop.desk, order.id, {"TEA-50": 3}, "owner")
    assert (order.coupon, order.discount, order.total) == ("HALF", usd(1875), usd(2175))
    cancel(shop.desk, order.id, "owner")
    assert [standing.used for standing in list_coupons(store)] == [0]


def test_a_coupon_that_no_longer_holds_is_said(store: SqliteStore) -> None:
    rule = {"code": "MIN", "kind": "percent", "percent": "10", "minimum": {"USD": "25"}}
    save_coupon(store, Coupon.model_validate(rule))
    shop = Shop(store)
    lines = (CartLine(sku="TEA-50", quantity=2),)
    wanted: dict[str, Any] = {"coupon": "MIN", "expected_total": usd(2550)}
    order = shop.place(payment="bank_transfer", lines=lines, **wanted)
    with pytest.raises(InvalidCart):
        edit_lines(shop.desk, order.id, {"TEA-50": 1}, "owner")
    assert shop.order(order.id) == order


@pytest.mark.parametrize("quantities", [{"NEW": 1}, {"TEA-50": -1}, {"TEA-50": 0, "CUP": 0}])
def test_what_is_no_quantity_of_it_is_refused(
    shop: Shop, order: Order, quantities: dict[str, int]
) -> None:
    with pytest.raises(NotPossible):
        edit_lines(shop.desk, order.id, quantities, "owner")


def test_what_is_paid_stays(shop: Shop, order: Order) -> None:
    assert edit_lines(shop.desk, order.id, {"CUP": 1}, "owner") == order
    confirm_transfer(shop.desk, order.id, order.total, "bank", "owner")
    with pytest.raises(NotPossible, match="stays"):
        edit_lines(shop.desk, order.id, {"CUP": 2}, "owner")


def test_articles_that_are_not_counted_and_back_orders_are_changed_too(shop: Shop) -> None:
    put_for_sale(shop.desk.store, offer("EBOOK", 500, tracked=False))
    put_for_sale(shop.desk.store, offer("LATER", 700, stock_policy="continue"), on_hand=1)
    lines = (CartLine(sku="EBOOK", quantity=1), CartLine(sku="LATER", quantity=1))
    order = shop.place(payment="cod", lines=lines, expected_total=usd(1500))
    order = edit_lines(shop.desk, order.id, {"EBOOK": 2, "LATER": 4}, "owner")
    assert on_hand(shop.desk.store, "LATER") == (-3, 4)
    order = edit_lines(shop.desk, order.id, {"LATER": 0}, "owner")
    assert (on_hand(shop.desk.store, "LATER"), order.demand) == ((1, 0), {})
    cancel(shop.desk, order.id, "owner")
    assert shop.order(order.id).state == "cancelled"


def corrected(shop: Shop, order: Order, phone: str) -> Order:
    """Another telephone, by a form that was made from `order`."""
    contact = order.contact.model_copy(update={"phone": phone})
    wanted = Correction(contact, order.address, order.note, fingerprint(order))
    return correct(shop.desk, order.id, wanted, "binh")


@pytest.mark.parametrize(
    "late",
    [
        lambda shop, order: corrected(shop, order, "0905 999"),
        lambda shop, order: edit_lines(
            shop.desk, order.id, {"TEA-50": 4}, "binh", fingerprint(order)
        ),
    ],
)
def test_who_is_faster_by_a_moment_is_not_overwritten(
    shop: Shop,
    order: Order,
    monkeypatch: pytest.MonkeyPatch,
    late: Callable[[Shop, Order], Order],
) -> None:
    transact = SqliteStore.transact

    def slow(store: SqliteStore, writes: Sequence[Write]) -> None:
        monkeypatch.setattr(SqliteStore, "transact", transact)
        edit_lines(shop.desk, order.id, {"TEA-50": 3}, "anna")
        transact(store, writes)

    monkeypatch.setattr(SqliteStore, "transact", slow)
    with pytest.raises(EditedMeanwhile):
        late(shop, order)
    assert shop.order(order.id).pieces()["TEA-50"] == 3
    assert shop.order(order.id).contact == order.contact


def test_money_that_comes_meanwhile_hinders_no_correction(shop: Shop, order: Order) -> None:
    confirm_transfer(shop.desk, order.id, order.total, "bank", "anna")
    assert corrected(shop, order, "0905 999").contact.phone == "0905 999"


def test_what_cannot_be_changed_any_more_is_said_before_who_was_faster(
    shop: Shop, order: Order
) -> None:
    cancel(shop.desk, edit_lines(shop.desk, order.id, {"TEA-50": 3}, "anna").id, "anna")
    with pytest.raises(NotPossible, match="over"):
        corrected(shop, order, "0905 999")
    with pytest.raises(NotPossible, match="stays"):
        edit_lines(shop.desk, order.id, {"TEA-50": 4}, "binh", fingerprint(order))
