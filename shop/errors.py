"""The shop's errors form one tree; each has a stable code and says what to do.

::

    ShopError
    ├── InvalidInput             something a person sent cannot be used as it is
    │   ├── InvalidMoney
    │   ├── InvalidCart          carries every problem of the cart
    │   ├── InvalidAnswers       carries every problem of what a survey was sent
    │   ├── InvalidSpreadsheet   carries row, column and reason of every problem
    │   └── InvalidPicture       no picture a shop can show, or not from where it may fetch
    ├── NotFound                 the thing does not exist, or not for this person
    ├── Conflict                 true a moment ago, not now
    │   ├── OutOfStock
    │   ├── PriceChanged
    │   ├── IdempotencyKeyReused
    │   ├── SiteHeld             older pages are to stay (``generator/failures.py``)
    │   ├── NotPossible          an order is in no state for what is asked; says what to do
    │   ├── EditedMeanwhile      somebody kept a newer version of what was edited
    │   ├── StaleForm            a form was shown too long ago, or too short
    │   ├── SurveyClosed         not open yet, or not any more
    │   └── AnsweredBefore       a survey takes one answer of each
    ├── TooManyRequests          one connection, address or card too often; says how long to wait
    │   └── ChallengeRequired    carries a puzzle: who solves it need not wait
    ├── InvalidSignature         a notice that the payment gateway did not sign, or too long ago
    ├── PaymentRefused           the payment gateway says no, and why; repeating changes nothing
    ├── GatewayUnavailable       the outcome at the payment gateway is unknown; repeat by key
    ├── PictureUnavailable       a picture's server did not hand it over; it may later
    ├── Undelivered              a message its receiver did not take; says if for good
    ├── Misconfigured            a setting of the shop is missing or contradicts another
    ├── BuildFailed              pages could not be made (``generator/failures.py``)
    └── StoreError
        ├── TransactionCancelled says which condition of which write failed
        ├── LimitExceeded        more items, or larger ones, than every adapter can hold
        ├── NoSpace              the disk is full; what was there is as it was
        ├── StoreUnavailable     the disk fails; what was acknowledged is there
        └── StoreBusy            contention outlasted the retries; safe to send again

HTTP statuses are not here: ``functions/problems.py`` holds the one table.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from shop.i18n.messages import translatable

TOO_MANY = translatable("That was too often. Please try again in a while.")
PROVE = translatable(
    "There have been many orders like this one. A puzzle shows that no machine is ordering."
)


class ShopError(Exception):
    """Root of the tree. ``details`` are public, JSON-like facts for the caller."""

    code: ClassVar[str] = "shop_error"

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class InvalidInput(ShopError):
    code = "invalid_input"


class InvalidMoney(InvalidInput):
    code = "invalid_money"


class InvalidCart(InvalidInput):
    """Everything wrong with a cart at once: ``problems`` is a list of {code, message, sku?}."""

    code = "invalid_cart"

    def __init__(self, problems: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(
            translatable("The cart cannot be ordered as it is."), problems=list(problems)
        )
        self.problems = list(problems)


class InvalidSpreadsheet(InvalidInput):
    """A spreadsheet that cannot be used; a problem is {row, column, code, severity, message}."""

    code = "invalid_spreadsheet"

    def __init__(self, message: str, problems: Sequence[dict[str, Any]] = ()) -> None:
        super().__init__(message, problems=list(problems))
        self.problems = list(problems)


class InvalidPicture(InvalidInput):
    code = "invalid_picture"


class PictureUnavailable(ShopError):
    code = "picture_unavailable"


class InvalidAnswers(InvalidInput):
    """``problems`` is a list of {field, code, message}; a field is a question's id."""

    code = "invalid_answers"

    def __init__(self, problems: Sequence[dict[str, Any]]) -> None:
        message = translatable("Some questions need another look.")
        super().__init__(message, problems=list(problems))


class NotFound(ShopError):
    code = "not_found"


class Conflict(ShopError):
    code = "conflict"


