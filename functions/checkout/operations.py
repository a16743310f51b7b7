"""What the API's document says of ordering."""

from typing import Final

from typing_extensions import TypedDict

from functions.cart.operations import COUPON, LINE
from functions.checkout.schemas import ADDRESS_FIELDS, CONTACT_FIELDS, CheckoutBody
from functions.operations import (
    HTML,
    LANG,
    LOCATION,
    SEEN,
    Answer,
    Form,
    Operation,
    Parameter,
    page,
)
from shop.errors import (
    ChallengeRequired,
    GatewayUnavailable,
    IdempotencyKeyReused,
    InvalidCart,
    InvalidInput,
    InvalidMoney,
    NotPossible,
    OutOfStock,
    PaymentRefused,
    PriceChanged,
    TooManyRequests,
)
from shop.money import MoneyJson
from shop.orders.model import State
from shop.orders.payment import Instructions, Redirect
from shop.orders.request import Address, Contact


class PlacedOrder(TypedDict):
    """`token` is the guest's key to the order: who has it may see everything of it."""

    id: str
    number: str
    token: str
    state: State
    total: MoneyJson


class Placed(TypedDict):
    order: PlacedOrder
    next: Redirect | Instructions


CHOSEN: Final = ("shipping", "slot", "payment", "coupon", "note")
HIDDEN: Final = ("lines", "lang", "idempotency_key", "checkout_token")
ENTERED: Final = Form((*CONTACT_FIELDS, *ADDRESS_FIELDS, *CHOSEN, *HIDDEN))
CONFIRMED: Final = Form(
    (*ENTERED.fields, "expected_total", "challenge_solution"),
    (Contact, Address, CheckoutBody),
    required=("name", "email", "payment", "lines", "expected_total"),
)
KEY: Final = Parameter(
    "Idempotency-Key",
    "1 to 255 visible ASCII characters, new for each order. The same key and body get the same "
    "answer for ever. A form has it as its field `idempotency_key`.",
    required=True,
    schema={"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    example="3f0c5f2e-0d5b-4c38-9a4e-2f5a1f5c9b1d",
)
TOKEN: Final = Parameter("Checkout-Token", "What the checkout page has for one order.")
SOLUTION: Final = Parameter("Challenge-Solution", "The solution of a puzzle that was asked for.")
ORDER: Final = {"order_id": "$response.body#/order/id", "token": "$response.body#/order/token"}

EXAMPLE: Final = {
    "lines": [LINE],
    "contact": {"name": "Nguyễn Thị Hoa", "email": "hoa@example.com"},
    "address": {"line1": "14 Kiệt Cây Khế", "city": "Hội An", "country": "VN"},
    "payment": "bank_transfer",
    "expected_total": {"amount": 1280, "currency": "USD"},
}

OPERATIONS: Final = {
    ("GET", "/api/checkout"): Operation(
        "The checkout page",
        {200: page("The page."), 303: Answer("The cart is empty.", headers=LOCATION)},
        query=(LANG, COUPON),
    ),
    ("POST", "/api/checkout"): Operation(
        "Place an order",
        {
            201: Answer(
                "The order, and what the shopper does now.",
                Placed,
                headers={"Location": "The order."},
                links={"orders_show": ORDER, "orders_give_back": {"order_id": ORDER["order_id"]}},
            ),
            303: Answer("A form was sent: on to the payment, or to the order.", headers=LOCATION),
        },
        body=CheckoutBody,
        example=EXAMPLE,
        form=CONFIRMED,
        query=(LANG,),
        headers=(KEY, TOKEN, SOLUTION),
        refusals=(
            ChallengeRequired,
            GatewayUnavailable,
            IdempotencyKeyReused,
            InvalidCart,
            InvalidInput,
            InvalidMoney,
            NotPossible,
            OutOfStock,
            PaymentRefused,
            PriceChanged,
            TooManyRequests,
        ),
    ),
    ("POST", "/api/checkout/start"): Operation(
        "Go to the checkout page with a cart",
        {200: Answer("The page, where no cookie holds that many lines.", media=(HTML,)), 303: SEEN},
        form=Form(("lines", "coupon", "lang")),
        query=(LANG,),
    ),
    ("POST", "/api/checkout/quote"): Operation(
        "The checkout page with totals for what is entered so far",
        {200: page("The page, or with `X-Fragment` its totals.")},
        form=ENTERED,
        query=(LANG,),
        headers=(Parameter("X-Fragment", "`checkout`: totals and choices alone."),),
    ),
}
