"""Two people at one order, and money that the desk cannot send: what the pages of orders say."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from desk import Browser, cookie
from factories import offer, usd
from order_desk import act, alert, now, paid, placed, shop_of, told

from functions.bootstrap import Services
from shop.mail.deliveries import deliveries
from shop.mail.events import MAILS
from shop.orders.desk import change
from shop.orders.model import Order
from shop.orders.transitions import step
from shop.pricing.model import CartLine

BY_HAND = "back yourself; the desk only notes it and tells the shopper."


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    yield from shop_of(tmp_path, offer(), offer("CUP", 900))


@pytest.fixture
def owner(services: Services) -> Browser:
    return Browser(services, cookie(services.store))


@pytest.fixture
def order(services: Services) -> Order:
    return placed(services)


def form(browser: Browser, order: Order, what: str) -> str:
    """One of the forms on the page of an order."""
    page = browser.get(f"/admin/orders/{order.id}").text
    (found,) = re.findall(rf'<form [^>]*/{what}".*?</form>', page, re.DOTALL)
    return str(found)


def person(order: Order, **changes: str) -> dict[str, str]:
    """What the form of the correction sends."""
    own = {**order.contact.model_dump(), **order.address.model_dump(), "note": order.note}
    return {**own, **changes}


def by_card(services: Services, order: Order) -> None:
    """The order as if it had been paid through the gateway."""
    facts: dict[str, Any] = {"payment": "card", "intent": "pi_1"}
    change(services.desk, order.id, lambda known, _now: known.model_copy(update=facts))


def test_a_refund_of_a_transfer_says_that_the_owner_has_to_send_it(
    owner: Browser, services: Services
) -> None:
    order = paid(owner, services)
    assert f"Send the money {BY_HAND}" in form(owner, order, "refund")
    answer = act(owner, order, "refund", once="A", amount="5.00")
    assert "Now send $5.00 back yourself" in told(owner, answer)
    again = act(owner, order, "refund", once="A", amount="5.00")
    assert "Now send $5.00 back yourself" in told(owner, again)


def test_a_refund_of_a_card_is_not_left_to_the_owner(owner: Browser, services: Services) -> None:
    order = paid(owner, services)
    by_card(services, order)
    assert "back yourself" not in form(owner, order, "refund")
    answer = act(owner, order, "refund", once="A", amount="5.00")
    assert told(owner, answer) == "The refund is recorded."
    made_up = owner.get(f"/admin/orders/{order.id}?done=refund_by_hand").text
    assert "back yourself" not in made_up


def test_cancelling_what_is_paid_in_part_says_how_much_to_send(
    owner: Browser, services: Services, order: Order
) -> None:
    assert "back yourself" not in form(owner, order, "cancel")
    act(owner, order, "confirm", once="C", amount="20.00")
    assert f"Send $20.00 {BY_HAND}" in form(owner, order, "cancel")
    answer = act(owner, order, "cancel", reason="sold out")
    assert "Now send $20.00 back yourself" in told(owner, answer)
    assert now(services, order).refunded == usd(2000)


def test_cancelling_what_nobody_paid_leaves_nothing_to_send(owner: Browser, order: Order) -> None:
    assert told(owner, act(owner, order, "cancel")) == "The order is cancelled."


def test_a_correction_does_not_put_back_what_a_colleague_has_just_corrected(
    owner: Browser, services: Services, order: Order
) -> None:
    anna, binh = person(order, line1="99 Lê Lợi"), person(order, phone="0905 999 999")
    assert act(owner, order, "amend", **anna).status_code == 303
    refused = act(owner, order, "amend", **binh)
    assert (refused.status_code, now(services, order).address.line1) == (409, "99 Lê Lợi")
    assert "Somebody kept a newer version" in alert(refused)
    assert 'value="0905 999 999"' in refused.text
    assert 'value="12 Trần Phú"' in refused.text
    assert "Now: 99 Lê Lợi" in refused.text
    seen = re.findall(r'name="seen" value="([^"]+)"', refused.text)
    assert len(set(seen)) == 1
    answer = act(owner, order, "amend", **{**binh, "line1": "99 Lê Lợi", "seen": seen[0]})
    assert "corrected" in told(owner, answer)
    after = now(services, order)
    assert (after.address.line1, after.contact.phone) == ("99 Lê Lợi", "0905 999 999")


def test_quantities_do_not_put_back_what_a_colleague_has_just_changed(
    owner: Browser, services: Services
) -> None:
    lines = (CartLine(sku="TEA-50", quantity=2), CartLine(sku="CUP", quantity=1))
    order = placed(services, lines=lines, expected_total=usd(3700))
    anna = {"pieces__TEA-50": 5, "pieces__CUP": 0}
    assert act(owner, order, "edit", **anna).status_code == 303
    refused = act(owner, order, "edit", **{"pieces__TEA-50": 3, "pieces__CUP": 1})
    assert (refused.status_code, now(services, order).pieces()) == (409, {"TEA-50": 5})
    assert "Somebody kept a newer version" in alert(refused)
    assert re.search(r'name="pieces:TEA-50"[^>]*value="3"> <span class="soft">Now: 5', refused.text)
    seen = re.findall(r'name="seen" value="([^"]+)"', refused.text)[0]
    assert act(owner, order, "edit", seen=seen, **{"pieces__TEA-50": 3}).status_code == 303
    assert now(services, order).pieces() == {"TEA-50": 3}


def test_a_double_click_is_no_colleague(owner: Browser, services: Services) -> None:
    lines = (CartLine(sku="TEA-50", quantity=2), CartLine(sku="CUP", quantity=1))
    order = placed(services, lines=lines, expected_total=usd(3700))
    fields = {"pieces__TEA-50": 5, "pieces__CUP": 0}
    for _twice in range(2):
        assert "new quantities" in told(owner, act(owner, order, "edit", **fields))
    order = now(services, order)
    for _twice in range(2):
        answer = act(owner, order, "amend", **person(order, city="Đà Nẵng"))
        assert "corrected" in told(owner, answer)
    assert len(now(services, order).history) == len(order.history) + 1


@pytest.mark.parametrize("seen", ["", "x", "0" * 32])
def test_who_does_not_say_what_they_saw_changes_nothing(
    owner: Browser, services: Services, order: Order, seen: str
) -> None:
    changes = person(order, city="Đà Nẵng")
    assert act(owner, order, "amend", **changes, seen=seen).status_code == 409
    assert act(owner, order, "edit", seen=seen, **{"pieces__TEA-50": 3}).status_code == 409
    assert now(services, order) == order


def test_a_wrong_field_does_not_hide_that_a_colleague_was_faster(
    owner: Browser, services: Services, order: Order
) -> None:
    act(owner, order, "amend", **person(order, line1="99 Lê Lợi"))
    wrong = act(owner, order, "amend", **person(order, email="hoa@"))
    assert wrong.status_code == 422
    typed = re.findall(r'/amend".*?name="seen" value="([^"]+)"', wrong.text, re.DOTALL)[0]
    right = act(owner, order, "amend", **person(order, email="hoa@example.org"), seen=typed)
    assert (right.status_code, now(services, order).address.line1) == (409, "99 Lê Lợi")


def test_saving_what_is_not_different_says_so(owner: Browser, services: Services) -> None:
    order = placed(services)
    spaced = order.address.model_copy(update={"line1": "12  Trần Phú"})
    address: dict[str, Any] = {"address": spaced}
    order = change(services.desk, order.id, lambda known, _now: known.model_copy(update=address))
    for what, fields in (("amend", person(order)), ("edit", {"pieces__TEA-50": "2"})):
        assert "Nothing was different" in told(owner, act(owner, order, what, **fields))
    assert now(services, order) == order
    mails = {each["event"] for each in deliveries(services.store, order.id)}
    assert "order_changed" not in mails


def test_who_did_it_is_called_by_words(owner: Browser, services: Services, order: Order) -> None:
    for actor in ("gateway", "clock", "anna@example.com"):
        change(services.desk, order.id, partial(_disputed, actor))
    page = owner.get(f"/admin/orders/{order.id}").text
    (timeline,) = re.findall(r'<ol class="timeline">.*?</ol>', page, re.DOTALL)
    actors = re.findall(r"· ([^<·]+)</span>", timeline)
    assert actors == [
        "anna@example.com",
        "the shop by itself",
        "the payment service",
        "the shopper",
    ]


def _disputed(actor: str, order: Order, at: datetime) -> Order:
    return step(order, "disputed", at, actor, once=actor.partition("@")[0])


def test_every_mail_is_called_by_words(services: Services) -> None:
    sent = [(mail, audience) for mails in MAILS.values() for audience, mail in mails]
    shown = services.templates.render(
        "admin/orders/mails.html",
        "en",
        may=lambda _permission: False,
        mails=[
            {"event": mail, "audience": audience, "outcome": "sent", "at": "", "again": ""}
            for mail, audience in sent
        ],
    )
    names = re.findall(r"<span>([^<]+) <span", shown)
    assert len(names) == len(sent)
    assert [name for name in names if not name[0].isupper()] == []
