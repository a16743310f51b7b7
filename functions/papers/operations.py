"""What the API's document says of invoices and credit notes."""

from typing import Final

from functions.operations import LOCATION, PDF, Answer, Operation, Parameter
from shop.errors import NotFound, NotPossible

TOKEN: Final = Parameter("token", "The guest's key to the order.", required=True)
PAPER: Final = Answer("The document.", media=(PDF,))
ISSUED: Final = Answer("It is there: on to it.", headers=LOCATION)
INVOICE: Final = "/api/orders/{order_id}/invoice.pdf"
NOTE: Final = "/api/orders/{order_id}/credit-notes/{refund_id}"


def _paper(summary: str, status: int, answer: Answer) -> Operation:
    return Operation(
        summary,
        {status: answer},
        query=(TOKEN,),
        refusals=(NotFound, NotPossible),
        secured="orderToken",
    )


OPERATIONS: Final = {
    ("GET", INVOICE): _paper("The invoice", 200, PAPER),
    ("POST", INVOICE): _paper("Issue the invoice", 303, ISSUED),
    ("GET", NOTE): _paper("The credit note for a refund", 200, PAPER),
    ("POST", NOTE): _paper("Issue the credit note for a refund", 303, ISSUED),
}
