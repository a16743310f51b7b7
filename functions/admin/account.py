"""``/admin/account``: somebody's own name, language, password, second step and sessions."""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.forms import Fields, text, with_form
from functions.admin.presence import changed, give_session, member, present, secret_of
from functions.admin.shell import REFUSALS, desk_page, done, refusal, told
from functions.answers import services
from shop.errors import InvalidInput
from shop.i18n.languages import LANGUAGES, pick
from shop.i18n.messages import translatable
from shop.staff import service, sessions, totp

PATH = "/admin/account"
DONE = {
    "own": translatable("Saved."),
    "password": translatable("Your password is changed; you are signed out everywhere else."),
    "codes": translatable("From now on you are asked for a code when you sign in."),
    "no-codes": translatable("You are not asked for a code any more."),
    "session": translatable("That session is over."),
}
DIFFERENT = translatable("The two passwords are not the same.")


def account(request: Request) -> Response:
    return _page(request)


def _page(request: Request, status: int = 200, **context: Any) -> Response:
    """A new secret is shown each time; it counts once a code of it was sent back."""
    found, own = services(request), present(request)
    nonce = context.pop("nonce", "") or totp.new_nonce()
    secret = secret_of(found, own.member, nonce)
    facts: dict[str, Any] = {"refused": "", "form": "", **context}
    return desk_page(
        request,
        "account.html",
        "account",
        status,
        own=own.session,
        nonce=nonce,
        secret=totp.written(secret),
        picture=_picture(totp.address(secret, own.member.email, _name(request))),
        sessions=sessions.sessions(found.store, own.member.email, found.clock),
        languages=[LANGUAGES[code] for code in found.profile.languages],
        done=told(request, DONE),
        **facts,
    )


def _name(request: Request) -> str:
    profile = services(request).profile
    return pick(profile.name, profile.default_language, profile.default_language)


def _picture(address: str) -> str:
    """The address as a QR code, a picture that can stand in a page."""
    import segno

    return str(segno.make(address, micro=False).svg_data_uri(scale=4, border=3, light="white"))


def save(request: Request, fields: Fields) -> Response:
    found, person = services(request), member(request)
    language = fields.get("language", "")
    known = language if language in found.profile.languages else ""
    return _act(
        request,
        "own",
        lambda: service.set_language(found.store, person.email, known, text(fields, "name", 100)),
    )


def password(request: Request, fields: Fields) -> Response:
    """Ends every session, and begins a new one here."""
    found, person = services(request), member(request)

    def change() -> None:
        if fields.get("wanted", "") != fields.get("again", ""):
            raise InvalidInput(DIFFERENT)
        service.set_password(
            found.store, person.email, fields.get("present", ""), fields.get("wanted", "")
        )

    answer = _act(request, "password", change)
    after = service.find(found.store, person.email)
    if answer.status_code == 303 and after is not None:
        browser = present(request).session.browser
        give_session(request, answer, sessions.begin(found.store, after, browser, found.clock))
    return answer


def codes(request: Request, fields: Fields) -> Response:
    found, person = services(request), member(request)
    nonce = text(fields, "nonce", 64)
    return _act(
        request,
        "codes",
        lambda: service.use_codes(
            found.store,
            person.email,
            nonce,
            secret_of(found, person, nonce),
            fields.get("code", ""),
            found.clock,
        ),
        nonce=nonce,
    )


def no_codes(request: Request, fields: Fields) -> Response:
    store, person = services(request).store, member(request)
    return _act(
        request,
        "no-codes",
        lambda: service.forget_codes(store, person.email, fields.get("present", "")),
    )


def end_session(request: Request, fields: Fields) -> Response:
    store, person = services(request).store, member(request)
    return _act(
        request,
        "session",
        lambda: sessions.end_own(store, fields.get("session", ""), person.email),
    )


def _act(request: Request, what: str, act: Callable[[], object], nonce: str = "") -> Response:
    try:
        act()
    except REFUSALS as error:
        sentence, status = refusal(request, error)
        return _page(request, status, refused=sentence, form=what, nonce=nonce)
    changed(request, member(request).email, {}, {"account": what})
    return done(PATH, what)


ROUTES = [
    Route(PATH, account, methods=["GET"]),
    Route(PATH, with_form(save), methods=["POST"]),
    Route(f"{PATH}/password", with_form(password), methods=["POST"]),
    Route(f"{PATH}/codes", with_form(codes), methods=["POST"]),
    Route(f"{PATH}/codes/off", with_form(no_codes), methods=["POST"]),
    Route(f"{PATH}/sessions/end", with_form(end_session), methods=["POST"]),
]
