"""Every class of Stripe's errors is a definite no, or an outcome that is not known."""

import json
from typing import Any

import pytest
import stripe
from factories import usd

from shop.adapters.stripe_gateway import StripeGateway
from shop.errors import GatewayUnavailable, PaymentRefused, ShopError


class Canned(stripe.HTTPClient):
    """Answers every request alike, or breaks."""

    name = "canned"

    def __init__(self, answer: tuple[str, int] | None) -> None:
        super().__init__()
        self._answer = answer

    def request(self, *_request: Any, **_more: Any) -> tuple[str, int, dict[str, str]]:
        if self._answer is None:
            raise stripe.APIConnectionError("Read timed out.")
        return (*self._answer, {})

    def close(self) -> None: ...


def body(kind: str, code: str = "", **more: str) -> str:
    return json.dumps({"error": {"type": kind, "code": code, "message": "Because.", **more}})


DECLINE = {"decline_code": "insufficient_funds"}


@pytest.mark.parametrize(
    ("answer", "error", "reason"),
    [
        ((body("card_error", "card_declined", **DECLINE), 402), PaymentRefused, DECLINE),
        ((body("card_error", "expired_card"), 402), PaymentRefused, "expired_card"),
        ((body("invalid_request_error", "amount_too_small"), 400), PaymentRefused, "amount_too"),
        ((body("invalid_request_error", "resource_missing"), 404), PaymentRefused, "resource_"),
        ((body("idempotency_error"), 400), PaymentRefused, "idempotency_key_reused"),
        ((body("invalid_request_error", "idempotency_key_in_use"), 409), GatewayUnavailable, ""),
        ((body("invalid_request_error", "rate_limit"), 400), GatewayUnavailable, ""),
        ((body("invalid_request_error", "rate_limit"), 429), GatewayUnavailable, ""),
        ((body("invalid_request_error", "lock_timeout"), 429), GatewayUnavailable, ""),
        ((body("api_error"), 500), GatewayUnavailable, ""),
        ((body("api_error"), 503), GatewayUnavailable, ""),
        (("<html>Bad gateway</html>", 502), GatewayUnavailable, ""),
        (("<html>A captive portal</html>", 200), GatewayUnavailable, ""),
        (("<html>Somebody's proxy</html>", 403), GatewayUnavailable, ""),
        ((body("invalid_request_error"), 401), GatewayUnavailable, ""),
        ((body("invalid_request_error"), 403), GatewayUnavailable, ""),
        (None, GatewayUnavailable, ""),
    ],
)
def test_errors_are_told_apart(
    answer: tuple[str, int] | None, error: type[ShopError], reason: Any
) -> None:
    gateway = StripeGateway("sk_test_x", "whsec_x", retries=0, http_client=Canned(answer))
    with pytest.raises(error) as raised:
        gateway.refund("pi_1", usd(100), "R1", "ORDER1")
    if isinstance(raised.value, PaymentRefused):
        wanted = reason["decline_code"] if isinstance(reason, dict) else reason
        assert raised.value.reason.startswith(wanted)


def test_a_refusal_says_what_stripe_said() -> None:
    answer = (body("card_error", "card_declined"), 402)
    gateway = StripeGateway("sk_test_x", "whsec_x", retries=0, http_client=Canned(answer))
    with pytest.raises(PaymentRefused, match=r"^Because\.$"):
        gateway.capture("pi_1", usd(100), "c")
