"""A survey that follows an order: one mail, some days after the parcel has left, with a link that
is good for one answer."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from contracts.arrange import MovingClock
from factories import request, usd
from sent_mails import mails, text_of
from survey_files import shop_root, visit

from functions.bootstrap import bootstrap
from functions.notifications.handler import handler as notify
from shop.orders.commands import Parcel, RefundWish, confirm_transfer, fulfil, refund
from shop.orders.desk import read_order
from shop.orders.service import place_order
from shop.outbox.service import dead
from shop.surveys.settings import SurveySettings

Invoke = Callable[..., SimpleNamespace]


@pytest.fixture
def clock(clock: MovingClock, tmp_path: Path) -> MovingClock:
    """Of a shop whose survey follows orders after ten days."""
    found = bootstrap()
    root = shop_root(tmp_path / "root", visit=visit('access = "invited"'))
    surveys = SurveySettings(after_order="visit", days=10)
    object.__setattr__(found, "profile", found.profile.model_copy(update={"surveys": surveys}))
    object.__setattr__(found, "settings", replace(found.settings, root=root))
    return clock


@pytest.fixture
def sent(clock: MovingClock) -> str:
    """The id of an order that has left in two parcels."""
    del clock
    desk = bootstrap().desk
    wish = request(lines=({"sku": "TEA-50", "quantity": 2},), expected_total=usd(2800))
    order_id = str(place_order(desk, _priced(wish), "key-1")["order"]["id"])
    order = read_order(desk.store, order_id)[0]
    confirm_transfer(desk, order_id, order.total, "ref", "mai")
    for parcel in ("p1", "p2"):
        fulfil(desk, order_id, Parcel(id=parcel, lines={"TEA-50": 1}), "mai")
    return order_id


def _priced(wish: Any) -> Any:
    from shop.pricing.model import Cart
    from shop.pricing.service import quote

    found = bootstrap()
    cart = Cart(lines=wish.lines, country=wish.address.country, language="vi", payment=wish.payment)
    total = quote(found.store, found.profile, cart, found.clock()).total
    return wish.model_copy(update={"expected_total": total})


def invitations() -> list[str]:
    return [text_of(mail) for mail in mails("survey")]


def test_it_comes_once_and_is_good_for_one_answer(
    invoke: Invoke, clock: MovingClock, sent: str
) -> None:
    notify({}, None)
    clock.move(days=9)
    notify({}, None)
    assert invitations() == []
    clock.move(days=2)
    assert notify({}, None) == {"sent": 1}
    assert notify({}, None) == {"sent": 0}
    (text,) = invitations()
    assert sent not in text
    (link,) = re.findall(r"http\S+/api/surveys/visit\S+", text)
    given = parse_qs(urlsplit(link).query)["invitation"][0]
    body = {"answers": {"found": "friend"}, "invitation": given}
    statuses = [
        invoke("surveys", "POST", "/api/surveys/visit", body=body).status for _try in range(2)
    ]
    assert statuses == [201, 409]


def test_nobody_is_asked_about_an_order_that_was_given_back(clock: MovingClock, sent: str) -> None:
    desk = bootstrap().desk
    wish = RefundWish(id="r1", lines={"TEA-50": 2}, shipping=True)
    refund(desk, sent, wish, "mai")
    notify({}, None)
    state = read_order(desk.store, sent)[0].state
    clock.move(days=11)
    notify({}, None)
    assert (state, invitations()) == ("refunded", [])


def test_a_survey_whose_file_is_gone_is_a_dead_letter_at_once(
    clock: MovingClock, sent: str
) -> None:
    del sent
    (bootstrap().settings.root / "content" / "surveys" / "visit.toml").unlink()
    clock.move(days=11)
    notify({}, None)
    (letter,) = dead(bootstrap().store).items
    assert "visit" in str(letter.data["error"])
    assert invitations() == []


def test_a_shop_that_does_not_want_it_sends_none(
    clock: MovingClock, invoke: Invoke, request: pytest.FixtureRequest
) -> None:
    del invoke
    found = bootstrap()
    object.__setattr__(
        found, "profile", found.profile.model_copy(update={"surveys": SurveySettings()})
    )
    request.getfixturevalue("sent")
    clock.move(days=30)
    notify({}, None)
    assert invitations() == []
