"""The payment gateway through Stripe's own library: Checkout's hosted page, captures, refunds.

`stripe` costs a cold start 120 ms, so it is imported with the first call. Amounts, errors and
objects are translated in the modules beside this one.
"""

import json
import time
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from shop.adapters.stripe_amounts import chargeable, to_stripe
from shop.adapters.stripe_errors import translated
from shop.adapters.stripe_snapshots import (
    ORDER,
    REFUND,
    dispute_from,
    notice_from,
    payment_from,
    refund_from,
)
from shop.errors import InvalidSignature, PaymentRefused
from shop.i18n.messages import translatable
from shop.money import Money, total
from shop.payments.gateway import (
    GatewayDispute,
    GatewayRefund,
    Notice,
    Payment,
    Session,
    SessionLine,
    SessionRequest,
)

if TYPE_CHECKING:
    import stripe
    from stripe.params.checkout import SessionCreateParams, SessionCreateParamsLineItem

API = "https://api.stripe.com"
# Seconds to connect and to answer. With one repetition a call ends before API Gateway's 29 s.
TIMEOUTS = (3.0, 10.0)
RETRIES = 1
OLDEST_NOTICE = 300  # seconds
LONGEST_TITLE = 250
LOCALES = {"en": "en", "vi": "vi", "zh-Hans": "zh", "zh-Hant": "zh-TW"}
OVER = "payment_intent_unexpected_state"  # captured or cancelled already
LATEST_CHARGE = "latest_charge"


class StripeGateway:
    """A PaymentGateway. `api` is another address that speaks Stripe's API; `http_client` one that
    takes Stripe's requests instead of the network. Safe to use from several threads."""

    def __init__(
        self,
        key: str,
        webhook_secret: str,
        api: str = API,
        *,
        retries: int = RETRIES,
        http_client: "stripe.HTTPClient | None" = None,
    ) -> None:
        self._key = key
        self._secret = webhook_secret
        self._api = api
        self._retries = retries
        self._http_client = http_client

    @cached_property
    def _client(self) -> "stripe.StripeClient":
        import stripe

        # It would write a file into the home folder and tell Stripe about this machine.
        stripe.enable_telemetry = False
        return stripe.StripeClient(
            self._key,
            base_addresses={"api": self._api},
            max_network_retries=self._retries,
            http_client=self._http_client or stripe.RequestsClient(timeout=TIMEOUTS),
        )

    def open_session(self, request: SessionRequest, key: str) -> Session:
        params = session_params(request)
        with translated():
            made = self._client.v1.checkout.sessions.create(params, {"idempotency_key": key})
        return Session(
            made.id, str(made.url or ""), datetime.fromtimestamp(int(made.expires_at), UTC)
        )

    def expire_session(self, session: str) -> None:
        with translated():
            if self._client.v1.checkout.sessions.retrieve(session).status != "open":
                return
        try:
            with translated():
                self._client.v1.checkout.sessions.expire(session)
        except PaymentRefused:  # paid or expired in between: over is over
            with translated():
                if self._client.v1.checkout.sessions.retrieve(session).status == "open":
                    raise

    def payment(self, *, session: str = "", intent: str = "") -> Payment:
        if not session:
            return self._intent(intent)
        with translated():
            found = self._client.v1.checkout.sessions.retrieve(
                session, {"expand": [f"payment_intent.{LATEST_CHARGE}"]}
            ).to_dict()
        paying = found.get("payment_intent")
        return payment_from(found, paying, self._refunds(paying) if paying else ())

    def capture(self, intent: str, amount: Money, key: str) -> Payment:
        wanted = to_stripe(amount)
        try:
            with translated():
                self._client.v1.payment_intents.capture(
                    intent, {"amount_to_capture": wanted}, {"idempotency_key": key}
                )
        except PaymentRefused as refusal:
            found = self._unless_over(intent, refusal)
            if found.status == "captured" and found.captured == amount:
                return found
            raise
        return self._intent(intent)

    def cancel(self, intent: str, key: str) -> Payment:
        try:
            with translated():
                self._client.v1.payment_intents.cancel(intent, None, {"idempotency_key": key})
        except PaymentRefused as refusal:
            found = self._unless_over(intent, refusal)
            if found.status == "cancelled":
                return found
            raise
        return self._intent(intent)

    def refund(self, intent: str, amount: Money, key: str, order_id: str) -> GatewayRefund:
        wanted = to_stripe(amount)
        with translated():
            made = self._client.v1.refunds.create(
                {
                    "payment_intent": intent,
                    "amount": wanted,
                    "metadata": {ORDER: order_id, REFUND: key},
                },
                {"idempotency_key": key},
            )
        return refund_from(made.to_dict())

    def disputes(self, since: datetime) -> list[GatewayDispute]:
        with translated():
            listed = self._client.v1.disputes.list(
                {"created": {"gte": int(since.timestamp())}, "limit": 100}
            )
            return [dispute_from(dispute.to_dict()) for dispute in listed.auto_paging_iter()]

    def read_notice(self, payload: bytes, signature: str, now: datetime) -> Notice | None:
        import stripe

        # Stripe's check measures age against the machine's clock; ours is `now`.
        tolerance = OLDEST_NOTICE + time.time() - now.timestamp()
        try:
            stripe.WebhookSignature.verify_header(payload, signature, self._secret, tolerance)
            event = json.loads(payload)
        except (stripe.SignatureVerificationError, ValueError) as error:
            raise InvalidSignature(
                "The notice is not signed by the payment gateway, or is too old."
            ) from error
        return notice_from(event)

    def close(self) -> None:
        """Gives back the connection of the calling thread."""
        client = self.__dict__.pop("_client", None)
        if client is not None:
            client._requestor._get_http_client().close()  # noqa: SLF001 - it has no other door

    def _intent(self, intent: str) -> Payment:
        with translated():
            found = self._client.v1.payment_intents.retrieve(
                intent, {"expand": [LATEST_CHARGE]}
            ).to_dict()
        return payment_from(None, found, self._refunds(found))

    def _refunds(self, intent: dict[str, Any]) -> list[dict[str, Any]]:
        """Every refund; one that failed is listed by nothing else."""
        if not intent.get("amount_received"):
            return []
        with translated():
            listed = self._client.v1.refunds.list({"payment_intent": intent["id"], "limit": 100})
            return [refund.to_dict() for refund in listed.auto_paging_iter()]

    def _unless_over(self, intent: str, refusal: PaymentRefused) -> Payment:
        """Keys are remembered for a day; a later repetition finds what the first one did."""
        if refusal.reason != OVER:
            raise refusal
        return self._intent(intent)