class OutOfStock(Conflict):
    code = "out_of_stock"

    def __init__(self, shortages: Sequence[Mapping[str, Any]]) -> None:
        names = ", ".join(str(s["sku"]) for s in shortages)
        super().__init__(
            translatable(
                "Not enough in stock: %(skus)s. Lower the quantity or remove the item.", skus=names
            ),
            skus=[s["sku"] for s in shortages],
            problems=[{"code": self.code, **s} for s in shortages],
        )


class PriceChanged(Conflict):
    code = "price_changed"

    def __init__(self, quote: Mapping[str, Any]) -> None:
        super().__init__(
            translatable(
                "The total has changed since it was shown. Look at the new total and confirm again."
            ),
            quote=quote,
        )


class IdempotencyKeyReused(Conflict):
    code = "idempotency_key_reused"

    def __init__(self) -> None:
        super().__init__(
            translatable(
                "This Idempotency-Key was used for a different order. Send a new key for a new "
                "order."
            )
        )


class NotPossible(Conflict):
    code = "not_possible"


class SurveyClosed(Conflict):
    code = "survey_closed"


class AnsweredBefore(Conflict):
    code = "answered_before"

    def __init__(self) -> None:
        super().__init__(translatable("You have answered this survey already. Thank you."))


class EditedMeanwhile(Conflict):
    code = "edited_meanwhile"

    def __init__(self) -> None:
        super().__init__(
            translatable(
                "Somebody kept a newer version meanwhile. What you typed is still here: compare "
                "the two, then save again to put yours in its place."
            )
        )


class StaleForm(Conflict):
    """``token`` is for a form that may be sent again as it is, "" where a new one is needed."""

    code = "stale_form"

    def __init__(self, message: str, token: str = "") -> None:
        super().__init__(message)
        self.token = token


class TooManyRequests(ShopError):
    """``retry_after`` is in seconds."""

    code = "too_many_requests"

    def __init__(self, retry_after: int, message: str = TOO_MANY, **details: Any) -> None:
        super().__init__(message, retry_after=retry_after, **details)


class ChallengeRequired(TooManyRequests):
    """``challenge`` is a puzzle: its solution is its text, ``:`` and a number such that the SHA-256
    of all of it begins with so many zero `bits`."""

    code = "challenge_required"

    def __init__(self, retry_after: int, text: str, bits: int) -> None:
        challenge = {"algorithm": "SHA-256", "text": text, "bits": bits}
        super().__init__(retry_after, PROVE, challenge=challenge)


class InvalidSignature(ShopError):
    """Who sent it could be anybody: nothing it says is believed or repeated."""

    code = "invalid_signature"


class PaymentRefused(ShopError):
    """``reason`` is the gateway's own code (``card_declined``), "" where it gives none."""

    code = "payment_refused"

    def __init__(self, message: str, reason: str = "") -> None:
        super().__init__(message, reason=reason)
        self.reason = reason


class GatewayUnavailable(ShopError):
    code = "gateway_unavailable"


class Undelivered(ShopError):
    """A message of the outbox that did not arrive; ``details`` go into its log. `permanent`: its
    receiver refused it, and would again."""

    code = "undelivered"

    def __init__(self, message: str, *, permanent: bool = False, **details: Any) -> None:
        super().__init__(message, **details)
        self.permanent = permanent


class Misconfigured(ShopError):
    code = "misconfigured"


class StoreError(ShopError):
    code = "store_error"


class TransactionCancelled(StoreError):
    """``reasons`` parallels the writes: the condition that failed, or None where all held."""

    code = "transaction_cancelled"

    def __init__(self, reasons: Sequence[object | None]) -> None:
        failed = [f"write {i}: {r}" for i, r in enumerate(reasons) if r is not None]
        super().__init__("Nothing was written. " + "; ".join(failed))
        self.reasons = tuple(reasons)


class LimitExceeded(StoreError):
    code = "limit_exceeded"


class StoreBusy(StoreError):
    code = "store_busy"


class NoSpace(StoreError):
    code = "no_space"


class StoreUnavailable(StoreError):
    code = "store_unavailable"
