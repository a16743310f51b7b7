"""What is wrong with a spreadsheet, cell by cell, collected rather than raised one at a time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from shop.errors import InvalidSpreadsheet
from shop.i18n.messages import Message, translatable

# error: the row's product does not go live as it stands (see `faults.Faulty`); warning: written
# otherwise than the file says; info: something was not used.
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
    """A list, each problem once, that knows which rows have errors.

    `files` are the names of files that are read together; see `FILE_ROWS`.
    """

    def __init__(self, files: Sequence[str] = ()) -> None:
        self._files = files
        self._all: dict[Problem, None] = {}
        self._errors: dict[int | None, list[Problem]] = {}
        self.failed_rows: set[int] = set()

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def add(self, problem: Problem) -> None:
        if problem.severity == "error" and problem not in self._all:
            self._errors.setdefault(problem.row, []).append(problem)
            if problem.row is not None:
                self.failed_rows.add(problem.row)
        self._all[problem] = None

    def error(self, row: int | None, column: str, code: str, message: str) -> None:
        self.add(Problem(row, column, code, "error", message))

    def warn(self, row: int | None, column: str, code: str, message: str) -> None:
        self.add(Problem(row, column, code, "warning", message))

    def info(self, row: int | None, column: str, code: str, message: str) -> None:
        self.add(Problem(row, column, code, "info", message))

    def failed(self, row: int | None) -> bool:
        return row in self._errors

    def errors_in(self, rows: Iterable[int | None]) -> list[Problem]:
        """Those of some rows, in the order of `rows`; of the file as a whole for None."""
        return [problem for row in rows for problem in self._errors.get(row, ())]

    def place(self, row: int | None) -> str:
        """Where it is, for a sentence: "row 7", "row 7 of combinations.csv", "the file"."""
        if row is None:
            return Message(translatable("the file"))
        number, file = self._located(row)
        if file:
            return translatable("row %(row)s of %(file)s", row=str(number), file=file)
        return translatable("row %(row)s", row=str(number))

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
        return problem.as_json() | ({} if problem.row is None else self.located(problem.row))

    def located(self, row: int) -> dict[str, Any]:
        """``{"row": 7}``, with ``"file"`` where several are read together."""
        number, file = self._located(row)
        return {"row": number, "file": file} if file else {"row": number}


def refusal(code: str, message: str, row: int | None = None) -> InvalidSpreadsheet:
    """The error for a file that cannot be read at all."""
    return InvalidSpreadsheet(message, [Problem(row, "", code, "error", message).as_json()])
