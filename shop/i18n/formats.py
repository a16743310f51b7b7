"""Money and dates as the readers of a language write them (Unicode CLDR, through Babel)."""

from datetime import date, datetime
from typing import Any

from shop.i18n.languages import LANGUAGES
from shop.money import Money


def format_money(value: Money | dict[str, Any], language: str) -> str:
    """``$12.50``, ``1.050.000 ₫``, ``US$12.50``. `value` may be its JSON shape."""
    from babel.numbers import format_currency

    money = value if isinstance(value, Money) else Money(**value)
    return format_currency(money.to_decimal(), money.currency, locale=LANGUAGES[language].locale)


def format_date(value: date | datetime | str, language: str) -> str:
    """A day in words: ``22 November 2026`` as the language orders it."""
    from babel.dates import format_date as babel_date

    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return babel_date(moment, format="long", locale=LANGUAGES[language].locale)
