"""The stand-in's events reach the shop: signed, in order, and until the shop takes them."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from gateway_double import KEY, SECRET, Clock, wanted

from infra.embedded.gateway.service import EmbeddedGateway
from shop.adapters.stripe_gateway import StripeGateway
from shop.errors import InvalidSignature
from shop.payments.gateway import Notice
from shop.settings import StripeSettings

pytestmark = pytest.mark.network


class Shop(ThreadingHTTPServer):
    """Takes notices as the shop does; answers `status`."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(("127.0.0.1", 0), _Endpoint)
        self.status = 200
        self.notices: list[Notice | None] = []
        self.tries = 0
        self.gateway = StripeGateway(KEY, SECRET)
        self.clock = clock


class _Endpoint(BaseHTTPRequestHandler):
    server: Shop

    def do_POST(self) -> None:
        payload = self.rfile.read(int(self.headers["Content-Length"]))
        signature = self.headers["Stripe-Signature"]
        notice = self.server.gateway.read_notice(payload, signature, self.server.clock())
        self.server.tries += 1
        if self.server.status == 200:
            self.server.notices.append(notice)
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture
def shop(clock: Clock) -> Iterator[Shop]:
    opened = Shop(clock)
    thread = threading.Thread(target=opened.serve_forever)
    thread.start()
    yield opened
    opened.shutdown()
    thread.join()
    opened.server_close()


@pytest.fixture
def telling(tmp_path: Path, clock: Clock, shop: Shop) -> Iterator[EmbeddedGateway]:
    """A stand-in that tells `shop`."""
    account = StripeSettings(KEY, SECRET, "http://127.0.0.1:9")
    hook = f"http://127.0.0.1:{shop.server_port}/api/payments/stripe/webhook"
    opened = EmbeddedGateway(tmp_path / "g.db", account, hook, clock)
    yield opened
    opened.stop()


def paid(stand_in: EmbeddedGateway) -> str:
    """A session, made and paid without a server between."""
    from urllib.parse import urlencode

    from stripe._encode import _api_encode

    from infra.embedded.gateway import sessions
    from infra.embedded.gateway.forms import read_form
    from shop.adapters.stripe_gateway import session_params

    values = read_form(urlencode(list(_api_encode(session_params(wanted())))))
    with stand_in._ledger.turn(stand_in._clock().timestamp()) as turn:
        session = sessions.create(turn, values, "http://127.0.0.1:9/pay")
    stand_in.pay(session["id"])
    return str(session["id"])


def test_events_arrive_signed_and_in_order(telling: EmbeddedGateway, shop: Shop) -> None:
    session = paid(telling)
    assert telling.deliver_due() == 2
    held, done = shop.notices
    assert held is not None
    assert done is not None
    assert held.type == "payment_intent.amount_capturable_updated"
    assert held.payment is not None
    assert held.payment.status == "authorized"
    assert (done.type, done.session, done.order_id) == (
        "checkout.session.completed",
        session,
        "ORDER1",
    )
    assert telling.deliver_due() == 0


def test_what_the_shop_does_not_take_is_told_again(
    telling: EmbeddedGateway, shop: Shop, clock: Clock
) -> None:
    paid(telling)
    shop.status = 404
    assert telling.deliver_due() == 0
    assert telling.deliver_due() == 0
    assert shop.tries == 2
    shop.status = 200
    clock.pass_by(seconds=2)
    assert telling.deliver_due() == 2
    assert len({notice.id for notice in shop.notices if notice}) == 2


def test_undelivered_events_survive_a_restart(
    telling: EmbeddedGateway, shop: Shop, clock: Clock, tmp_path: Path
) -> None:
    paid(telling)
    telling.stop()
    account = StripeSettings(KEY, SECRET, "http://127.0.0.1:9")
    again = EmbeddedGateway(
        tmp_path / "g.db", account, f"http://127.0.0.1:{shop.server_port}/hook", clock
    )
    assert again.deliver_due() == 2
    again.stop()


def test_a_shop_that_is_closed_is_told_later(tmp_path: Path, clock: Clock) -> None:
    account = StripeSettings(KEY, SECRET, "http://127.0.0.1:9")
    alone = EmbeddedGateway(tmp_path / "g.db", account, "http://127.0.0.1:9/hook", clock)
    paid(alone)
    assert alone.deliver_due() == 0
    alone.stop()


def test_the_courier_delivers_by_itself(telling: EmbeddedGateway, shop: Shop) -> None:
    arrived = threading.Event()
    shop.notices = _Noticing(arrived)
    telling.start()
    paid(telling)
    assert arrived.wait(20)


def test_a_signed_event_is_good_for_five_minutes(telling: EmbeddedGateway, clock: Clock) -> None:
    paid(telling)
    payload, signature = telling.signed(telling.events()[0])
    gateway = StripeGateway(KEY, SECRET)
    assert gateway.read_notice(payload, signature, clock())
    clock.pass_by(minutes=6)
    with pytest.raises(InvalidSignature):
        gateway.read_notice(payload, signature, clock())


class _Noticing(list[Any]):
    def __init__(self, arrived: threading.Event) -> None:
        super().__init__()
        self._arrived = arrived

    def append(self, notice: Any) -> None:
        super().append(notice)
        self._arrived.set()
