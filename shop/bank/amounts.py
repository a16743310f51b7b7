"""Amounts as banks write them: "+1.234.567,00 VND", "1,234.56", "(12.50)", "12,50-", "98.00 CR"."""

import re
import unicodedata
from collections.abc import Iterable

from shop.catalogue.reading.decimals import OTHER, decimal_mark
from shop.catalogue.reading.prices import parse_price
from shop.money import Money

# fmt: off
IN = {"c", "cr", "crdt", "credit", "h", "haben", "in", "có", "ghi có", "+",
      "贷", "貸", "收", "收入", "转入", "轉入", "存入"}
OUT = {"d", "dr", "dbit", "debit", "s", "soll", "out", "nợ", "ghi nợ", "-",
       "借", "支", "支出", "转出", "轉出", "提款"}
# fmt: on
_MINUS = re.compile(r"^(?:[-−]|.{0,4}[-−](?=[0-9])|\()|[-−]$|\bDR$", re.IGNORECASE)
_AROUND = re.compile(r"^[-−+(]\s*|[)\-−+]$|\s*\b(?:CR|DR)$", re.IGNORECASE)
_SIGNED = re.compile(r"(?<=\D)[-−+](?=[0-9])")


def mark_of(texts: Iterable[str]) -> str:
    """The decimal mark of all amounts of a file; empty where none of them tells."""
    return decimal_mark(texts)


def signed_amount(text: str, mark: str, currency: str) -> Money:
    """Raises InvalidMoney for what is no amount of `currency`."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    negative = bool(_MINUS.search(plain))
    number = _SIGNED.sub("", _AROUND.sub("", plain)).strip()
    if mark:
        number = number.replace(OTHER[mark], "").replace(mark, ".")
    amount = parse_price(number, currency)
    return amount * -1 if negative else amount


def side_of(text: str) -> int:
    """1 for money that came in, -1 for money that went out, 0 where the word tells neither."""
    word = " ".join(text.split()).casefold()
    return (word in IN) - (word in OUT)
