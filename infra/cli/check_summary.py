"""What checks tell the person at the terminal: each kind counted, the same fault once."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

TOLD = 20  # faults of one kind that are told one by one
KINDS = ("address", "product", "language", "file")


def summary(found: dict[str, Any]) -> str:
    """Of ``shop check``; errors come first."""
    lines = grouped(found["findings"])
    lines.append(
        f"{found['pages']} pages and {found['products']} products checked in "
        f"{found['seconds']:.1f} seconds: {found['errors']} errors, {found['warnings']} warnings."
    )
    return "\n".join(lines)


def grouped(findings: Sequence[dict[str, Any]]) -> list[str]:
    """`findings` as JSON has them, in their order."""
    lines = []
    for (severity, code), same in groupby(findings, key=lambda f: (f["severity"], f["code"])):
        faults: dict[str, list[dict[str, Any]]] = {}
        for finding in same:
            faults.setdefault(_sameness(finding), []).append(finding)
        count = sum(map(len, faults.values()))
        lines.append(f"{severity}: {code} ({count})")
        lines += [f"  {_line(fault)}" for fault in list(faults.values())[:TOLD]]
        if len(faults) > TOLD:
            lines.append(f"  … and {len(faults) - TOLD} more of them; --json lists everything.")
    return lines


def overridden(findings: Sequence[dict[str, Any]]) -> list[str]:
    """What ``--force`` let pass."""
    if not findings:
        return []
    return [
        f"--force overrides {len(findings)} errors, which are published:",
        *grouped(findings),
    ]


def _line(fault: Sequence[dict[str, Any]]) -> str:
    first = fault[0]
    more = f" (and {len(fault) - 1} more like it)" if len(fault) > 1 else ""
    return f"{_where(first)}: {first['message']}{more}"


def _sameness(finding: dict[str, Any]) -> str:
    """On pages the same fault is often in what they share."""
    return (
        str(finding["about"]) if "address" in finding else f"{_where(finding)} {finding['about']}"
    )


def _where(finding: dict[str, Any]) -> str:
    return next(str(finding[kind]) for kind in KINDS if kind in finding)
