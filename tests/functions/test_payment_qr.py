"""The order page shows what a banking app can scan, as long as the money is awaited."""

import io
from base64 import b64decode
from collections.abc import Callable
from types import SimpleNamespace

import pytest
import zxingcpp
from factories import offer, put_for_sale
from PIL import Image

from functions.bootstrap import bootstrap
from shop.money import Money
from shop.orders.commands import confirm_transfer
from shop.ports import Store

Invoke = Callable[..., SimpleNamespace]


@pytest.fixture
def order(buy: Invoke, store: Store) -> SimpleNamespace:
    """One in dong, by bank transfer."""
    dong = offer("PHIN").model_copy(update={"price": Money.of(150_000, "VND")})
    put_for_sale(store, dong)
    answer = buy(lines=[{"sku": "PHIN", "quantity": 1}])
    return SimpleNamespace(**answer.json["order"])


def shown(invoke: Invoke, order: SimpleNamespace) -> str:
    path, query = f"/api/orders/{order.id}", f"token={order.token}&lang=en"
    return str(invoke("orders", "GET", path, query=query, headers={"accept": "text/html"}).text)


def test_the_page_has_a_code_of_the_amount_and_the_number(
    invoke: Invoke, order: SimpleNamespace
) -> None:
    page = shown(invoke, order)
    assert 'class="payment-qr__code"' in page
    picture = b64decode(page.split("data:image/png;base64,")[1].split('"')[0])
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))
    assert f"5406{order.total['amount']}5802VN" in code.text
    assert order.number.replace("-", "") in code.text


def test_a_paid_order_has_an_invoice_instead(invoke: Invoke, order: SimpleNamespace) -> None:
    confirm_transfer(bootstrap().desk, order.id, Money(**order.total), "bank", "owner")
    page = shown(invoke, order)
    assert "payment-qr" not in page
    assert f"/api/orders/{order.id}/invoice.pdf?token={order.token}" in page
