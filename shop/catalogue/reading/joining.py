"""Files of one import: each opened and recognised, those of a kind that belongs together joined.

PrestaShop keeps products, combinations and categories in files of their own, Shopee texts,
pictures and prices. Their rows find each other by the product's id.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from shop.catalogue.reading.belonging import adopt
from shop.catalogue.reading.drafts import Drafts, Format
from shop.catalogue.reading.formats import AUTO, choose
from shop.catalogue.reading.plain import mapped
from shop.catalogue.reading.problems import FILE_ROWS, Problem, Problems
from shop.catalogue.reading.sheets import Row, Sheet, read_sheet
from shop.errors import InvalidInput
from shop.i18n.messages import translatable

Remembered = Callable[[Sequence[str]], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that can be read: its table, its kind, and what is wrong with it so far."""

    name: str
    sha256: str
    sheet: Sheet
    format: Format
    problems: Problems


@dataclass(frozen=True, slots=True)
class Joined:
    """What one or several files hold together."""

    name: str
    sha256: str
    format: str
    encoding: str | None
    rows: int
    drafts: Drafts
    problems: Problems
    sheets: tuple[Sheet, ...]


def open_file(
    content: bytes,
    name: str,
    *,
    format: str = AUTO,  # noqa: A002 - what the command and the report call it
    mapping: Mapping[str, str] | None = None,
    remembered: Remembered = lambda _header: {},
) -> Opened:
    """Raises InvalidSpreadsheet where the file cannot be read or its kind is not known.

    `mapping` is what a person says of the columns now (`guessing.parse_mapping`), `remembered`
    what was said of such a header before. Either means that the file is read as a plain table.
    """
    problems = Problems((name,))
    sheet = read_sheet(content, name, problems)
    known = {**remembered(sheet.header), **(mapping or {})}
    if known and format in {AUTO, "plain"}:
        chosen = mapped(known)
    elif mapping:
        raise InvalidInput(
            translatable(
                "--map says what the columns of a plain table are, not of %(format)s.",
                format=format,
            )
        )
    else:
        chosen = choose(format, sheet.header, name)
    return Opened(name, hashlib.sha256(content).hexdigest(), sheet, chosen, problems)


def grouped(files: Sequence[Opened]) -> list[list[Opened]]:
    """The files in their order; those of one format that joins its files are one group."""
    groups: dict[object, list[Opened]] = {}
    for index, file in enumerate(files):
        key = file.format.name if file.format.join else index
        groups.setdefault(key, []).append(file)
    return list(groups.values())


def join(files: Sequence[Opened], currency: str) -> Joined:
    """Reads one group of `grouped`. Rows of the second file on are numbered as `Problems` says."""
    first, several = files[0], len(files) > 1
    problems = _problems(files) if several else first.problems
    sheets = tuple(_renumbered(file.sheet, index) for index, file in enumerate(files))
    if several and first.format.join:
        drafts = first.format.join(sheets, problems, currency)
    else:
        drafts = first.format.read(first.sheet, problems, currency)
    adopt(drafts.products, sheets, continues=first.format.continues)
    counted = drafts.records
    return Joined(
        name=" + ".join(file.name for file in files),
        sha256=_digest(files) if several else first.sha256,
        format=first.format.name,
        encoding=first.sheet.encoding,
        rows=_records(files) if counted is None else counted,
        drafts=drafts,
        problems=problems,
        sheets=sheets,
    )


def _digest(files: Sequence[Opened]) -> str:
    """Of all the files, in their order: a preview is bound to what it was made of."""
    return hashlib.sha256("".join(file.sha256 for file in files).encode()).hexdigest()


def _records(files: Sequence[Opened]) -> int:
    return sum(file.sheet.records for file in files)


def _problems(files: Sequence[Opened]) -> Problems:
    problems = Problems([file.name for file in files])
    for index, file in enumerate(files):
        for problem in file.problems:
            problems.add(_moved(problem, index))
    return problems


def _moved(problem: Problem, index: int) -> Problem:
    return replace(problem, row=(problem.row or 1) + index * FILE_ROWS) if index else problem


def _renumbered(sheet: Sheet, index: int) -> Sheet:
    if not index:
        return sheet
    return replace(sheet, rows=_shifted(sheet.rows, index), misfits=_shifted(sheet.misfits, index))


def _shifted(rows: Sequence[Row], index: int) -> tuple[Row, ...]:
    return tuple(replace(row, number=row.number + index * FILE_ROWS) for row in rows)
