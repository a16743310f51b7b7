"""The theme's words in other languages, from gettext catalogues (``.po``) as they are."""

import gettext
import io
from functools import cache
from pathlib import Path

from shop.i18n.languages import LANGUAGES


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


def translatable(message: str) -> str:
    """Marks a gettext id in code; it is translated where the shopper's language is known."""
    return message
