"""``/admin/sign-in``, ``/admin/sign-out`` and ``/admin/welcome``, where a one-time link leads."""

import re
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.forms import Fields, text, with_form
from functions.admin.presence import (
    PURPOSE,
    give_session,
    present,
    secret_of,
    signed_in,
    take_session,
)
from functions.admin.shell import REFUSALS, outer_page, refusal
from functions.answers import see_other, services
from functions.doorkeeper import limit
from shop.errors import InvalidInput, NotFound, TooManyRequests
from shop.i18n.messages import translatable
from shop.secret import key_for
from shop.signatures import signature, signed
from shop.staff import audit, sessions
from shop.staff.model import Member
from shop.staff.records import canonical
from shop.staff.service import person_of_link, use_link
from shop.staff.sessions import CodeNeeded, Proof

MOST = 20  # tries of one connection, or with one address
WINDOW = timedelta(minutes=15)
TICKET = 5 * 60  # seconds in which a code may follow its password
HOME = "/admin"
DIFFERENT = translatable("The two passwords are not the same.")
INSIDE = re.compile(r"/admin(/[A-Za-z0-9_-]+)*(\?[A-Za-z0-9=&%_.+-]*)?")


def ask(request: Request) -> Response:
    """``GET /admin/sign-in``; whoever is signed in already goes on."""
    wanted = _wanted(request.query_params.get("next", ""))
    if signed_in(request) is not None:
        return see_other(wanted)
    return outer_page(request, "sign_in.html", wanted=wanted, email="", refused="", ticket="")


def sign_in(request: Request, fields: Fields) -> Response:
    """``POST /admin/sign-in``: always a new session, whatever cookie came along."""
    found = services(request)
    email, wanted = canonical(fields.get("email", ""))[:254], _wanted(fields.get("next", ""))
    facts = {"wanted": wanted, "email": email, "ticket": fields.get("ticket", "")}
    try:
        limit(request, "sign-in", MOST, WINDOW)
        limit(request, "sign-in", MOST, WINDOW, person=email)
        member, token = sessions.sign_in(
            found.store,
            _proof(request, fields, email),
            lambda person: secret_of(found, person),
            found.clock,
        )
    except CodeNeeded as needed:
        facts["ticket"] = _ticket(request, needed.member)
        return outer_page(request, "sign_in.html", 422, refused="", **facts)
    except (InvalidInput, TooManyRequests) as error:
        sentence, status = refusal(request, error)
        return outer_page(request, "sign_in.html", status, refused=sentence, **facts)
    return _in(request, member, token, wanted)


def _proof(request: Request, fields: Fields, email: str) -> Proof:
    return Proof(
        email,
        fields.get("password", ""),
        text(fields, "code", 20),
        request.headers.get("user-agent", ""),
        _proved(request, email, fields.get("ticket", "")),
    )


def _in(request: Request, member: Member, token: str, wanted: str) -> Response:
    """The cookie is new at each sign-in; the session it replaces is over."""
    found = services(request)
    before = signed_in(request)
    if before is not None:
        sessions.end(found.store, before.session.name)
    key = audit.begin(found.store, member.email, "POST /admin/sign-in", "", found.clock)
    audit.complete(found.store, key, "done")
    answer = see_other(wanted)
    give_session(request, answer, token)
    return answer


def _ticket(request: Request, member: Member) -> str:
    """Says that the password was right, so that it need not be typed again with the code."""
    ends = int(services(request).clock().timestamp()) + TICKET
    facts = (str(ends), str(member.round))
    key = key_for(services(request).settings, PURPOSE)
    return ".".join((*facts, signature(key, "code", member.email, *facts)))


def _proved(request: Request, email: str, ticket: str) -> int | None:
    ends, _, rest = ticket.partition(".")
    round_, _, given = rest.partition(".")
    key = key_for(services(request).settings, PURPOSE)
    if not signed(given, key, "code", email, ends, round_):
        return None
    return int(round_) if int(ends) > services(request).clock().timestamp() else None


def sign_out(request: Request) -> Response:
    """``POST /admin/sign-out``: the session is over, not only forgotten by this browser."""
    sessions.end(services(request).store, present(request).session.name)
    answer = see_other("/admin/sign-in")
    take_session(request, answer)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def welcome(request: Request) -> Response:
    """``GET /admin/welcome?token=…``: a form for a new password; looking uses nothing up."""
    token = request.query_params.get("token", "")
    return _welcome(request, token, "")


def choose(request: Request, fields: Fields) -> Response:
    """``POST /admin/welcome``: the password, and in."""
    found = services(request)
    token = fields.get("token", "")
    try:
        limit(request, "sign-in", MOST, WINDOW)
        if fields.get("password", "") != fields.get("again", ""):
            raise InvalidInput(DIFFERENT)
        member = use_link(found.store, token, fields.get("password", ""))
    except REFUSALS as error:
        sentence, _status = refusal(request, error)
        return _welcome(request, token, sentence)
    browser = request.headers.get("user-agent", "")
    begun = sessions.begin(found.store, member, browser, found.clock)
    return _in(request, member, begun, HOME)


def _welcome(request: Request, token: str, refused: str) -> Response:
    try:
        member = person_of_link(services(request).store, token)
    except NotFound as error:
        sentence, status = refusal(request, error)
        return outer_page(request, "welcome.html", status, member=None, token="", refused=sentence)
    return outer_page(
        request,
        "welcome.html",
        422 if refused else 200,
        member=member,
        token=token,
        refused=refused,
    )


def _wanted(path: str) -> str:
    """Only ever a page of the desk: nobody is sent elsewhere after they have signed in."""
    return path if INSIDE.fullmatch(path) else HOME


ROUTES = [
    Route("/admin/sign-in", ask, methods=["GET"]),
    Route("/admin/sign-in", with_form(sign_in), methods=["POST"]),
    Route("/admin/sign-out", sign_out, methods=["POST"]),
    Route("/admin/welcome", welcome, methods=["GET"]),
    Route("/admin/welcome", with_form(choose), methods=["POST"]),
]
