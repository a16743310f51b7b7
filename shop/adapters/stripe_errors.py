"""What Stripe's errors mean to a shop: a definite no, or an outcome that is not known."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from shop.errors import GatewayUnavailable, PaymentRefused
from shop.i18n.messages import translatable

if TYPE_CHECKING:
    import stripe

UNREACHABLE = translatable(
    "The payment service cannot be reached. Nothing is lost; it is tried again."
)
NOT_LET_IN = translatable(
    "Stripe does not accept this shop's key (%(reason)s). Check SHOP_STRIPE_KEY and its "
    "permissions; what waits for Stripe is done afterwards."
)
KEY_REUSED = "idempotency_key_reused"


@contextmanager
def translated() -> Iterator[None]:
    """Raises PaymentRefused and GatewayUnavailable in place of Stripe's own tree.

    A key that Stripe does not accept counts as unavailable: the owner can mend it, and then the
    same call succeeds. Whatever Stripe adds to its tree is judged by its HTTP status.
    """
    import stripe

    try:
        yield
    except (stripe.AuthenticationError, stripe.PermissionError) as error:
        raise GatewayUnavailable(
            translatable(NOT_LET_IN, reason=str(error.user_message))
        ) from error
    except stripe.IdempotencyError as error:
        raise PaymentRefused(_sentence(error), KEY_REUSED) from error
    except stripe.StripeError as error:
        if _refused(error):
            raise PaymentRefused(_sentence(error), _reason(error)) from error
        raise GatewayUnavailable(UNREACHABLE) from error


def _refused(error: "stripe.StripeError") -> bool:
    """4xx means that nothing was done, but 409 (another call holds the object or the key) and 429
    pass by themselves. The rate limit once was a 400, and its class still says so. What has no
    error in it was not said by Stripe, but by something on the way there."""
    import stripe

    if isinstance(error, stripe.RateLimitError) or error.error is None:
        return False
    status = error.http_status or 0
    return 400 <= status < 500 and status not in {409, 429}


def _sentence(error: "stripe.StripeError") -> str:
    return error.user_message or translatable("Stripe refused without saying why.")


def _reason(error: "stripe.StripeError") -> str:
    """The bank's reason where a card was declined, else Stripe's code."""
    body = error.json_body if isinstance(error.json_body, dict) else {}
    told = body.get("error")
    decline = told.get("decline_code") if isinstance(told, dict) else None
    return str(decline or error.code or "")
