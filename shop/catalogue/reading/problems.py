"""What is wrong with a spreadsheet, cell by cell, collected rather than raised one at a time."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from shop.errors import InvalidSpreadsheet

# error: nothing of the file is written; warning: written otherwise than the file says;
# info: something was not used.
Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Problem:
    """`row` is the record's number as a spreadsheet shows it (header = 1); None: the file."""

    row: int | None
    column: str
    code: str
    severity: Severity
    message: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Problems:
    """A list, each problem once, that knows which rows already have an error."""

    def __init__(self) -> None:
        self._all: dict[Problem, None] = {}
        self._failed: set[int | None] = set()

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def add(self, problem: Problem) -> None:
        self._all[problem] = None
        if problem.severity == "error":
            self._failed.add(problem.row)

    def error(self, row: int | None, column: str, code: str, message: str) -> None:
        self.add(Problem(row, column, code, "error", message))

    def warn(self, row: int | None, column: str, code: str, message: str) -> None:
        self.add(Problem(row, column, code, "warning", message))

    def info(self, row: int | None, column: str, code: str, message: str) -> None:
        self.add(Problem(row, column, code, "info", message))

    def failed(self, row: int) -> bool:
        return row in self._failed

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self._all if problem.severity == "error"]

    def as_json(self) -> list[dict[str, Any]]:
        """In the order of the rows."""
        ordered = sorted(self._all, key=lambda problem: problem.row or 0)
        return [problem.as_json() for problem in ordered]


def refusal(code: str, message: str, row: int | None = None) -> InvalidSpreadsheet:
    """The error for a file that cannot be read at all."""
    return InvalidSpreadsheet(message, [Problem(row, "", code, "error", message).as_json()])
