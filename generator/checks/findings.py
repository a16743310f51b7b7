"""What a check found: one sentence that says what to do, and where."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

Severity = Literal["error", "warning"]
Kind = Literal["address", "product", "language", "file"]


class Finding(NamedTuple):
    """`where` is an address, a product's handle, a language or a file, as `kind` says; `about` is
    what there: a link, an id, an SKU. Those two and the code are what makes it the same fault
    before and after a change, whatever its sentence says."""

    code: str
    severity: Severity
    kind: Kind
    where: str
    about: str
    message: str

    @property
    def fault(self) -> tuple[str, str, str]:
        return self.code, self.where, self.about

    def as_json(self) -> dict[str, Any]:
        """``{code, severity, address or product or language or file, about, message}``."""
        return {
            "code": self.code,
            "severity": self.severity,
            self.kind: self.where,
            "about": self.about,
            "message": self.message,
        }


def error(code: str, address: str, about: str, message: str) -> Finding:
    """Of a page."""
    return Finding(code, "error", "address", address, about, message)


def warning(code: str, address: str, about: str, message: str) -> Finding:
    """Of a page."""
    return Finding(code, "warning", "address", address, about, message)


def ordered(found: Iterable[Finding]) -> list[Finding]:
    """Errors first; the same faults in the same order whoever found them, each once."""
    return sorted(set(found), key=lambda each: (each.severity, each))


def errors(found: Iterable[Finding]) -> list[Finding]:
    return [each for each in found if each.severity == "error"]


def counts(found: Iterable[Finding]) -> dict[str, int]:
    """How often each code was found, in the order of their names."""
    return dict(sorted(Counter(each.code for each in found).items()))


def introduced(before: Iterable[Finding], after: Iterable[Finding]) -> list[Finding]:
    """The errors of `after` that were not there before."""
    known = {each.fault for each in before if each.severity == "error"}
    return [each for each in ordered(after) if each.severity == "error" and each.fault not in known]
