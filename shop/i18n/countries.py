"""Countries by their names in each language (Unicode CLDR, through Babel)."""

import unicodedata
from functools import cache

from shop.i18n.languages import LANGUAGES

# CLDR's two-letter codes that are no place a parcel goes to.
NO_PLACES = frozenset(("EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"))


@cache
def countries(language: str) -> list[dict[str, str]]:
    """``[{code, name}]``, sorted by name without regard to accents."""
    from babel import Locale

    names = Locale.parse(LANGUAGES[language].locale).territories
    found = [
        {"code": code, "name": name}
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in NO_PLACES
    ]
    return sorted(found, key=lambda country: _folded(country["name"]))


def country_name(code: str, language: str) -> str:
    """The name of one country; its code where it has none."""
    names = {country["code"]: country["name"] for country in countries(language)}
    return names.get(code, code)


def _folded(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.lower().replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))
