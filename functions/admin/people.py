"""``/admin/staff``: who is at the desk, as what, and the links by which they get in."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.forms import Fields, text, ticked, with_form
from functions.admin.presence import changed, member
from functions.admin.shell import REFUSALS, desk_page, done, refusal, told
from functions.answers import services
from shop.i18n.messages import translatable
from shop.staff import service
from shop.staff.model import PERMISSIONS, ROLES, Member
from shop.staff.records import canonical

DONE = {
    "role": translatable("The role is changed. Whoever it is has to sign in again."),
    "active": translatable("It is changed. Sessions that were open are over."),
}
PATH = "/admin/staff"


def people(request: Request) -> Response:
    return _page(request)


def _page(request: Request, status: int = 200, **context: Any) -> Response:
    """`link` is a new one-time link, shown this once; `fields` what was typed and refused."""
    facts: dict[str, Any] = {"link": "", "link_for": "", "refused": "", "fields": {}, **context}
    return desk_page(
        request,
        "staff.html",
        "staff",
        status,
        people=service.members(services(request).store),
        roles=ROLES,
        permissions=PERMISSIONS,
        done=told(request, DONE),
        **facts,
    )


def add(request: Request, fields: Fields) -> Response:
    """``POST /admin/staff``: somebody new, and the link to hand over to them."""
    found, address = services(request), canonical(fields.get("email", ""))
    try:
        token = service.add(
            found.store,
            address,
            fields.get("role", ""),
            found.clock,
            name=text(fields, "name", 100),
            by=member(request).email,
        )
    except REFUSALS as error:
        sentence, status = refusal(request, error)
        return _page(request, status, refused=sentence, fields=fields)
    changed(request, address, {}, {"role": fields.get("role", "")})
    return _page(request, link=link_address(found.settings.base_url, token), link_for=address)


def new_link(request: Request, fields: Fields) -> Response:
    """``POST /admin/staff/link``: for somebody who has lost password or telephone."""
    found, address = services(request), canonical(fields.get("email", ""))
    try:
        token = service.new_link(found.store, address, found.clock)
    except REFUSALS as error:
        sentence, status = refusal(request, error)
        return _page(request, status, refused=sentence)
    changed(request, address, {}, {"link": "made"})
    return _page(request, link=link_address(found.settings.base_url, token), link_for=address)


def set_role(request: Request, fields: Fields) -> Response:
    store = services(request).store
    return _change(
        request,
        fields,
        lambda address: service.set_role(store, address, fields.get("role", "")),
        "role",
    )


def set_active(request: Request, fields: Fields) -> Response:
    store, active = services(request).store, ticked(fields, "active")
    return _change(
        request,
        fields,
        lambda address: service.set_active(store, address, active=active),
        "active",
    )


def _change(request: Request, fields: Fields, act: Callable[[str], Member], what: str) -> Response:
    address = canonical(fields.get("email", ""))
    before = service.find(services(request).store, address)
    try:
        after = act(address)
    except REFUSALS as error:
        sentence, status = refusal(request, error)
        return _page(request, status, refused=sentence)
    was = {what: getattr(before, what)} if before else {}
    changed(request, address, was, {what: getattr(after, what)})
    return done(PATH, what)


def link_address(base_url: str, token: str) -> str:
    """Where a one-time link leads."""
    return f"{base_url}/admin/welcome?token={quote(token)}"


ROUTES = [
    Route(PATH, people, methods=["GET"]),
    Route(PATH, with_form(add), methods=["POST"]),
    Route(f"{PATH}/link", with_form(new_link), methods=["POST"]),
    Route(f"{PATH}/role", with_form(set_role), methods=["POST"]),
    Route(f"{PATH}/active", with_form(set_active), methods=["POST"]),
]
