"""What the API's document says of a guest's order."""

from typing import Final

from typing_extensions import TypedDict

from functions.operations import HTML, LANG, LOCATION, Answer, Form, Operation, Parameter
from functions.orders.schemas import ReturnBody
from shop.errors import NotFound, NotPossible
from shop.orders.payment import Instructions, Redirect
from shop.orders.view import OrderJson


class OrderAnswer(TypedDict):
    order: OrderJson


class OrderAndNext(OrderAnswer):
    next: Redirect | Instructions


TOKEN: Final = Parameter("token", "The guest's key to the order.", required=True)
FRESH: Final = Parameter("fresh", "`1`: the page thanks for an order that was just placed.")

OPERATIONS: Final = {
    ("GET", "/api/orders/{order_id}"): Operation(
        "An order, for its guest",
        {200: Answer("The order; for browsers a page.", OrderAndNext, (HTML,))},
        query=(TOKEN, LANG, FRESH),
        refusals=(NotFound,),
        secured="orderToken",
    ),
    ("POST", "/api/orders/{order_id}/returns"): Operation(
        "Give things back, or withdraw from the contract",
        {
            201: Answer("The order with its return. A receipt goes out by mail.", OrderAnswer),
            303: Answer("A form was sent: back to the order.", headers=LOCATION),
        },
        body=ReturnBody,
        example={"id": "my-first", "token": "…", "lines": {"TEA-TN-100": 1}},
        form=Form(
            ("id", "token", "statement", "lang"),
            (ReturnBody,),
            required=("id", "token"),
            more="`quantity:SKU`: how many of it go back.",
        ),
        query=(LANG,),
        refusals=(NotFound, NotPossible),
    ),
}
