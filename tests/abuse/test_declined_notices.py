"""A notice of a declined card is counted with the effect it has, once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from factories import MOMENT, offer, profile, put_for_sale, request
from orders.gateway import MemoryGateway

from shop.abuse.declines import Declines, declines
from shop.abuse.limits import Limits
from shop.abuse.service import Door, Visit, admission, subject_of
from shop.adapters.sqlite_store import SqliteStore
from shop.orders.desk import Desk
from shop.orders.notices import hear
from shop.orders.service import place_order
from shop.payments.gateway import Notice
from shop.ports import Store

SOURCE = "203.0.113.7"


class Declining(MemoryGateway):
    """Tells of everything as of a declined card."""

    def read_notice(self, payload: bytes, signature: str, now: datetime) -> Notice | None:
        notice = super().read_notice(payload, signature, now)
        return replace(notice, type="payment_intent.payment_failed") if notice else None


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = SqliteStore(tmp_path / "shop.db", lambda: MOMENT)
    put_for_sale(opened, offer())
    yield opened
    opened.close()


def test_a_declined_card_is_counted_for_where_the_order_came_from(store: Store) -> None:
    gateway = Declining()
    cards = profile(card={"enabled": True, "title": {"en": "Card"}})
    desk = Desk(store, cards, lambda: MOMENT, gateway, "https://shop.example.com")
    door = Door(store, Limits(), "key", desk.clock)
    admit = admission(door, Visit(SOURCE))
    answer = place_order(desk, request(payment="card"), "key-1", admit)
    gateway._tell(next(iter(gateway.accounts.values())).session)
    event = gateway.events[-1]
    assert event.payment.order_id == answer["order"]["id"]
    for _told in range(3):
        hear(desk, event.id.encode(), "good")
    source = subject_of("key", "source", SOURCE)
    assert declines(store, source, 9, 9) == Declines(of_source=1, of_shop=1)
