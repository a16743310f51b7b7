"""What the desk's forms can hold, and how they read what is typed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from catalogue_desk import Desk, Invoke
from desk import ADDRESS, Browser, cookie
from factories import offer, usd
from order_desk import now, placed, shop_of

from functions.admin.forms import amount
from functions.bootstrap import Services
from functions.requests import MAX_FIELDS
from shop.errors import InvalidInput
from shop.money import Money
from shop.ports import Store

ROWS = 2 * MAX_FIELDS


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    yield from shop_of(tmp_path, offer())


def test_a_product_with_a_long_description_is_handed_in(invoke: Invoke, store: Store) -> None:
    desk = Desk(invoke, store)
    desk.published()
    path = "/admin/catalogue/products/old-cup"
    seen = re.findall(r'name="seen" value="([^"]+)"', desk.get(path).text)[0]
    long = "Tách sứ xưa. " * 9000  # over 60,000 bytes, of which two thirds are sent as %C3%A1
    fields = {"seen": seen, "title": "An Old Cup", "status": "active", "description": long}
    answer = desk.post(path, **fields)
    assert answer.status == 303, answer.text[-300:]


def test_a_statement_of_many_payments_that_name_no_order_is_booked(services: Services) -> None:
    owner, order = Browser(services, cookie(services.store)), placed(services)
    rows = "".join(f"2026-11-22,28.00,gift {number}\n" for number in range(ROWS))
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n'
        b"Content-Type: text/csv\r\n\r\nDate,Amount,Description\n" + rows.encode()
    ) + b"\r\n--x--\r\n"
    headers = {"content-type": "multipart/form-data; boundary=x", "origin": ADDRESS}
    looked = owner.send("POST", "/admin/orders/bank", body, headers).text
    fields = dict.fromkeys(re.findall(r'name="(row:[^"]+)"', looked), "")
    assert len(fields) == ROWS
    chosen = next(iter(fields))
    carried = re.findall(r'name="statement" value="([^"]+)"', looked)[0]
    sent = {"statement": carried, **fields, chosen: order.id}
    booked = owner.post("/admin/orders/bank/book", sent)
    assert (booked.status_code, "1 payment was booked" in booked.text) == (200, True)
    assert now(services, order).state == "paid"


def test_other_forms_hold_no_more_fields_than_before(services: Services) -> None:
    owner, order = Browser(services, cookie(services.store)), placed(services)
    fields = {f"field{number}": "" for number in range(MAX_FIELDS + 1)}
    answer = owner.post(f"/admin/orders/{order.id}/note", {"text": "x", **fields})
    assert answer.status_code == 400


@pytest.mark.parametrize(("currency", "example"), [("USD", "12.50"), ("VND", "250.000")])
def test_an_example_of_money_can_itself_be_written(currency: str, example: str) -> None:
    with pytest.raises(InvalidInput, match=f"Write it as {re.escape(example)}"):
        amount({"amount": "a lot"}, "amount", currency)
    wanted = {"USD": usd(1250), "VND": Money.of(250_000, "VND")}
    assert amount({"amount": example}, "amount", currency) == wanted[currency]
