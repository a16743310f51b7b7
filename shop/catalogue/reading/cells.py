"""A row's cells by what they mean: finds columns by name and turns text into values.

Whatever cannot be read becomes a problem with row and column, and the cell counts as empty.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from shop.catalogue.reading.prices import parse_price
from shop.catalogue.reading.problems import Problems
from shop.errors import InvalidMoney
from shop.i18n.messages import Message, translatable
from shop.money import Money

if TYPE_CHECKING:
    from shop.catalogue.reading.sheets import Row  # reads workbooks, too

YES = {"1", "true", "yes", "y", "on", "x", "có", "是"}
NO = {"0", "false", "no", "n", "off", "không", "否"}
_WHOLE = re.compile(r"-?(?:[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.0+)?")
_DECIMAL = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,9})?")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_WEIGHT = re.compile(f"{_DECIMAL.pattern}|{_THOUSANDS.pattern}")
ANSWERS = {True: Message(translatable("yes")), False: Message(translatable("no"))}
NOT_WHOLE = translatable("“%(text)s” is not a whole number.")
NO_WEIGHT = translatable("“%(text)s” is not a weight.")
_BREAK = re.compile(r"\s*[\t-\r\x1c-\x1e\x85\u2028\u2029]\s*")
# What a cell shows where its formula failed.
FAILED = {"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!",
          "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#GETTING_DATA"}  # fmt: skip


def folded(name: str) -> str:
    """A column's name as it is compared: without case, outer or doubled blanks."""
    return " ".join(name.replace("\ufeff", "").split()).casefold()


class Cells:
    """`names` gives for each field the column names it may have, in any case."""

    def __init__(
        self,
        header: Sequence[str],
        names: Mapping[str, Sequence[str]],
        problems: Problems,
        currency: str,
    ) -> None:
        self.header = header
        self.problems = problems
        self.currency = currency
        places: dict[str, list[int]] = {}
        for index, name in enumerate(header):
            places.setdefault(folded(name), []).append(index)
        self._index: dict[str, int] = {}
        self._repeated: set[int] = set()
        for field, wanted in names.items():
            found = next((places[n] for n in map(folded, wanted) if n in places), None)
            if found:
                self._index[field] = found[0]
                self._repeat(found[1:])

    def has(self, field: str) -> bool:
        return field in self._index

    def column(self, field: str) -> str:
        """The column's name as the file writes it."""
        return self.header[self._index[field]] if field in self._index else ""

    def used(self) -> set[int]:
        return {*self._index.values(), *self._repeated}

    def at(self, row: "Row", index: int) -> str:
        """A cell by its place. One whose formula failed is an error, and never shown to anyone."""
        text = row.cells[index].strip()
        if text in FAILED:
            self.problems.error(
                row.number,
                self.header[index],
                "cell_failed",
                translatable(
                    "The cell shows %(text)s: its formula failed. Correct it or write the value.",
                    text=text,
                ),
            )
            return ""
        return text

    def block(self, row: "Row", field: str) -> str:
        """With its line breaks."""
        index = self._index.get(field)
        return "" if index is None else self.at(row, index)

    def text(self, row: "Row", field: str) -> str:
        """On one line, as a name has to be in a heading, a list and the subject of a mail."""
        text = self.block(row, field)
        return text if text.isprintable() else _BREAK.sub(" ", text)

    def price(self, row: "Row", field: str, currency: str = "") -> Money | None:
        text = self.text(row, field)
        if not text:
            return None
        try:
            return parse_price(text, currency or self.currency)
        except InvalidMoney as error:
            reason = str(error.details.get("reason", "unreadable"))
            self.problems.error(row.number, self.column(field), f"price_{reason}", error.message)
            return None

    def whole(self, row: "Row", field: str) -> int | None:
        text = self._shaped(row, field, _WHOLE, "number", NOT_WHOLE)
        return int(text.split(".")[0].replace(",", "")) if text else None

    def stock(self, row: "Row", field: str) -> int | None:
        quantity = self.whole(row, field)
        if quantity is not None and quantity < 0:
            self.problems.warn(
                row.number,
                self.column(field),
                "stock_negative",
                translatable(
                    "A stock of %(quantity)s cannot be; it counts as 0.", quantity=str(quantity)
                ),
            )
            return 0
        return quantity

    def grams(self, row: "Row", field: str, per_unit: Decimal = Decimal(1)) -> int | None:
        """Whole grams; 0 is what exports write where nobody weighed, so it means unknown.

        Nobody weighs thousandths of a gram: "1,250" grams are 1250, and "1,250" kilograms 1.25.
        """
        text = self._shaped(row, field, _WEIGHT, "weight", NO_WEIGHT)
        if not text:
            return None
        grouped = _THOUSANDS.fullmatch(text) and (per_unit == 1 or text.count(",") > 1)
        grams = Decimal(text.replace(",", "" if grouped else ".")) * per_unit
        return int(grams.quantize(Decimal(1), rounding=ROUND_HALF_UP)) or (1 if grams else None)

    def flag(self, row: "Row", field: str, *, default: bool) -> bool:
        text = self.text(row, field).casefold()
        if text and text not in YES | NO:
            self.problems.warn(
                row.number,
                self.column(field),
                "flag",
                translatable(
                    "“%(text)s” is neither yes nor no; it counts as %(answer)s.",
                    text=text[:80],
                    answer=ANSWERS[default],
                ),
            )
        return (text in YES) if text in YES | NO else default

    def moment(self, row: "Row", field: str, *, end_of_day: bool = False) -> datetime | None:
        """A day or a moment in ISO 8601, in UTC where it names no zone."""
        text = self.text(row, field)
        if not text:
            return None
        try:
            return _moment(text, end_of_day=end_of_day)
        except (ValueError, OverflowError):  # the year 1 in a zone where UTC is still in year 0
            self._bad(
                row,
                field,
                "date",
                translatable("“%(text)s” is not a date. Write it as 2026-12-31.", text=text[:80]),
            )
            return None

    def _shaped(self, row: "Row", field: str, shape: re.Pattern[str], code: str, wrong: str) -> str:
        text = self.text(row, field)
        if text and not shape.fullmatch(text):
            self._bad(
                row,
                field,
                code,
                translatable(wrong, text=text[:80]),
            )
            return ""
        return text

    def _repeat(self, indexes: Sequence[int]) -> None:
        for index in indexes:
            self._repeated.add(index)
            name = self.header[index]
            self.problems.warn(
                1,
                name,
                "column_repeated",
                translatable(
                    "There is more than one column “%(name)s”. The first one is used.", name=name
                ),
            )

    def _bad(self, row: "Row", field: str, code: str, message: str) -> None:
        self.problems.error(row.number, self.column(field), f"{code}_unreadable", message)


def _moment(text: str, *, end_of_day: bool) -> datetime:
    moment = datetime.fromisoformat(text)
    if end_of_day and text.replace("-", "").isdigit():
        moment = datetime.combine(moment.date(), time(23, 59, 59))
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def listed(text: str, separator: str) -> tuple[str, ...]:
    """The parts that are not empty, each once, in their order."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(separator) if part.strip()))


def path(text: str) -> tuple[str, ...]:
    """``A > B > C`` as a path from the root."""
    return tuple(part.strip() for part in text.split(">") if part.strip())


def paths(texts: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(dict.fromkeys(found for found in map(path, texts) if found))


def parts(text: str, separator: str = ";") -> list[str]:
    """The parts of a list that runs parallel to another: empty ones keep their place."""
    return [part.strip() for part in text.split(separator)] if text else []
