"""What is wrong with a spreadsheet, cell by cell, collected rather than raised one at a time."""

from collections.abc import Iterator, Sequence
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


FILE_ROWS = 10_000_000  # row n of the second of several files is numbered FILE_ROWS + n


class Problems:
    """A list, each problem once, that knows which rows already have an error.

    `files` are the names of files that are read together; see `FILE_ROWS`.
    """

    def __init__(self, files: Sequence[str] = ()) -> None:
        self._files = files
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

    def place(self, row: int | None) -> str:
        """Where it is, for a sentence: "row 7", "row 7 of combinations.csv", "the file"."""
        if row is None:
            return "the file"
        number, file = self._located(row)
        return f"row {number} of {file}" if file else f"row {number}"

    def _located(self, row: int) -> tuple[int, str]:
        index, number = divmod(row, FILE_ROWS)
        return number, self._files[index] if len(self._files) > 1 else ""

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self._all if problem.severity == "error"]

    def as_json(self) -> list[dict[str, Any]]:
        """In the order of the rows; with the name of the file where several are read together."""
        ordered = sorted(self._all, key=lambda problem: problem.row or 0)
        return [self._as_json(problem) for problem in ordered]

    def _as_json(self, problem: Problem) -> dict[str, Any]:
        if problem.row is None or len(self._files) < 2:
            return problem.as_json()
        number, file = self._located(problem.row)
        return {**problem.as_json(), "row": number, "file": file}


def refusal(code: str, message: str, row: int | None = None) -> InvalidSpreadsheet:
    """The error for a file that cannot be read at all."""
    return InvalidSpreadsheet(message, [Problem(row, "", code, "error", message).as_json()])
