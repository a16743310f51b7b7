"""``GET /admin/pages``: all announcements and pages, and what becomes of them when."""

from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.shell import desk_page, language, told
from functions.admin_pages.words import DONE, KINDS, STATES
from functions.answers import services
from functions.bootstrap import Services
from shop.i18n.languages import LANGUAGES
from shop.texts.model import Text
from shop.texts.public import file_handles
from shop.texts.service import texts

PATH = "/admin/pages"


def overview(request: Request) -> Response:
    found, lang = services(request), language(request)
    now = found.clock()
    known = sorted(texts(found.store), key=_latest, reverse=True)
    files = file_handles(found.store)
    groups = [
        {
            "kind": kind,
            "words": words,
            "texts": [_view(each, found, lang, now) for each in known if each.kind == kind],
            "files": files[kind],
        }
        for kind, words in KINDS.items()
    ]
    return desk_page(
        request,
        "pages/list.html",
        "pages",
        groups=groups,
        states=STATES,
        done=told(request, DONE),
    )


def _latest(text: Text) -> datetime:
    return text.dated or text.at


def _view(text: Text, found: Services, lang: str, now: datetime) -> dict[str, Any]:
    """With the languages it has, and those in which readers are led to another one."""
    default = found.profile.default_language
    spoken = text.written()
    return {
        "text": text,
        "title": text.title(lang, default),
        "state": text.state(now),
        "languages": [LANGUAGES[code] for code in found.profile.languages if code in spoken],
        "missing": [LANGUAGES[code] for code in found.profile.languages if code not in spoken],
    }


ROUTES = [Route(PATH, overview, methods=["GET"])]
