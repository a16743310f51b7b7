"""What the API's document says of the guestbook."""

from typing import Final, Literal

from typing_extensions import TypedDict

from functions.guestbook.schemas import FIELDS, EntryBody
from functions.operations import HTML, LANG, Answer, Form, Operation, Parameter, page
from shop.errors import InvalidInput, NotFound, StaleForm, TooManyRequests
from shop.guestbook.public import PublicEntry


class Entries(TypedDict):
    """The latest first. `next` goes along as `after` for those that follow; `token` belongs into an
    entry that is written."""

    entries: list[PublicEntry]
    next: str | None
    token: str


class Written(TypedDict):
    status: Literal["waiting"]
    id: str


ENTRY: Final = Parameter("entry", "Which entry, as the mail's link names it.", required=True)
SIGNATURE: Final = Parameter("signature", "The link's own signature.", required=True)
WITHDRAW: Final = "/api/guestbook/withdraw"

OPERATIONS: Final = {
    ("GET", "/api/guestbook"): Operation(
        "What is published, a page at a time",
        {200: Answer("Entries; for browsers the form.", Entries, (HTML,))},
        query=(Parameter("after", "`next` of the page before."), LANG),
        refusals=(NotFound,),
    ),
    ("POST", "/api/guestbook"): Operation(
        "Write in the guestbook",
        {202: Answer("It is published as soon as the shop has read it.", Written, (HTML,))},
        body=EntryBody,
        example={"name": "Hoa", "text": "Trà ngon quá!", "token": "…"},
        form=Form(FIELDS, (EntryBody,), required=("name", "text", "token")),
        query=(LANG,),
        refusals=(InvalidInput, NotFound, StaleForm, TooManyRequests),
    ),
    ("GET", WITHDRAW): Operation(
        "The page that asks whether an entry shall be withdrawn",
        {200: page("The page with its button.")},
        query=(ENTRY, SIGNATURE, LANG),
        refusals=(NotFound,),
    ),
    ("POST", WITHDRAW): Operation(
        "Withdraw an entry",
        {200: page("The entry and its address are forgotten.")},
        form=Form(("entry", "signature", "lang"), required=("entry", "signature")),
        query=(LANG,),
        refusals=(NotFound,),
    ),
}
