"""Who is at the desk: the session cookie, and what is noted of their changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from functions.answers import services
from functions.bootstrap import Services
from shop.ports import Key
from shop.secret import key_for
from shop.staff import audit, sessions, totp
from shop.staff.model import Member, SignedIn

PURPOSE = "staff"  # of the key that the secrets of one-time codes are made with


def signed_in(request: Request) -> SignedIn | None:
    found = services(request)
    token = request.cookies.get(cookie_name(found), "")
    return sessions.whose(found.store, token, found.clock)


def present(request: Request) -> SignedIn:
    """Who asks, where the guard has let them in."""
    found: SignedIn = request.state.signed_in
    return found


def member(request: Request) -> Member:
    return present(request).member


def cookie_name(found: Services) -> str:
    """``__Host-`` ties a cookie to this very host, and browsers want TLS for it (RFC 6265bis
    §4.1.3.2). A shop on its owner's own machine has none, and needs a name without."""
    return "__Host-desk" if _by_tls(found) else "desk"


def give_session(request: Request, answer: Response, token: str) -> None:
    """Until the browser is closed, or the session ends before."""
    found = services(request)
    answer.set_cookie(
        cookie_name(found), token, path="/", secure=_by_tls(found), httponly=True, samesite="lax"
    )


def take_session(request: Request, answer: Response) -> None:
    found = services(request)
    answer.delete_cookie(
        cookie_name(found), path="/", secure=_by_tls(found), httponly=True, samesite="lax"
    )


def secret_of(found: Services, person: Member, nonce: str = "") -> bytes:
    """The secret of somebody's one-time codes, of the nonce they have or are about to have."""
    return totp.secret_of(key_for(found.settings, PURPOSE), person.email, nonce or person.code)


@dataclass
class Change:
    """A change under way, as the audit log knows it."""

    found: Services
    who: SignedIn
    key: Key
    about: str = ""
    fields: list[dict[str, str]] = field(default_factory=list)

    @classmethod
    def begun(cls, request: Request, what: str) -> "Change":
        found, who = services(request), present(request)
        about = ", ".join(str(value) for value in request.path_params.values())
        key = audit.begin(found.store, who.member.email, what, about, found.clock)
        return cls(found, who, key)

    def complete(self, outcome: str) -> None:
        audit.complete(self.found.store, self.key, outcome, self.about, self.fields)
        if outcome == "done":
            sessions.prolong(self.found.store, self.who, self.found.clock)


def changed(
    request: Request, about: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """For the audit log: what the thing is called that was changed, and how it was before and is
    now. Both are JSON-like and may hold more than what changed."""
    change: Change = request.state.change
    change.about = about
    change.fields += audit.difference(before, after)


def _by_tls(found: Services) -> bool:
    return found.settings.base_url.startswith("https:")
