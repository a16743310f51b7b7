"""Which mark of a column of numbers is the decimal one, found out from those that leave no doubt.

"1.234" alone can mean two amounts. In a column that also holds "12,50" or "1.234,00" it means one.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shop.catalogue.reading.sheets import Row, Sheet  # reads workbooks, too


OTHER = {".": ",", ",": "."}
_NUMBER = re.compile(r"[0-9](?:[0-9.,]|[ '’\u00a0\u202f](?=[0-9]{3}))*")
_DOUBTFUL = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")


def decimal_mark(texts: Iterable[str]) -> str:
    """The column's decimal mark; empty where nothing, or something of either kind, tells."""
    found = {mark for text in texts if (mark := _told(text))}
    return found.pop() if len(found) == 1 else ""


def settled(sheet: "Sheet", columns: Iterable[int]) -> "Sheet":
    """The sheet with doubtful numbers of `columns` written so that they mean one amount."""
    found = {index: decimal_mark(row.cells[index] for row in sheet.rows) for index in columns}
    marks = {index: mark for index, mark in found.items() if mark}
    if not marks:
        return sheet
    rows = tuple(_settled(row, marks) for row in sheet.rows)
    return replace(sheet, rows=rows)


def _settled(row: "Row", marks: Mapping[int, str]) -> "Row":
    if not any(_DOUBTFUL.search(row.cells[index]) for index in marks):
        return row
    cells = list(row.cells)
    for index, mark in marks.items():
        cells[index] = _written(cells[index], mark)
    return replace(row, cells=tuple(cells))


def _told(text: str) -> str:
    """The decimal mark that this text alone proves."""
    match = _NUMBER.search(text)
    number = match[0].rstrip(".,") if match else ""
    marks = re.sub("[^.,]", "", number)
    if not marks:
        return ""
    if marks[0] == marks[-1] and len(marks) > 1:
        return OTHER[marks[-1]]  # 1.234.567: those are groups
    return "" if _DOUBTFUL.fullmatch(number) else marks[-1]


def _written(text: str, mark: str) -> str:
    """A doubtful "1.234" with its group's mark taken out, or as 1.2340, which no group can be."""
    match = _NUMBER.search(text)
    if not match or not _DOUBTFUL.fullmatch(match[0]):
        return text
    plain = match[0] + "0" if mark in match[0] else match[0].replace(OTHER[mark], "")
    return text[: match.start()] + plain + text[match.end() :]