def session_params(request: SessionRequest) -> "SessionCreateParams":
    """Which methods are offered is the owner's choice in Stripe's Dashboard (dynamic payment
    methods), by the shopper's country and currency. Manual capture is asked of cards alone: asked
    of the whole payment, Alipay and WeChat Pay would not be offered."""
    names = {ORDER: request.order_id, "order_number": request.number}
    params: SessionCreateParams = {
        "mode": "payment",
        "line_items": _line_items(request),
        "adaptive_pricing": {"enabled": False},
        "locale": LOCALES.get(request.language, "auto"),
        "client_reference_id": request.order_id,
        "metadata": names,
        "payment_intent_data": {"metadata": names, "description": request.number},
        "success_url": request.success_url,
        "cancel_url": request.cancel_url,
        "expires_at": int(request.expires_at.timestamp()),
    }
    if request.email.isascii():  # Stripe knows no others, and asks for one itself
        params["customer_email"] = request.email
    if request.capture == "manual":
        params["payment_method_options"] = {"card": {"capture_method": "manual"}}
    return params


def _line_items(request: SessionRequest) -> "list[SessionCreateParamsLineItem]":
    """The lines, or the order as one where a line alone has a fraction Stripe cannot charge."""
    currency = request.total.currency
    if total((line.amount * line.quantity for line in request.lines), currency) != request.total:
        raise PaymentRefused(
            translatable("The lines of the order do not sum to its total."), "lines_total"
        )
    lines = request.lines
    if not all(chargeable(line.amount) for line in lines):
        lines = (SessionLine(request.number, 1, request.total),)
    return [
        {
            "quantity": line.quantity,
            "price_data": {
                "currency": currency.lower(),
                "unit_amount": to_stripe(line.amount),
                "product_data": {"name": line.title[:LONGEST_TITLE]},
            },
        }
        for line in lines
    ]
