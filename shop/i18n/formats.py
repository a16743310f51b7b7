"""Money and dates as the readers of a language write them (Unicode CLDR, through Babel).

Babel is asked once how a currency and a month are written in a language; what it does beyond that
is to put digits in. Importing and asking it costs a process 30 ms, and each amount 16 µs; so what
was learned may be kept between processes (`learned`, `recall`). A pattern that does not give
exactly what Babel gives for trying amounts and days is not used: Babel is, each time.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from shop.i18n.languages import LANGUAGES

if TYPE_CHECKING:
    from shop.money import Money

LARGEST_LEARNED = 10**15
AMOUNTS = (1, 9, 10, 99, 100, 101, 999, 1234, 12345, 123456, 1234567, 98765432109, 10**15)
TRIED = (0, *AMOUNTS, *(-amount for amount in AMOUNTS))


class MoneyPattern(NamedTuple):
    """`around` is (before, after) a positive amount, `negative` a negative one."""

    around: tuple[str, str]
    negative: tuple[str, str]
    decimals: int
    point: str
    thousands: str

    def write(self, amount: int) -> str:
        before, after = self.negative if amount < 0 else self.around
        whole, rest = divmod(abs(amount), 10**self.decimals)
        digits = f"{whole:,}".replace(",", self.thousands)
        if self.decimals:
            digits = f"{digits}{self.point}{rest:0{self.decimals}d}"
        return f"{before}{digits}{after}"

    def writer(self) -> "Write":
        """`write`, several times as fast: all that can follow the point is written once."""
        before, after = self.around
        thousands, unit = self.thousands, 10**self.decimals
        ends = [f"{self.point}{rest:0{self.decimals}d}{after}" for rest in range(unit)]
        if not self.decimals:
            ends = [after]

        def write(amount: int) -> str:
            if amount < 0:
                return self.write(amount)
            whole, rest = divmod(amount, unit)
            digits = str(whole) if whole < 1000 else f"{whole:,}".replace(",", thousands)
            return f"{before}{digits}{ends[rest]}"

        return write


Write = Callable[[int], str]
Months = tuple[str, ...]  # twelve of "{0} tháng 11, {1}": day and year
Known = tuple[tuple[str, str], tuple[Any, ...] | None, Months | None]

_money: dict[tuple[str, str], MoneyPattern | None] = {}
_writers: dict[tuple[Any, Any], Write] = {}  # of those patterns that there are
_dates: dict[str, Months | None] = {}


def format_money(value: "Money | Mapping[str, Any]", language: str) -> str:
    """``$12.50``, ``1.050.000 ₫``, ``US$12.50``. `value` may be its JSON shape."""
    if type(value) is dict and len(value) == 2:  # money_json's
        amount, write = value.get("amount"), _writers.get((language, value.get("currency")))
        if write is not None and type(amount) is int and abs(amount) <= LARGEST_LEARNED:
            return write(amount)
    from shop.money import Money

    money = value if isinstance(value, Money) else Money(**value)
    pattern = _pattern(language, money.currency)
    return _by_babel(money, language) if pattern is None else pattern.write(money.amount)


def format_date(value: date | datetime | str, language: str) -> str:
    """A day in words: ``22 November 2026`` as the language orders it."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    months = _months(language)
    if months is None or moment.year < 1000:
        return _day_by_babel(moment, language)
    return months[moment.month - 1].format(moment.day, moment.year)


def learned(language: str, currency: str) -> Known:
    """How `currency` and days are written in `language`, as plain values to keep."""
    pattern = _pattern(language, currency)
    return (
        (language, currency),
        None if pattern is None else tuple(pattern),
        _months(language),
    )


def recall(known: Known) -> None:
    """What `learned` gave in another process, with the same Babel."""
    key, pattern, months = known
    if key not in _money:
        _keep(key, None if pattern is None else MoneyPattern(*pattern))
    _dates.setdefault(key[0], months)


def _pattern(language: str, currency: str) -> MoneyPattern | None:
    key = (language, currency)
    if key not in _money:
        _keep(key, _learn_money(language, currency))
    return _money[key]


def _keep(key: tuple[str, str], pattern: MoneyPattern | None) -> None:
    _money[key] = pattern
    if pattern is not None:
        _writers[key] = pattern.writer()


def _months(language: str) -> Months | None:
    if language not in _dates:
        _dates[language] = _learn_dates(language)
    return _dates[language]


def _by_babel(money: "Money", language: str) -> str:
    from babel.numbers import format_currency

    locale = LANGUAGES[language].locale
    return format_currency(money.to_decimal(), money.currency, locale=locale)


def _day_by_babel(moment: date, language: str) -> str:
    from babel.dates import format_date as babel_date

    return babel_date(moment, format="long", locale=LANGUAGES[language].locale)


def _learn_money(language: str, currency: str) -> MoneyPattern | None:
    from shop.currencies import exponent
    from shop.money import Money

    def written(amount: int) -> str:
        return _by_babel(Money.of(amount, currency), language)

    decimals = exponent(currency)
    fraction = rf"(\D)8{{{decimals}}}" if decimals else "()"
    example = rf"(\D*)1(\D*)234(\D*)567{fraction}(\D*)"
    amount = int("1234567" + "8" * decimals)
    plus, minus = (re.fullmatch(example, written(each)) for each in (amount, -amount))
    if plus is None or minus is None:
        return None
    before, thousands, _, point, after = plus.groups(default="")
    negative = (minus[1], minus.groups(default="")[-1])
    pattern = MoneyPattern((before, after), negative, decimals, point, thousands)
    write = pattern.writer()
    return pattern if all(pattern.write(a) == write(a) == written(a) for a in TRIED) else None


def _learn_dates(language: str) -> Months | None:
    found = []
    for month in range(1, 13):
        text = _day_by_babel(date(2357, month, 19), language)
        text = text.replace("{", "{{").replace("}", "}}")
        found.append(text.replace("2357", "{1}").replace("19", "{0}"))
    tried = [
        date(year, m, day) for year in (1000, 2026, 9999) for m in range(1, 13) for day in (1, 28)
    ]
    same = all(
        found[day.month - 1].format(day.day, day.year) == _day_by_babel(day, language)
        for day in tried
    )
    return tuple(found) if same else None
