"""What the API's document says of the cart."""

from typing import Final

from typing_extensions import TypedDict

from functions.cart.schemas import CartRequest
from functions.operations import (
    HTML,
    LANG,
    SEEN,
    Answer,
    Form,
    Operation,
    Parameter,
    page,
)
from functions.problems import InvalidRequest
from shop.errors import InvalidCart, InvalidMoney
from shop.pricing.view import QuoteJson


class Availability(TypedDict):
    """`available` is null where stock does not limit the sale."""

    sku: str
    available: int | None


class StockJson(TypedDict):
    items: list[Availability]


LINES_FORM: Final = Form(
    ("sku", "quantity", "remove", "coupon", "lang"),
    more="`quantity:SKU` for each line that is there: how many of it from now on, 0 for none.",
)
FRAGMENT: Final = Parameter("X-Fragment", "`cart`: the inside of the cart's page instead.")
COUPON: Final = Parameter("coupon", "The code of a coupon.")
LINE: Final = {"sku": "TEA-TN-100", "quantity": 1}
SKUS: Final = {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 100}

OPERATIONS: Final = {
    ("GET", "/api/cart"): Operation(
        "The page of this browser's cart",
        {200: page("The page.")},
        query=(LANG, COUPON),
        refusals=(InvalidMoney,),
    ),
    ("POST", "/api/cart"): Operation(
        "Price a cart",
        {
            200: Answer("The quote; with `X-Fragment` a piece of a page.", QuoteJson, (HTML,)),
            303: SEEN,
        },
        body=CartRequest,
        example={"lines": [LINE], "ship_to": {"country": "VN"}},
        form=LINES_FORM,
        query=(LANG,),
        headers=(FRAGMENT,),
        refusals=(InvalidCart, InvalidMoney),
    ),
    ("POST", "/api/cart/lines"): Operation(
        "Change the cart of this browser", {303: SEEN}, form=LINES_FORM, query=(LANG,)
    ),
    ("GET", "/api/stock"): Operation(
        "How many of an article can be bought now",
        {200: Answer("Each article that was asked for, once.", StockJson)},
        query=(
            Parameter(
                "sku",
                "Articles; may be repeated.",
                required=True,
                schema=SKUS,
                example=["TEA-TN-100"],
            ),
        ),
        refusals=(InvalidRequest,),
    ),
}
