"""What the API's document says of waiting for something that is sold out."""

from typing import Final, Literal

from typing_extensions import TypedDict

from functions.operations import HTML, LANG, Answer, Form, Operation, Parameter, page
from functions.stock_alerts.schemas import AlertBody
from shop.errors import NotFound, TooManyRequests


class Waiting(TypedDict):
    status: Literal["waiting"]


class Available(TypedDict):
    status: Literal["available"]


CANCEL: Final = "/api/stock-alerts/cancel"
PERSON: Final = Parameter("person", "Who waits, as the mail's link names them.", required=True)
SIGNATURE: Final = Parameter("signature", "The link's own signature.", required=True)

OPERATIONS: Final = {
    ("POST", "/api/stock-alerts"): Operation(
        "Be told by mail when something can be bought again",
        {
            200: Answer("It can be bought now; a form gets a page.", Available, (HTML,)),
            202: Answer("A mail will come.", Waiting),
        },
        body=AlertBody,
        example={"sku": "TEA-TN-100", "email": "hoa@example.com", "lang": "vi"},
        form=Form(("sku", "email", "lang"), (AlertBody,), required=("sku", "email")),
        query=(LANG,),
        refusals=(NotFound, TooManyRequests),
    ),
    ("GET", CANCEL): Operation(
        "The page that asks whether nothing more shall come",
        {200: page("The page with its button.")},
        query=(PERSON, SIGNATURE, LANG),
        refusals=(NotFound,),
    ),
    ("POST", CANCEL): Operation(
        "Wait for nothing more",
        {200: page("The address and its wishes are forgotten.")},
        form=Form(("person", "signature", "lang"), required=("person", "signature")),
        query=(LANG,),
        refusals=(NotFound,),
    ),
}
