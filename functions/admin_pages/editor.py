"""``/admin/pages/…``: one text in a form. What was typed is there again after every refusal."""

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.forms import Fields, once, text, with_form
from functions.admin.presence import changed, member
from functions.admin.shell import REFUSALS, desk_page, done, language, refusal, told
from functions.admin_pages.form import draft_of, typed
from functions.admin_pages.words import DID, DONE, KINDS, STATES
from functions.answers import services
from shop.clock import new_id
from shop.errors import EditedMeanwhile, InvalidInput, ShopError
from shop.i18n.languages import LANGUAGES
from shop.i18n.messages import translatable
from shop.statistics.service import shop_zone
from shop.texts import service
from shop.texts.markdown import rendered
from shop.texts.model import HANDLE, LONGEST_HANDLE, Draft, Text
from shop.texts.service import Ask, Editor, Place, kind_of

PATH = "/admin/pages"
MOST = 1024 * 1024  # bytes: four texts of 20,000 characters, each of which may take nine
ALIGNED = re.compile(r'style="text-align: (\w+);"')
HISTORY = 50  # versions that are listed
NO_HANDLE = translatable("Write the address in small letters a–z, digits and hyphens.")


def new(request: Request) -> Response:
    """``GET …/new``; with ``?kind=page`` for a page."""
    kind = kind_of(request.query_params.get("kind", "announcement"))
    return _page(request, Place(kind, ""), None, {"banner": "1"})


def one(request: Request) -> Response:
    """``GET …/{kind}/{handle}``; with ``?version=`` the form has the words of that one."""
    place = _place(request)
    known = service.find(services(request).store, place)
    number = request.query_params.get("version", "")
    shown = known
    if number.isascii() and number.isdecimal() and len(number) < 6:
        shown = service.find(services(request).store, place, int(number))
    zone = shop_zone(services(request).profile)
    older = shown.number if shown.number != known.number else 0
    return _page(request, place, known, typed(shown, zone), older=older)


def create(request: Request, fields: Fields) -> Response:
    """``POST …/new``."""
    place = Place(kind_of(fields.get("kind", "")), "")
    found = services(request)
    try:
        named = place._replace(handle=_handle(fields))
        default = found.profile.default_language
        kept = service.create(
            found.store, _editor(request), named, _draft(request, fields), ask=_ask(fields),
            default=default, once=once(fields),
        )  # fmt: skip
    except REFUSALS as error:
        return _refused(request, place, None, fields, error)
    return _kept(request, None, kept)


def save(request: Request, fields: Fields) -> Response:
    """``POST …/{kind}/{handle}``."""
    place, found = _place(request), services(request)
    before = service.find(found.store, place)
    try:
        draft = _draft(request, fields)
        kept = service.change(
            found.store, _editor(request), place, draft, seen=_seen(fields), ask=_ask(fields)
        )
    except REFUSALS as error:
        return _refused(request, place, service.find(found.store, place), fields, error)
    return _kept(request, before, kept)


def withdraw(request: Request, fields: Fields) -> Response:
    """``POST …/{kind}/{handle}/withdraw``."""
    place, found = _place(request), services(request)
    before = service.find(found.store, place)
    try:
        kept = service.withdraw(found.store, _editor(request), place, seen=_seen(fields))
    except REFUSALS as error:
        return _refused(request, place, before, typed(before, _editor(request).zone), error)
    return _kept(request, before, kept)


def preview(request: Request, fields: Fields) -> Response:
    """``POST …/preview``: the form again, and what was typed as readers will see it."""
    place = Place(kind_of(fields.get("kind", "")), fields.get("of", ""))
    known = service.find(services(request).store, place) if place.handle else None
    try:
        draft = _draft(request, fields)
    except REFUSALS as error:
        return _refused(request, place, known, fields, error)
    shown = [
        {"language": LANGUAGES[code], "title": words.title, "html": _for_the_desk(words.body)}
        for code, words in draft.written().items()
    ]
    return _page(request, place, known, fields, previews=shown, seen=fields.get("seen", ""))


def _for_the_desk(body: str) -> str:
    """As the shop's pages have it. The desk allows no styles of single elements, so columns of
    tables say in another way how they are aligned."""
    return ALIGNED.sub(r'align="\1"', rendered(body))


