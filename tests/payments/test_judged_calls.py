"""The judge of our calls sits where they are made: no slip in the adapter itself passes it."""

from typing import Any

import pytest
from gateway_double import wanted
from pydantic import ValidationError

from shop.adapters import stripe_gateway
from shop.adapters.stripe_gateway import StripeGateway

pytestmark = pytest.mark.network


def test_a_misspelt_field_in_the_adapter_fails(
    gateway: StripeGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    correct = stripe_gateway.session_params

    def misspelt(request: Any) -> Any:
        params: dict[str, Any] = dict(correct(request))
        params["client_refrence_id"] = params.pop("client_reference_id")
        return params

    monkeypatch.setattr(stripe_gateway, "session_params", misspelt)
    with pytest.raises(ValidationError, match="client_refrence_id"):
        gateway.open_session(wanted(), "open")
