"""What the API's document says of the payment gateway's notices."""

from typing import Final, Literal

from typing_extensions import TypedDict

from functions.operations import Answer, Operation
from functions.problems import MalformedRequest, TooLarge
from shop.errors import InvalidSignature, NotFound, NotPossible


class Received(TypedDict):
    """`ignored` is what the shop has no use for, `known` what it was told before."""

    received: Literal["acted", "known", "ignored"]


OPERATIONS: Final = {
    ("POST", "/api/payments/stripe/webhook"): Operation(
        "A notice of the payment gateway",
        {200: Answer("It has acted, now or before.", Received)},
        raw="An event of Stripe's, as it was signed.",
        refusals=(InvalidSignature, MalformedRequest, NotFound, NotPossible, TooLarge),
        secured="stripeSignature",
    ),
}
