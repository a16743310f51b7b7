"""Rows that cannot be used as they stand, and the products they belong to.

A product with one faulty row is faulty as a whole: without a variant it would be a lie.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from shop.catalogue.reading.drafts import DraftProduct
from shop.catalogue.reading.problems import Problem, Problems

# What the owner wants of a product with a faulty row. refuse: it stays in the shop as it was;
# draft: what could be read is kept as a draft; stop: nothing of the file is imported.
Faulty = Literal["refuse", "draft", "stop"]


@dataclass(frozen=True, slots=True)
class Fault:
    """A product that is faulty, or a row by itself that is none (then `handle` is empty).

    `row` is the first faulty one, `rows` are all that belong to it.
    """

    row: int
    title: str
    reason: str
    rows: tuple[int, ...]
    handle: str = ""

    def as_json(self, problems: Problems) -> dict[str, Any]:
        named = {"handle": self.handle} if self.handle else {}
        return {**problems.located(self.row), **named, "title": self.title, "reason": self.reason}


def fault_of(draft: DraftProduct, handle: str, problems: Problems) -> Fault | None:
    """Why a product does not go live as it stands; None where nothing keeps it."""
    errors = problems.errors_in(draft.rows) if problems.failed_rows else []
    return _fault(errors, draft.rows, draft.title, handle) if errors else None


def stray_faults(drafts: Sequence[DraftProduct], problems: Problems) -> list[Fault]:
    """Faulty rows that no product was made of: products without a name, rows of too many cells."""
    known = {row for draft in drafts for row in draft.rows}
    nameless = [fault_of(draft, "", problems) for draft in drafts if not draft.title]
    alone = [
        _fault(problems.errors_in([row]), [row], "", "")
        for row in problems.failed_rows
        if row not in known
    ]
    return sorted([*filter(None, nameless), *alone], key=lambda fault: fault.row)


def _fault(errors: Sequence[Problem], rows: Sequence[int], title: str, handle: str) -> Fault:
    first = min(errors, key=lambda error: error.row or 0)
    place = f"{first.column}: " if first.column else ""
    more = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
    return Fault(first.row or 0, title, f"{place}{first.message}{more}", tuple(rows), handle)
