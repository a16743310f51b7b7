"""Prices as people and programs write them: "12.50", "1,234.50", "3.639.000 ₫", "65.00 USD".

Where a text could mean two amounts a thousand times apart, it is refused rather than guessed.
"""

import re
import unicodedata
from typing import NamedTuple

from shop.currencies import exponent
from shop.errors import InvalidMoney
from shop.i18n.messages import translatable
from shop.money import Money

# Signs that say which currency is meant, or between which ones.
SIGNS = {
    "₫": {"VND"}, "đ": {"VND"}, "VNĐ": {"VND"}, "€": {"EUR"}, "£": {"GBP"}, "₹": {"INR"},
    "₩": {"KRW"}, "฿": {"THB"}, "₱": {"PHP"}, "元": {"CNY"}, "円": {"JPY"}, "NT$": {"TWD"},
    "HK$": {"HKD"}, "US$": {"USD"}, "S$": {"SGD"}, "A$": {"AUD"}, "RM": {"MYR"}, "Rp": {"IDR"},
    "¥": {"CNY", "JPY"},
    "$": {"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN"},
}  # fmt: skip
_SIGN = "|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True))
_PRICE = re.compile(
    rf"(?P<before>{_SIGN}|[A-Z]{{3}})? ?(?P<minus>[-−])?(?P<number>[0-9][0-9., ']*)"
    rf" ?(?P<after>{_SIGN}|[A-Z]{{3}})?"
)
# A whole part, in groups of three or not, and decimals behind another mark than the groups have.
_NUMBER = re.compile(
    r"(?P<whole>[0-9]+|[0-9]{1,3}(?:(?P<mark>[.,' ])[0-9]{3})(?:(?P=mark)[0-9]{3})*)"
    r"(?:(?!(?P=mark))(?P<point>[.,])(?P<decimals>[0-9]+))?"
)
_ONE_GROUP = re.compile(r"[1-9][0-9]{0,2}")

NO_PRICE = translatable("“%(price)s” is not a price. Write it like 12.50.")
NEGATIVE = translatable("“%(price)s” is negative. A price is zero or more.")
ELSEWHERE = translatable("“%(price)s” is not in %(currency)s. Import it with its own currency.")
AMBIGUOUS = translatable(
    "“%(price)s” can mean %(one)s or %(other)s. Write %(one)s.00 or %(two_places)s."
)


class _Parts(NamedTuple):
    whole: str
    decimals: str


def parse_price(text: str, currency: str) -> Money:
    """The amount in `currency`, never negative.

    Raises InvalidMoney; its details have a ``reason``: unreadable, negative, ambiguous, currency.
    """
    shown = text.strip()
    folded = " ".join(unicodedata.normalize("NFKC", shown.replace("’", "'")).split())
    minus = folded.startswith(("-", "−"))
    match = _PRICE.fullmatch(folded.lstrip("-−").lstrip() if minus else folded)
    if match is None:
        raise _refused(shown, "unreadable", NO_PRICE)
    if minus or match["minus"]:
        raise _refused(shown, "negative", NEGATIVE)
    for sign in (match["before"], match["after"]):
        _check_currency(shown, sign, currency)
    parts = _split(shown, match["number"].strip(), exponent(currency))
    try:
        return Money.from_decimal(f"{parts.whole}.{parts.decimals or 0}", currency)
    except InvalidMoney as error:
        raise InvalidMoney(error.message, reason="unreadable") from None


def _check_currency(shown: str, sign: str | None, currency: str) -> None:
    if sign and currency not in SIGNS.get(sign, {sign}):
        raise _refused(shown, "currency", ELSEWHERE, currency=currency)


def _split(shown: str, number: str, places: int) -> _Parts:
    """Whole part and decimals. The last of two kinds of mark is the decimal one."""
    match = _NUMBER.fullmatch(number)
    if match is None:
        raise _refused(shown, "unreadable", NO_PRICE)
    whole, decimals = match["whole"], match["decimals"] or ""
    if len(decimals) == 3 and _ONE_GROUP.fullmatch(whole):
        return _three_digits(shown, whole, decimals, match["point"], places)
    return _Parts(re.sub(r"[^0-9]", "", whole), decimals)


def _three_digits(shown: str, head: str, tail: str, mark: str, places: int) -> _Parts:
    """Thousands or thousandths ("1.234", "1,234"), by what the currency can have."""
    if places == 0 or (places < 3 and mark == ","):
        return _Parts(head + tail, "")
    if places == 3 and mark == ".":
        return _Parts(head, tail)
    raise _refused(
        shown,
        "ambiguous",
        AMBIGUOUS,
        one=f"{head}{tail}",
        other=f"{head}.{tail.rstrip('0') or '0'}",
        two_places=f"{head}.{tail[:2]}",
    )


def _refused(shown: str, reason: str, sentence: str, **values: str) -> InvalidMoney:
    return InvalidMoney(translatable(sentence, price=shown[:80], **values), reason=reason)
