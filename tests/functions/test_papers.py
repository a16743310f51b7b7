"""Papers through the real handler: for the guest with the token, and nobody else."""

import io
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from pypdf import PdfReader

from functions.bootstrap import bootstrap
from shop.money import Money
from shop.orders.commands import confirm_transfer

Invoke = Callable[..., SimpleNamespace]


@pytest.fixture
def order(buy: Invoke) -> SimpleNamespace:
    return SimpleNamespace(**buy().json["order"])


def paper(
    invoke: Invoke, order: SimpleNamespace, token: str, method: str = "GET"
) -> SimpleNamespace:
    path = f"/api/orders/{order.id}/invoice.pdf"
    return invoke("papers", method, path, query=f"token={token}")


def pay(order: SimpleNamespace) -> None:
    desk = bootstrap().desk
    confirm_transfer(desk, order.id, Money(**order.total), "bank", "owner")


def test_a_guest_reads_the_invoice_of_a_paid_order(invoke: Invoke, order: SimpleNamespace) -> None:
    pay(order)
    assert paper(invoke, order, order.token).status == 404  # looking issues nothing
    for _twice in range(2):
        issued = paper(invoke, order, order.token, "POST")
        assert issued.status == 303
    path, _, query = issued.headers["location"].partition("?")
    answer = invoke("papers", "GET", path, query=query)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert order.number in text
    assert paper(invoke, order, order.token).content == answer.content


def test_an_unpaid_order_has_no_invoice_yet(invoke: Invoke, order: SimpleNamespace) -> None:
    for method in ("GET", "POST"):
        answer = paper(invoke, order, order.token, method)
        assert (answer.status, answer.json["code"]) == (409, "not_possible")


def test_a_wrong_token_finds_nothing(invoke: Invoke, order: SimpleNamespace) -> None:
    pay(order)
    assert paper(invoke, order, "wrong").status == 404
    assert paper(invoke, order, "wrong", "POST").status == 404
    path = f"/api/orders/{order.id}/credit-notes/none"
    assert invoke("papers", "GET", path, query=f"token={order.token}").status == 404
