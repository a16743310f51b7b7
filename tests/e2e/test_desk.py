"""The owner's desk in a browser: sign in, confirm a transfer, send it, refund a piece; on a phone
and on a desktop, with JavaScript and without."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from desk import cookie
from e2e.browsing import ON_A_PHONE, REFUSED, WAYS, Visit, Way
from factories import offer, on_hand, profile, put_for_sale, request, usd

from functions.bootstrap import Services
from shop.adapters.stores import open_store
from shop.clock import now
from shop.orders.desk import read_order
from shop.orders.model import Order
from shop.orders.service import place_order
from shop.pricing.model import CartLine
from shop.settings import load_settings
from shop.staff import service

PASSWORD = "several words of mine"
EMAIL = "owner@example.com"

pytestmark = pytest.mark.browser

Desk = tuple[Services, Order, str]
IN_SIGHT = """() => {
  const { top, bottom } = document.querySelector("#signed-out").getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}"""


@pytest.fixture
def desk(sample_home: Callable[[], Path], open_shop: Callable[[Services], Any]) -> Iterator[Desk]:
    """A shop with one order for two pieces, and an owner who has a password."""
    settings = load_settings({"SHOP_HOME": str(sample_home())})
    with closing(open_store(settings.store)) as store:
        services = Services(settings, profile(), store)
        put_for_sale(store, offer())
        two = request(lines=(CartLine(sku="TEA-50", quantity=2),), expected_total=usd(2800))
        placed = place_order(services.desk, two, "key")["order"]
        service.use_link(store, service.add(store, EMAIL, "owner", now), PASSWORD)
        with open_shop(services) as address:
            yield services, read_order(store, placed["id"])[0], address


def sign_in(page: Any, address: str) -> None:
    page.goto(f"{address}/admin")
    page.fill("[name=email]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.click(".door button")
    page.wait_for_url(f"{address}/admin")


@WAYS
def test_from_signing_in_to_a_refund(visit: Visit, desk: Desk, way: Way) -> None:
    services, order, address = desk
    with visit(address, way=way, expected=REFUSED) as page:
        sign_in(page, address)
        page.click("text=Orders to confirm")
        page.click(f"text={order.number}")

        page.fill("[name=amount]", "twenty")
        page.fill("[name=reference]", "VCB 77")
        page.click("text=Confirm the payment")
        assert "no amount of money" in page.locator("[role=alert]").inner_text()
        assert page.input_value("[name=reference]") == "VCB 77"
        page.fill("[name=amount]", "20.00")
        page.click("text=Confirm the payment")
        page.wait_for_selector("text=The money is booked.")
        assert page.input_value("[name=amount]") == "8.00"
        page.click("text=Confirm the payment")
        page.wait_for_selector("text=It has left")
        assert page.locator("text=Confirm the payment").count() == 0

        page.fill("[name=carrier]", "GHN")
        page.fill("[name=tracking]", "T-1")
        page.click("text=It has left")
        page.wait_for_selector("text=The parcel is on its way")

        page.click("summary:has-text('Refund')")
        page.fill("[name='back:TEA-50']", "1")
        page.check("[name=restock]")
        page.fill("#refund-reason", "broken lid")
        page.dblclick("text=Refund now")
        page.wait_for_selector("text=The refund is recorded.")

    after, _ = read_order(services.store, order.id)
    assert after.state == "partially_refunded"
    assert [refund.amount for refund in after.refunds] == [usd(1250)]
    assert (after.shipments[0].carrier, after.shipments[0].lines) == ("GHN", {"TEA-50": 2})
    assert on_hand(services.store, "TEA-50") == (9, 0)
    assert {event.actor for event in after.history[1:]} == {EMAIL}


@WAYS
def test_an_order_is_cancelled_and_its_mail_goes_out_again(
    visit: Visit, desk: Desk, way: Way
) -> None:
    services, order, address = desk
    with visit(
        address,
        f"/admin/orders/{order.id}",
        way=way,
        cookies=cookie(services.store),
    ) as page:
        page.locator("section[aria-labelledby=mails] button").first.click()
        page.wait_for_selector("text=The mail goes out again.")
        page.click("summary:has-text('Cancel the order')")
        page.fill("#cancel-reason", "changed <b>their</b> mind")
        page.click("text=Cancel it")
        page.wait_for_selector("text=The order is cancelled.")
        assert "changed <b>their</b> mind" in page.inner_text(".timeline")
    after, _ = read_order(services.store, order.id)
    assert after.state == "cancelled"
    assert on_hand(services.store, "TEA-50") == (10, 0)


@WAYS
def test_an_order_is_corrected_before_the_money_comes(visit: Visit, desk: Desk, way: Way) -> None:
    services, order, address = desk
    person, path = cookie(services.store), f"/admin/orders/{order.id}"
    with visit(address, path, way=way, cookies=person, expected=REFUSED) as page:
        page.fill("#note-text", "She called: one is enough")
        page.click("text=Write it down")
        page.wait_for_selector("text=Noted.")
        page.click("summary:has-text('Other quantities')")
        page.fill("[name='pieces:TEA-50']", "99")
        page.click("text=Change the quantities")
        page.wait_for_selector("details[open] .field__error")
        assert page.is_visible("[role=alert]")
        page.fill("[name='pieces:TEA-50']", "1")
        page.click("text=Change the quantities")
        page.wait_for_selector("text=The order has its new quantities")
        assert "$15.50" in page.inner_text(".sums__total")
        page.click("summary:has-text('Correct it')")
        page.fill("[name=line1]", "3 <b>Lê Lợi</b>")
        page.click("text=Correct it >> .. >> button")
        page.wait_for_selector("text=The order is corrected")
        assert "3 <b>Lê Lợi</b>" in page.inner_text("address")
        assert "She called" in page.inner_text("section[aria-labelledby=notes]")
    after, _ = read_order(services.store, order.id)
    assert (after.pieces(), after.address.line1) == ({"TEA-50": 1}, "3 <b>Lê Lợi</b>")
    assert on_hand(services.store, "TEA-50") == (9, 1)


def test_typing_searches_and_the_address_keeps_it(visit: Visit, desk: Desk) -> None:
    _services, order, address = desk
    with visit(address) as page:
        sign_in(page, address)
        page.goto(f"{address}/admin/orders?list=history")
        assert not page.locator(f"text={order.number}").count()
        page.fill("[name=q]", "nguyen")
        page.wait_for_selector(f"text={order.number}")
        page.wait_for_url("**/admin/orders?q=nguyen")


def test_signing_out_elsewhere_leads_to_the_door(visit: Visit, desk: Desk) -> None:
    services, order, address = desk
    with visit(address, way=ON_A_PHONE, expected=REFUSED) as page:
        sign_in(page, address)
        page.goto(f"{address}/admin/orders/{order.id}")
        service.set_password(services.store, EMAIL, PASSWORD, "quite other words")
        page.fill("[name=text]", "too late")
        page.click("text=Write it down")
        page.wait_for_selector("#signed-out:has-text('nothing was saved')")
        assert page.evaluate(IN_SIGHT)
        assert page.input_value("[name=text]") == "too late"
        service.set_password(services.store, EMAIL, "quite other words", PASSWORD)
        with page.expect_popup() as opened:
            page.click("#signed-out a")
        sign_in(opened.value, address)
        page.click("text=Write it down")
        page.wait_for_selector("text=Noted.")
        assert page.locator("main:has-text('too late')").count()
