"""The payment page as HTML: what stands on it, in the language of its session."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from infra.embedded.gateway import paying
from infra.embedded.gateway.ledger import Obj
from infra.embedded.gateway.words import WORDS
from shop.adapters.stripe_amounts import from_stripe
from shop.adapters.stripe_gateway import LOCALES
from shop.i18n.formats import format_money

if TYPE_CHECKING:
    from jinja2 import Template

LANGUAGES = {locale: language for language, locale in LOCALES.items()}


def render(session: Obj, *, declined: bool = False) -> str:
    language = LANGUAGES.get(session["locale"], "en")
    words = WORDS[language]
    return _template().render(
        words=words,
        language=language,
        session=_shown(session, language),
        methods=paying.offered(session),
        problem=words["declined"] if declined else "",
        closed=_closed(session, words),
    )


def policy(session: Obj) -> str:
    """Browsers hold the redirect after paying to ``form-action`` too (W3C CSP 3, §6.4.1)."""
    shop = urlsplit(session["success_url"])
    return (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action 'self' {shop.scheme}://{shop.netloc}"
    )


def _closed(session: Obj, words: dict[str, str]) -> str:
    if session["status"] == "open":
        return ""
    return words["paid"] if session["status"] == "complete" else words["over"]


def _shown(session: Obj, language: str) -> dict[str, Any]:
    def money(amount: int) -> str:
        return format_money(from_stripe(amount, session["currency"]), language)

    return {
        "number": session["metadata"].get("order_number", ""),
        "total": money(session["amount_total"]),
        "cancel_url": session["cancel_url"],
        "lines": [
            {**line, "total": money(line["amount"] * line["quantity"])}
            for line in session["_lines"]
        ],
    }


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader

    loader = FileSystemLoader(Path(__file__).parent)
    environment = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("page.html")
