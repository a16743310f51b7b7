"""The stand-in as one thing that opens and closes."""

import json
from pathlib import Path

from starlette.applications import Starlette

from infra.embedded.gateway import disputes, paying, refunds, sessions
from infra.embedded.gateway.api import Api
from infra.embedded.gateway.app import Application
from infra.embedded.gateway.delivery import Courier, signature
from infra.embedded.gateway.faults import Faults
from infra.embedded.gateway.ledger import Ledger, Obj
from shop.clock import Clock, now
from shop.payments.account import stands_in, stripe_account
from shop.settings import Settings, StripeSettings

WEBHOOK = "/api/payments/stripe/webhook"
FILE = "gateway.db"
SETTLES = 15  # seconds until a bank debit holds or comes back


class EmbeddedGateway:
    """`account.api` is the address at which `app` is served, `webhook` where events go.

    `start` begins to deliver events; without it `deliver_due` does so when called. What a shopper
    does by hand on the page, a test does by `pay`.
    """

    def __init__(
        self,
        path: Path,
        account: StripeSettings,
        webhook: str,
        clock: Clock = now,
        faults: Faults | None = None,
    ) -> None:
        self.faults = faults or Faults()
        self._clock = clock
        self._secret = account.webhook_secret
        self._ledger = Ledger(path)
        self._courier = Courier(self._ledger, webhook, account.webhook_secret, clock)
        api = Api(self._ledger, account.key, f"{account.api}/pay", clock)
        self._application = Application(api, self.faults, self.session, self.pay)

    @property
    def app(self) -> Starlette:
        return self._application.asgi

    def start(self) -> None:
        self._courier.start()

    def stop(self) -> None:
        """Finishes the event under way and closes the file; what was not delivered stays there."""
        self._courier.stop()
        self._application.close()
        self._ledger.close()

    def session(self, name: str) -> Obj:
        """Raises ApiError where there is none."""
        with self._ledger.turn(self._clock().timestamp()) as turn:
            paying.sweep(turn)
            return turn.get(sessions.KIND, name)

    def pay(self, session: str, method: str = "card", outcome: paying.Outcome = "paid") -> Obj:
        """The intent afterwards. Raises ApiError where the page is over."""
        with self._ledger.turn(self._clock().timestamp()) as turn:
            paying.sweep(turn)
            return paying.pay(turn, session, method, outcome, SETTLES)

    def bounce(self, refund: str) -> None:
        """A bank sends a refund back."""
        with self._ledger.turn(self._clock().timestamp()) as turn:
            refunds.bounce(turn, turn.get(refunds.KIND, refund))

    def decide(self, dispute: str, status: disputes.Status) -> None:
        """What becomes of a dispute at the shopper's bank."""
        with self._ledger.turn(self._clock().timestamp()) as turn:
            disputes.move(turn, turn.get(disputes.KIND, dispute), status)

    def events(self) -> list[Obj]:
        """Every event so far, in the order in which they happened."""
        with self._ledger.turn(self._clock().timestamp()) as turn:
            paying.sweep(turn)
            return turn.all("event")

    def signed(self, event: Obj) -> tuple[bytes, str]:
        """What would be sent for `event` now: its bytes and their ``Stripe-Signature``."""
        payload = json.dumps(event, ensure_ascii=False)
        return payload.encode(), signature(payload, self._secret, self._clock().timestamp())

    def deliver_due(self) -> int:
        """How many events the shop took."""
        return self._courier.deliver_due()


def open_stand_in(settings: Settings, clock: Clock = now) -> EmbeddedGateway | None:
    """None where a real account takes the cards, or nobody does."""
    account = stripe_account(settings)
    if account is None or not stands_in(settings):
        return None
    return EmbeddedGateway(settings.home / FILE, account, settings.base_url + WEBHOOK, clock)
