"""``/admin/orders/bank``: a bank's statement, looked at first and then booked.

Nothing is kept in between: the page that shows what each row means carries the file to the next
step. A row is booked once, however often it comes.
"""

import base64
import binascii
import zlib
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.forms import Fields, with_form
from functions.admin.presence import changed, member
from functions.admin.shell import REFUSALS, desk_page, refusal
from functions.admin.uploads import Upload, with_upload
from functions.answers import services
from shop.bank.model import Match, Statement
from shop.bank.service import Reconciliation, meant, open_transfers, reconcile
from shop.bank.statement import read_statement
from shop.errors import InvalidInput
from shop.i18n.messages import translatable
from shop.orders.commands import confirm_transfer

PATH = "/admin/orders/bank"
LIMIT = 1024 * 1024  # of the file; some 10,000 rows
CARRIED = 3 * LIMIT  # the file as it is carried, and what was chosen for its rows
MOST_ROWS = 12_000  # each of them a field of the form
NO_FILE = translatable("Choose the file that your bank gave you (csv).")


def ask(request: Request) -> Response:
    return _page(request)


def _page(request: Request, status: int = 200, **context: Any) -> Response:
    """`matches` are what the rows mean, `carried` the file for the next step, `booked` what was
    booked of it."""
    facts = {"refused": "", "matches": (), "problems": (), "open": (), "carried": "", **context}
    facts.setdefault("booked", None)
    return desk_page(request, "orders/bank.html", "orders", status, **facts)


def look(request: Request, _fields: Fields, uploads: list[Upload]) -> Response:
    """``POST /admin/orders/bank``: what each row would do; nothing is written."""
    found = services(request)
    try:
        if not uploads:
            raise InvalidInput(NO_FILE)
        statement = read_statement(uploads[0].content, found.profile)
    except REFUSALS as error:
        sentence, status = refusal(request, error)
        return _page(request, status, refused=sentence)
    return _preview(request, statement, _packed(uploads[0].content))


def _preview(request: Request, statement: Statement, carried: str) -> Response:
    found = services(request)
    waiting = open_transfers(found.store, found.clock())
    matches = meant(found.store, statement, waiting)
    return _page(
        request,
        matches=matches,
        problems=statement.problems,
        open=waiting,
        bookable=[match for match in matches if match.outcome != "already_booked"],
        carried=carried,
    )


def book(request: Request, fields: Fields) -> Response:
    """``POST /admin/orders/bank/book``: books what pays exactly and what was chosen."""
    found, who = services(request), member(request).email
    try:
        statement = read_statement(_unpacked(fields.get("statement", "")), found.profile)
    except REFUSALS as error:
        sentence, status = refusal(request, error)
        return _page(request, status, refused=sentence)
    chosen = {
        name.removeprefix("row:"): value
        for name, value in fields.items()
        if name.startswith("row:") and value
    }
    done = reconcile(
        found.store,
        statement,
        lambda order_id, amount, reference, extra: confirm_transfer(
            found.desk, order_id, amount, reference, who, extra
        ),
        found.clock(),
        chosen,
    )
    changed(request, "bank", {}, _told(done))
    return _page(request, booked=done.bookings, numbers=_numbers(done.matches))


def _told(done: Reconciliation) -> dict[str, str]:
    """For the audit log."""
    return {
        booking.row.fingerprint[:12]: f"{booking.order_id} {booking.refused}".strip()
        for booking in done.bookings
    }


def _numbers(matches: tuple[Match, ...]) -> dict[str, str]:
    return {order.id: order.number for match in matches for order in match.orders}


def _packed(content: bytes) -> str:
    return base64.b64encode(zlib.compress(content)).decode()


def _unpacked(carried: str) -> bytes:
    """Raises InvalidInput for what this shop did not send."""
    try:
        packed = base64.b64decode(carried, validate=True)
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(packed, LIMIT)
    except (binascii.Error, ValueError, zlib.error):
        raise InvalidInput(NO_FILE) from None
    if unpacking.unconsumed_tail or not content:
        raise InvalidInput(NO_FILE)
    return content


ROUTES = [
    Route(PATH, ask, methods=["GET"]),
    Route(PATH, with_upload(look, limit=LIMIT), methods=["POST"]),
    Route(f"{PATH}/book", with_form(book, CARRIED, MOST_ROWS), methods=["POST"]),
]
