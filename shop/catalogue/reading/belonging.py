"""Which product a row belongs to that has not as many cells as the header.

Such a row cannot be read, but what can be told of it matters: a product whose variant is lost must
not go live without it. Where it says nothing of a product, the row is refused by itself.
"""

import re
from bisect import bisect
from collections.abc import Collection, Iterable, Iterator, Sequence

from shop.catalogue.handles import slugify
from shop.catalogue.reading.drafts import DraftProduct
from shop.catalogue.reading.sheets import Row, Sheet

SHORT = 5  # digits; a shorter number may be anything
_PARTS = re.compile(r"[\n\r\t,;|\"]+")


def adopt(drafts: Sequence[DraftProduct], sheets: Sequence[Sheet], *, continues: bool) -> None:
    """Adds every misfit to the rows of the products that it is, as far as can be told, a part of.

    `continues` as in `Format`.
    """
    misfits = [row for sheet in sheets for row in sheet.misfits]
    if not misfits:
        return
    family = _Family(drafts, {row.number: row for sheet in sheets for row in sheet.rows})
    for misfit in misfits:
        for draft in family.of(misfit, continues=continues):
            draft.further.append(misfit.number)


def words_of(sheets: Iterable[Sheet], numbers: Iterable[int]) -> frozenset[str]:
    """Everything that stands in some rows: what a product may be known by that is one of them."""
    wanted = set(numbers)
    cells = (
        cell.strip()
        for sheet in sheets
        for row in (*sheet.rows, *sheet.misfits)
        if row.number in wanted
        for cell in row.cells
    )
    found = {word.strip() for cell in cells for word in (cell, *_PARTS.split(cell))} - {""}
    return frozenset(found | set(map(slugify, found)))


class _Family:
    """Products by their rows and by what rows call them."""

    def __init__(self, drafts: Sequence[DraftProduct], rows: dict[int, Row]) -> None:
        self._rows = rows
        places = sorted((row, index) for index, draft in enumerate(drafts) for row in draft.rows)
        self._numbers = [number for number, _ in places]
        self._owners = [drafts[index] for _, index in places]
        self._called: dict[str, DraftProduct] = {}
        for draft in drafts:
            for name in filter(_telling, (draft.handle, *draft.called)):
                self._called.setdefault(name.casefold(), draft)

    def of(self, misfit: Row, *, continues: bool) -> list[DraftProduct]:
        texts = {cell.strip() for cell in misfit.cells}
        named = map(self._called.get, map(str.casefold, texts))
        found = [*filter(None, named), *self._near(misfit, texts, continues=continues)]
        return list({id(draft): draft for draft in found}.values())

    def _near(
        self, misfit: Row, texts: Collection[str], *, continues: bool
    ) -> Iterator[DraftProduct]:
        """Of the products above and below it: the one it is amidst, or that it continues."""
        place = bisect(self._numbers, misfit.number)
        above, below = self._owners[place - 1 : place], self._owners[place : place + 1]
        if above and below and above[0] is below[0]:
            yield above[0]
        yield from (draft for draft in (*above, *below) if draft.title and draft.title in texts)
        if continues:
            yield from (draft for draft in above if self._unnamed(misfit, draft))

    def _unnamed(self, misfit: Row, draft: DraftProduct) -> bool:
        """Whether it has nothing where `draft` has its name and its handle."""
        first = self._rows.get(draft.row)
        if first is None or not draft.title:
            return False
        shown = [cell.strip() for cell in first.cells]
        names = [name for name in (draft.title, draft.handle) if name in shown]
        cells = [*misfit.cells, *("",) * len(shown)]
        return bool(names) and not any(cells[shown.index(name)].strip() for name in names)


def _telling(name: str) -> bool:
    return bool(name) and not (name.isdigit() and len(name) < SHORT)
