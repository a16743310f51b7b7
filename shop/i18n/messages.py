"""The theme's words in other languages, from gettext catalogues (``.po``) as they are."""

import gettext
import io
from collections.abc import Callable, Mapping, Sequence
from functools import cache, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from shop.i18n.languages import LANGUAGES

if TYPE_CHECKING:
    from shop.ports import Json


@cache
def translations(folder: Path, language: str) -> gettext.NullTranslations:
    """The catalogue of `language`, or one that echoes English where there is no file.

    Read from text, not from a compiled ``.mo``: one file to edit, nothing to forget to build.
    """
    path = folder / f"{LANGUAGES[language].locale}.po"
    if not path.exists():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=LANGUAGES[language].locale))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class Message(str):
    """English that remembers the gettext id and the values it was made of (as the `Message` of
    zope.i18nmessageid does): files, commands and logs have it as it is, and a page has it `said`
    in the language of its reader.

    Whole numbers are grouped as a language does; what is none (a row, a year) is a text. A value
    may be a `Message`; one that is made of nothing is ``Message(translatable("yes"))``.
    """

    __slots__ = ("id", "values")

    id: str
    values: Mapping[str, Any]

    def __new__(cls, id: str, values: Mapping[str, Any] | None = None) -> Self:  # noqa: A002
        words = {name: _plain(value) for name, value in (values or {}).items()}
        message = super().__new__(cls, id % words if words else id)
        message.id, message.values = id, values or {}
        return message


def translatable(message: str, **values: str | int) -> str:
    """Marks a gettext id in code; it is translated where the reader's language is known."""
    return Message(message, values) if values else message


def joined(parts: Sequence[str]) -> str:
    """One or several, as ``one and another``."""
    return reduce(_and, parts)


def _and(one: str, other: str) -> str:
    return translatable("%(one)s and %(other)s", one=one, other=other)


def said(text: str, gettext: Callable[[str], str], language: str) -> str:
    """A gettext id, or a `Message`, in `language`. A translation that does not fit is not used."""
    if not isinstance(text, Message) or not text.values:
        return gettext(text) if text else ""
    values = {name: _said(value, gettext, language) for name, value in text.values.items()}
    try:
        return gettext(text.id) % values
    except (KeyError, TypeError, ValueError):
        return str(text)


def to_json(text: str) -> "dict[str, Json]":
    """A sentence to be kept, and `said` later: ``{"id": …, "values": {…}}``."""
    message = text if isinstance(text, Message) else Message(text)
    return {"id": message.id, "values": {n: _kept(v) for n, v in message.values.items()}}


def from_json(kept: Any) -> Message:
    """What `to_json` gave; a text is what was kept before there were values."""
    if not isinstance(kept, dict):
        return Message(str(kept))
    return Message(kept["id"], {name: _read(value) for name, value in kept["values"].items()})


def _kept(value: str | int) -> "Json":
    return to_json(value) if isinstance(value, Message) else value


def _read(kept: Any) -> str | int:
    return from_json(kept) if isinstance(kept, dict) else kept


def _plain(value: str | int) -> str:
    return f"{value:,}" if isinstance(value, int) else value


def _said(value: str | int, gettext: Callable[[str], str], language: str) -> str:
    if isinstance(value, Message):
        return said(value, gettext, language)
    if not isinstance(value, int):
        return value
    from babel.numbers import format_decimal

    return format_decimal(value, locale=LANGUAGES[language].locale)
