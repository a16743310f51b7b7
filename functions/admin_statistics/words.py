"""What the keys of a report are called."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from shop.catalogue.keys import product_key
from shop.i18n.countries import country_name
from shop.i18n.formats import format_date
from shop.i18n.languages import LANGUAGES, pick
from shop.i18n.messages import translatable
from shop.ports import Store

BY = {
    "day": translatable("Days"),
    "week": translatable("Weeks"),
    "month": translatable("Months"),
    "product": translatable("Products"),
    "sku": translatable("SKUs"),
    "category": translatable("Categories"),
    "payment": translatable("Ways of paying"),
    "country": translatable("Countries"),
    "coupon": translatable("Coupons"),
}
WEEK = translatable("Week %(week)s of %(year)s")
PAYMENTS = {
    "card": translatable("Card"),
    "bank_transfer": translatable("Bank transfer"),
    "cod": translatable("Cash on delivery"),
}
NONE = "–"
Say = Callable[[str], str]


def called(
    by: str, keys: Collection[str], store: Store, languages: tuple[str, str], say: Say
) -> dict[str, str]:
    """The names of `keys` in the first of `languages`, else the second, which is the shop's own;
    what has none keeps its key."""
    if by == "product":
        return _titles(keys, store, languages)
    language = languages[0]
    name: dict[str, Callable[[str], str]] = {
        "day": lambda key: format_date(date.fromisoformat(key), language),
        "week": lambda key: say(WEEK) % {"week": int(key[6:]), "year": key[:4]},
        "month": lambda key: _month(key, language),
        "country": lambda key: country_name(key, language),
        "payment": lambda key: say(PAYMENTS.get(key, key)),
    }
    call = name.get(by, str)
    return {key: call(key) if key else NONE for key in keys}


def _titles(handles: Collection[str], store: Store, languages: tuple[str, str]) -> dict[str, str]:
    """A product that is gone from the catalogue is known by its handle only."""
    named = [handle for handle in handles if handle]
    found = store.get_many(map(product_key, named))
    titles = dict.fromkeys(handles, NONE) | {handle: handle for handle in named}
    for item in found.values():
        data: Mapping[str, Any] = item.data
        texts = {code: text["title"] for code, text in data["texts"].items()}
        titles[data["handle"]] = pick({languages[1]: data["title"], **texts}, *languages)
    return titles


def _month(key: str, language: str) -> str:
    from babel.dates import format_skeleton

    first = date.fromisoformat(f"{key}-01")
    return str(format_skeleton("yMMMM", first, locale=LANGUAGES[language].locale))
