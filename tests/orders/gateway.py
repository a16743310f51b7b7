"""A payment gateway in memory, for tests of orders: it keeps its promises (one effect per key) and
breaks its connection when told to."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from factories import MOMENT

from shop.clock import Clock
from shop.errors import GatewayUnavailable, InvalidSignature, PaymentRefused
from shop.money import Money
from shop.payments.gateway import (
    DisputeState,
    GatewayDispute,
    GatewayRefund,
    Notice,
    Payment,
    Session,
    SessionRequest,
    Status,
)


@dataclass(frozen=True)
class Told:
    """An event as it was when it happened; it may be delivered whenever, and again."""

    id: str
    session: str
    payment: Payment
    created: datetime
    dispute: GatewayDispute | None = None


@dataclass
class Account:
    """What the gateway knows of one payment."""

    request: SessionRequest
    session: str
    status: Status = "open"
    authorized: int = 0
    captured: int = 0
    refunds: dict[str, GatewayRefund] = field(default_factory=dict)
    dispute: GatewayDispute | None = None
    closed: bool = False


class MemoryGateway:
    def __init__(self, clock: Clock = lambda: MOMENT) -> None:
        self._clock = clock
        self.accounts: dict[str, Account] = {}
        self.trouble = ""  # "down"; "call:before", "call:after" or "call:refused", once
        self.events: list[Told] = []
        self._keys: dict[str, str] = {}
        self._number = count(1)

    # What the shop asks.

    def open_session(self, request: SessionRequest, key: str) -> Session:
        self._may_break("open_session", "before")
        self._refuse("open_session")
        if key not in self._keys:
            assert sum(line.quantity * line.amount.amount for line in request.lines) == (
                request.total.amount
            )
            name = f"cs_{next(self._number)}"
            self._keys[key] = name
            self.accounts[name] = Account(request, name)
        name = self._keys[key]
        assert self.accounts[name].request == request
        self._may_break("open_session", "after")
        return Session(name, f"https://pay.example.com/{name}", request.expires_at)

    def expire_session(self, session: str) -> None:
        self._may_break("expire_session", "before")
        account = self.accounts[session]
        account.closed = True
        if account.status == "open":
            account.status = "cancelled"
            self._tell(session)
        self._may_break("expire_session", "after")

    def payment(self, *, session: str = "", intent: str = "") -> Payment:
        self._may_break("payment", "before")
        return self.snapshot(session or intent.replace("pi_", "cs_"))

    def capture(self, intent: str, amount: Money, key: str) -> Payment:
        self._may_break("capture", "before")
        account = self._account(intent)
        if key not in self._keys:
            self._refuse("capture")
            if account.status != "authorized" or amount.amount > account.authorized:
                raise PaymentRefused("There is nothing to capture.")
            self._keys[key] = account.session
            account.status, account.captured = "captured", amount.amount
            self._tell(account.session)
        self._may_break("capture", "after")
        return self.snapshot(account.session)

    def cancel(self, intent: str, key: str) -> Payment:
        self._may_break("cancel", "before")
        account = self._account(intent)
        if key not in self._keys:
            if account.status in {"captured", "cancelled"}:
                raise PaymentRefused("It is too late to cancel.")
            self._keys[key] = account.session
            account.status = "cancelled"
            self._tell(account.session)
        self._may_break("cancel", "after")
        return self.snapshot(account.session)

    def refund(self, intent: str, amount: Money, key: str, order_id: str) -> GatewayRefund:
        self._may_break("refund", "before")
        account = self._account(intent)
        assert account.request.order_id == order_id
        if key not in account.refunds:
            self._refuse("refund")
            if account.dispute and account.dispute.state == "open":
                raise PaymentRefused("This payment is disputed.")
            back = sum(r.amount.amount for r in account.refunds.values() if r.state != "failed")
            if back + amount.amount > account.captured:
                raise PaymentRefused("This is more than was captured.")
            refund = GatewayRefund(f"re_{next(self._number)}", key, amount, "done")
            account.refunds[key] = refund
            self._tell(account.session)
        assert account.refunds[key].amount == amount
        self._may_break("refund", "after")
        return account.refunds[key]

    def disputes(self, since: datetime) -> list[GatewayDispute]:
        self._may_break("disputes", "before")
        assert since < self._clock()
        return [each.dispute for each in self.accounts.values() if each.dispute]

    def read_notice(self, payload: bytes, signature: str, _now: datetime) -> Notice | None:
        if signature != "good":
            raise InvalidSignature("Not signed.")
        told = next((event for event in self.events if event.id == payload.decode()), None)
        if told is None:
            return None
        payment = told.payment
        facts = (told.id, "changed", told.created, payment.order_id, told.session, payment.intent)
        if told.dispute:
            return Notice(*facts, None, told.dispute)
        return Notice(*facts, payment)

    # What shoppers and time do.

    def pay(self, session: str) -> None:
        """The shopper pays: authorised, or captured where the page charges at once."""
        account = self.accounts[session]
        if account.closed or account.status != "open":
            return
        account.authorized = account.request.total.amount
        account.status = "authorized"
        if account.request.capture == "automatic":
            account.status, account.captured = "captured", account.authorized
        self._tell(session)

    def lapse(self, session: str) -> None:
        """An authorisation runs out, or a page does."""
        if self.accounts[session].status in {"authorized", "open"}:
            self.accounts[session].status = "cancelled"
            self.accounts[session].closed = True
            self._tell(session)

    def take_back(self, session: str, state: DisputeState) -> None:
        """The shopper's bank asks for the money back, or has decided."""
        account = self.accounts[session]
        amount = Money.of(account.captured, account.request.total.currency)
        account.dispute = GatewayDispute(
            f"dp_{session}", session.replace("cs_", "pi_"), amount, "fraudulent", state
        )
        self._tell(session, account.dispute)

    def snapshot(self, session: str) -> Payment:
        account = self.accounts[session]
        currency = account.request.total.currency
        refunds = tuple(account.refunds.values())
        back = sum(r.amount.amount for r in refunds if r.state != "failed")
        intent = "" if account.status == "open" else session.replace("cs_", "pi_")
        return Payment(
            order_id=account.request.order_id,
            session=session,
            intent=intent,
            status=account.status,
            authorized=Money.of(account.authorized, currency),
            captured=Money.of(account.captured, currency),
            refunds=refunds,
            refunded=Money.of(back, currency),
            method="card",
        )

    def _tell(self, session: str, dispute: GatewayDispute | None = None) -> None:
        number = next(self._number)
        created = self._clock() + timedelta(microseconds=number)
        told = Told(f"evt_{number}", session, self.snapshot(session), created, dispute)
        self.events.append(told)

    def _account(self, intent: str) -> Account:
        return self.accounts[intent.replace("pi_", "cs_")]

    def _may_break(self, call: str, when: str) -> None:
        if self.trouble == "down":
            raise GatewayUnavailable("The payment service does not answer.")
        if self.trouble == f"{call}:{when}":
            self.trouble = ""
            raise GatewayUnavailable("The payment service does not answer.")

    def _refuse(self, call: str) -> None:
        if self.trouble == f"{call}:refused":
            self.trouble = ""
            raise PaymentRefused("Your card was declined.")
