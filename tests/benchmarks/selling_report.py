"""Orders, quotes and cold starts as tables for people, beside their budgets."""

from collections.abc import Iterator
from typing import Any

from cold_starts import BUDGETS as COLD
from selling import BUDGETS


def selling_table(found: dict[str, Any], disk: str) -> Iterator[str]:
    yield f"Orders and quotes of the embedded shop; its file on {disk} (synchronous=FULL)"
    yield f"  {'':<30}{'a second':>10}{'CPU ms':>9}{'budget':>9}"
    for name, way in found["ways"].items():
        budget = BUDGETS[name.partition(",")[0]]
        yield f"  {name:<30}{way['rate']:>10,.0f}{way['cpu_ms']:>9.2f}{budget:>9,}"
    yield f"  the disk alone: {found['syncs']:,.0f} synchronised pages a second"


def cold_table(found: dict[str, Any]) -> Iterator[str]:
    rounds = found["rounds"]
    yield f"Cold starts: CPU ms of a fresh process, import and first request; {rounds} of each"
    yield f"  {'function':<16}{'ours':>7}{'import':>8}{'FastAPI':>9}{'budget':>8}   answers"
    for name, each in found["functions"].items():
        theirs = each.get("fastapi")
        twin = f"{theirs['cpu_ms']:.0f}" if theirs else "-"
        ours = each["ours"]
        yield (
            f"  {name:<16}{ours['cpu_ms']:>7.0f}{ours['import_ms']:>8.0f}{twin:>9}"
            f"{COLD.get(name, '-'):>8}   {ours['status'] or '-'}"
            f"{' / ' + str(theirs['status']) if theirs else ''}"
        )
    if found["fastapi_skipped"]:
        yield f"  FastAPI: left out. {found['fastapi_skipped']}"
    else:
        yield "  FastAPI's checks the same bodies, reads one row and does nothing of a shop's work."
