"""Text with separators (csv, tsv, txt) as records."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from shop.catalogue.reading.problems import refusal
from shop.i18n.messages import translatable

MAX_FIELD = 1_000_000  # characters; csv's own limit of 131,072 cuts off real descriptions
DELIMITERS = ",;\t|"
LOOK = 25  # records that are looked at to find the delimiter
HEAD = 256 * 1024  # characters of them


def records(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Record numbers and fields. Blanks before a quotation mark do not hide it."""
    csv.field_size_limit(MAX_FIELD)
    first, _, rest = text.partition("\n")
    told = first.strip().lower()
    if told in {f"sep={mark}" for mark in DELIMITERS} | {"sep="}:
        text = rest  # Excel's own line; Excel does not show it as a row either
    reader = _reader(text, delimiter(text))
    number = 0
    try:
        for number, record in enumerate(reader, start=1):
            yield number, record
    except csv.Error as error:
        raise refusal(
            "csv",
            translatable(
                "%(name)s cannot be read from row %(number)s on (%(error)s). Is a "
                "quotation mark open?",
                name=name,
                number=str(number + 1),
                error=str(error),
            ),
            number + 1,
        ) from None


def delimiter(text: str) -> str:
    """The one that splits the header into most fields, weighed by how many rows agree with it."""
    return max(DELIMITERS, key=lambda mark: _fit(text, mark))


def _fit(text: str, mark: str) -> float:
    try:
        # The end of what is looked at may be cut within a quoted field: then it agrees with none.
        widths = [len(record) for record in islice(_reader(text[:HEAD], mark), LOOK) if record]
    except csv.Error:
        return 0.0
    if not widths or widths[0] == 1:
        return 0.0
    return widths[0] * (0.5 + Counter(widths)[widths[0]] / len(widths) / 2)


def _reader(text: str, mark: str) -> "Iterator[list[str]]":
    return csv.reader(io.StringIO(text, newline=""), delimiter=mark, skipinitialspace=True)
