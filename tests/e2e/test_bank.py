"""A bank's statement at the desk: handed in, looked at, booked, and handed in again; on a phone and
on a desk, with JavaScript and without."""

from typing import Any

import pytest
from desk import cookie
from e2e.accessibility import violations
from e2e.browsing import WAYS, Visit, Way
from e2e.shopping import placed

from functions.bootstrap import Services
from shop.money import Money
from shop.orders.desk import read_order

pytestmark = pytest.mark.browser


@WAYS
def test_a_statement_is_looked_at_and_booked(
    visit: Visit, common_shop: tuple[Services, str], way: Way
) -> None:
    services, address = common_shop
    exact, short, over = (placed(services.desk) for _ in range(3))
    one = Money.of(100, exact.due.currency)
    statement = csv(
        (exact.due, f"{exact.number} cam on"),
        (short.due - one, short.number),
        (over.due + one, over.number),
        (one, f"for {over.contact.name}"),
    )
    with visit(address, "/admin/orders", way=way, cookies=cookie(services.store)) as page:
        page.click("text=Bank statement")
        look_at(page, statement)
        assert meanings(page) == ["pays exactly", "too little", "too much", "names no order"]
        assert not way.javascript or violations(page) == []
        page.select_option("tr:has-text('too little') select", short.id)
        page.select_option("tr:has-text('too much') select", over.id)
        page.click("button:has-text('Book what pays exactly')")
        assert "3 payments were booked" in page.inner_text("[role=status]")
        look_at(page, statement)
        assert meanings(page) == [*["booked before"] * 3, "names no order"]
        page.click("text=All orders")
        page.click(f"text={short.number}")
        assert page.input_value("[name=amount]") == "1.00"
        page.goto(f"/admin/orders/{over.id}")
        assert page.inner_text("dt:text-is('Paid too much') + dd") == "$1.00"
    states = [read_order(services.store, each.id)[0].state for each in (exact, short, over)]
    assert states == ["paid", "pending_offline", "paid"]


def csv(*rows: tuple[Money, str]) -> bytes:
    lines = (f"2026-11-22,{amount.to_decimal()},{text}" for amount, text in rows)
    return "\n".join(("Date,Amount,Description", *lines)).encode()


def look_at(page: Any, statement: bytes) -> None:
    page.set_input_files("#file", {"name": "a.csv", "mimeType": "text/csv", "buffer": statement})
    page.click("button:has-text('Look at it')")
    page.wait_for_selector("form[action$='/book'] ~ form")


def meanings(page: Any) -> list[str]:
    return list(page.locator("form[action$='/book'] .badge").all_inner_texts())
