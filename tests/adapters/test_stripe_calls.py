"""What is sent to Stripe, judged by stripe-python's own types."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
import stripe_types
from factories import usd
from gateway_double import wanted
from pydantic import ValidationError
from stripe_types import Shape

from shop.adapters.stripe_gateway import session_params
from shop.errors import PaymentRefused
from shop.money import Money
from shop.payments.gateway import SessionLine
from shop.payments.lines import session_line

CREATE = Shape("post", "/v1/checkout/sessions")
REFUND = Shape("post", "/v1/refunds")


def judge(call: Shape, params: Mapping[str, Any]) -> None:
    stripe_types.check(call, params, {"idempotency_key": "k"})


@pytest.mark.parametrize("capture", ["manual", "automatic"])
@pytest.mark.parametrize("language", ["en", "vi", "zh-Hans", "zh-Hant"])
def test_sessions_are_what_stripe_expects(capture: str, language: str) -> None:
    judge(CREATE, session_params(wanted(capture=capture, language=language)))


@pytest.mark.parametrize(
    ("call", "params", "culprit"),
    [
        (REFUND, {"payment_intent": "pi_1", "amonut": 5}, "amonut"),
        (REFUND, {"payment_intent": "pi_1", "amount": "5"}, "amount"),
        (REFUND, {"payment_intent": "pi_1", "idempotency_key": "k"}, "idempotency_key"),
        (CREATE, {"mode": "payments"}, "mode"),
        (CREATE, {"locale": "zh-Hant"}, "locale"),
        (CREATE, {"payment_method_options": {"card": {"capture_method": "manul"}}}, "capture"),
        (CREATE, {"payment_method_options": {"wechat": {"client": "web"}}}, "wechat"),
        (CREATE, {"line_items": [{"price_data": {"currncy": "usd"}}]}, "currncy"),
    ],
)
def test_a_misspelt_field_or_choice_fails(
    call: Shape, params: dict[str, Any], culprit: str
) -> None:
    with pytest.raises(ValidationError, match=culprit):
        judge(call, params)


def test_a_call_nobody_listed_fails() -> None:
    with pytest.raises(KeyError):
        judge(Shape("post", "/v1/charges"), {})


def test_a_session_names_its_order_everywhere() -> None:
    params = session_params(wanted())
    names = {"order_id": "ORDER1", "order_number": "HN-1001"}
    assert params["client_reference_id"] == "ORDER1"
    assert params["metadata"] == params["payment_intent_data"]["metadata"] == names
    assert params["adaptive_pricing"] == {"enabled": False}
    assert params["locale"] == "vi"
    expires_at = datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert session_params(wanted(expires_at=expires_at))["expires_at"] == 1795338000


def test_cards_alone_are_asked_to_wait() -> None:
    """Asked of the whole payment, Alipay and WeChat Pay would not be offered."""
    manual, automatic = (session_params(wanted(capture=how)) for how in ("manual", "automatic"))
    assert manual["payment_method_options"] == {"card": {"capture_method": "manual"}}
    assert "capture_method" not in manual["payment_intent_data"]
    assert "payment_method_options" not in automatic


def test_lines_sum_to_the_total_exactly() -> None:
    lines = session_params(wanted())["line_items"]
    assert sum(line["quantity"] * line["price_data"]["unit_amount"] for line in lines) == 3100
    short = (SessionLine("Trà sen", 1, usd(3099)),)
    with pytest.raises(PaymentRefused, match="do not sum"):
        session_params(wanted(lines=short))


@pytest.mark.parametrize(("total", "line"), [(900, (3, 300)), (1000, (1, 1000)), (0, (3, 0))])
def test_a_line_that_does_not_divide_is_one_piece(total: int, line: tuple[int, int]) -> None:
    made = session_line("Trà sen", 3, usd(total))
    assert (made.quantity, made.amount.amount) == line
    assert made.title == ("Trà sen" if made.quantity == 3 else "3 × Trà sen")


def test_a_fraction_in_one_line_makes_the_order_one_line() -> None:
    def fils(amount: int) -> Money:
        return Money.of(amount, "KWD")

    lines = (SessionLine("A", 1, fils(5124)), SessionLine("B", 1, fils(4876)))
    items = session_params(wanted(lines=lines, total=fils(10_000)))["line_items"]
    assert [item["price_data"]["unit_amount"] for item in items] == [10_000]
    assert items[0]["price_data"]["product_data"]["name"] == "HN-1001"


def test_an_address_stripe_does_not_know_is_left_to_its_page() -> None:
    assert "customer_email" not in session_params(wanted(email="hoa@ví-dụ.vn"))
