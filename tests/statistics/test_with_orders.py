"""Figures move with the orders themselves, through the shop's own commands."""

from pathlib import Path

import pytest
from factories import MOMENT, offer, profile, put_for_sale, request

from shop.adapters.sqlite_store import SqliteStore
from shop.errors import PriceChanged
from shop.money import Money
from shop.orders.commands import cancel, confirm_transfer
from shop.orders.desk import Desk
from shop.orders.service import place_order
from shop.statistics.recounting import recount
from shop.statistics.service import report, shop_zone

EVENING = MOMENT.replace(hour=18)  # the next morning in Hội An
TOMORROW = EVENING.date().replace(day=23)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    store = SqliteStore(tmp_path / "shop.db")
    put_for_sale(store, offer(categories=[["Tea", "Green"], ["Gifts"]]))
    return Desk(store, profile(days={"timezone": "Asia/Ho_Chi_Minh"}), lambda: EVENING)


def test_orders_count_on_the_shops_own_day_and_in_their_category(desk: Desk) -> None:
    kept = place_order(desk, request(), "key-1")["order"]["id"]
    gone = place_order(desk, request(), "key-2")["order"]["id"]
    confirm_transfer(desk, kept, Money.of(1550, "USD"), "FT1", "owner")
    cancel(desk, gone, "owner", "by mistake")
    (day,) = report(desk.store, TOMORROW, TOMORROW)
    assert (day.figures["placed"], day.figures["paid"], day.figures["cancelled"]) == (2, 1, 1)
    assert day.net == 1550
    (category,) = report(desk.store, TOMORROW, TOMORROW, "category")
    assert (category.key, category.net) == ("Tea > Green", 1250)
    told = recount(desk.store, shop_zone(desk.profile), clock=lambda: EVENING)
    assert (told.orders, told.wrong) == (2, ())


def test_an_order_that_is_refused_counts_nowhere(desk: Desk) -> None:
    with pytest.raises(PriceChanged):
        place_order(desk, request(expected_total=1), "key-1")
    assert report(desk.store, TOMORROW, TOMORROW) == []