def _page(
    request: Request,
    place: Place,
    known: Text | None,
    fields: Fields,
    status: int = 200,
    **context: Any,
) -> Response:
    """`known` is the newest version; without one the form is for a new text."""
    found = services(request)
    facts: dict[str, Any] = {"refused": "", "previews": [], "older": 0, "theirs": 0, **context}
    facts.setdefault("seen", str(known.number) if known else "")
    facts["once"] = once(fields) or new_id()
    history = list(service.versions(found.store, place))[:HISTORY] if known else []
    return desk_page(
        request,
        "pages/form.html",
        "pages",
        status,
        place=place,
        known=known,
        state=STATES[known.state(found.clock())] if known else ("", ""),
        fields=fields,
        languages=[LANGUAGES[code] for code in found.profile.languages],
        default=LANGUAGES[found.profile.default_language],
        tab=_tab(request, fields),
        called=KINDS[place.kind],
        history=history,
        did=DID,
        done=told(request, DONE),
        **facts,
    )


def _refused(
    request: Request, place: Place, known: Text | None, fields: Fields, error: ShopError
) -> Response:
    """Where somebody else was quicker, saving once more puts what was typed in place of theirs. The
    language in which something is wrong is shown first."""
    sentence, status = refusal(request, error)
    fields = {**fields, "tab": str(error.details.get("language", fields.get("tab", "")))}
    seen = fields.get("seen", "")
    theirs = 0
    if isinstance(error, EditedMeanwhile) and known:
        seen, theirs = str(known.number), known.number
    return _page(request, place, known, fields, status, refused=sentence, seen=seen, theirs=theirs)


def _kept(request: Request, before: Text | None, after: Text) -> Response:
    about = f"{after.kind}/{after.handle}"
    changed(request, about, _noted(before) if before else {}, _noted(after))
    what: str = after.did
    if what == "published" and after.state(services(request).clock()) == "planned":
        what = "planned"
    elif what == "saved" and after.status == "published":
        what = "live"
    return done(f"{PATH}/{after.kind}/{after.handle}", what)


def _noted(text: Text) -> dict[str, Any]:
    """For the audit log, which has no room for bodies: they are in the history of the text."""
    titles = {code: words.title for code, words in text.words.items()}
    own = text.model_dump(mode="json", include={"number", "status", "banner", "begins", "ends"})
    return {**own, "titles": titles}


def _draft(request: Request, fields: Fields) -> Draft:
    profile = services(request).profile
    return draft_of(fields, profile.languages, shop_zone(profile))


def _editor(request: Request) -> Editor:
    found = services(request)
    return Editor(member(request).email, found.clock, shop_zone(found.profile))


def _place(request: Request) -> Place:
    """Raises NotFound."""
    return Place(kind_of(request.path_params["kind"]), request.path_params["handle"])


def _handle(fields: Fields) -> str:
    """Empty where the shop is to choose one. Raises InvalidInput."""
    handle = text(fields, "handle", LONGEST_HANDLE)
    if handle and not re.fullmatch(HANDLE, handle):
        raise InvalidInput(NO_HANDLE)
    return handle


def _ask(fields: Fields) -> Ask:
    return "publish" if fields.get("ask") == "publish" else "save"


def _seen(fields: Fields) -> int:
    value = fields.get("seen", "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 6 else 0


def _tab(request: Request, fields: Fields) -> str:
    """The language whose fields are shown first: as before, else one that says something."""
    languages, own = services(request).profile.languages, language(request)
    spoken = [code for code in languages if fields.get(f"title:{code}")]
    wished = [fields.get("tab", ""), *([own] if own in spoken else spoken), own]
    return next((code for code in wished if code in languages), languages[0])


ROUTES = [
    Route(f"{PATH}/new", new, methods=["GET"]),
    Route(f"{PATH}/new", with_form(create, MOST), methods=["POST"]),
    Route(f"{PATH}/preview", with_form(preview, MOST), methods=["POST"]),
    Route(f"{PATH}/{{kind}}/{{handle}}", one, methods=["GET"]),
    Route(f"{PATH}/{{kind}}/{{handle}}", with_form(save, MOST), methods=["POST"]),
    Route(f"{PATH}/{{kind}}/{{handle}}/withdraw", with_form(withdraw), methods=["POST"]),
]
