"""The shop's gateway talking to the stand-in over HTTP, through Stripe's real library."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import stripe_types
from factories import usd
from serving import serving
from stripe._stripe_service import StripeService

from infra.embedded.gateway.service import EmbeddedGateway
from infra.embedded.server import HOST, listen
from shop.adapters.stripe_gateway import StripeGateway
from shop.money import Money
from shop.payments.gateway import Payment, SessionRequest
from shop.payments.lines import session_line
from shop.settings import StripeSettings

KEY = "sk_test_of_the_tests"
SECRET = "whsec_of_the_tests"
NOBODY = "http://127.0.0.1:9"  # the discard port: no shop to tell


class Clock:
    """The present, which a test may move."""

    def __init__(self) -> None:
        self.moved = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.moved

    def pass_by(self, **time: float) -> None:
        self.moved += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stand_in(tmp_path: Path, clock: Clock) -> Iterator[EmbeddedGateway]:
    bound = listen(0)
    account = StripeSettings(KEY, SECRET, f"http://{HOST}:{bound.getsockname()[1]}")
    opened = EmbeddedGateway(tmp_path / "gateway.db", account, f"{NOBODY}/webhook", clock)
    with serving(opened.app, bound, "critical"):
        yield opened
    opened.stop()


@pytest.fixture
def gateway(stand_in: EmbeddedGateway, judged: list[Any]) -> Iterator[StripeGateway]:
    opened = StripeGateway(KEY, SECRET, address(stand_in), retries=0)
    yield opened
    opened.close()


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[stripe_types.Shape]:
    """Every call that goes to Stripe's library is checked against its own types; lists them."""
    calls: list[stripe_types.Shape] = []
    ask = StripeService._request

    def checked(self: Any, method: str, url: str, **more: Any) -> Any:
        call = stripe_types.shape(method, url)
        stripe_types.check(call, more.get("params") or {}, more.get("options") or {})
        calls.append(call)
        return ask(self, method, url, **more)

    monkeypatch.setattr(StripeService, "_request", checked)
    return calls


def address(stand_in: EmbeddedGateway) -> str:
    return stand_in._application._api._page.removesuffix("/pay")


def wanted(order_id: str = "ORDER1", total: Money | None = None, **changes: Any) -> SessionRequest:
    """Two lines that come to 31.00 dollars."""
    total = total or usd(3100)
    values: dict[str, Any] = {
        "order_id": order_id,
        "number": "HN-1001",
        "email": "hoa@example.com",
        "language": "vi",
        "lines": (
            session_line("Trà sen", 2, Money.of(total.amount - 300, total.currency)),
            session_line("Vận chuyển", 1, Money.of(300, total.currency)),
        ),
        "total": total,
        "success_url": "https://shop.example/thanks?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "https://shop.example/order",
        "expires_at": datetime.now(UTC) + timedelta(hours=1),
        "capture": "manual",
    }
    return SessionRequest(**{**values, **changes})


def paid(gateway: StripeGateway, stand_in: EmbeddedGateway, method: str = "card") -> Payment:
    """A payment by `method`, straight after its shopper paid."""
    session = gateway.open_session(wanted(), "open")
    stand_in.pay(session.id, method)
    return gateway.payment(session=session.id)


def captured(gateway: StripeGateway, stand_in: EmbeddedGateway, amount: int = 3100) -> Payment:
    held = paid(gateway, stand_in)
    return gateway.capture(held.intent, usd(amount), "capture")
