"""What ``shop import`` tells the person at the terminal, in a few lines a file."""

from typing import Any

from infra.cli.check_summary import grouped, overridden
from shop.errors import ShopError

# What a command can do about a problem; at the desk there is a form for it.
WAYS = {
    "column_guessed": ' If it is not: --map "{column}=…".',
    "column_unknown": ' To use it: --map "{column}=field".',
    "columns_missing": ' Such as: --map "Column=price".',
    "products_missing": " Such as: shop import products.csv combinations.csv",
    "unknown_format": ' Such as: --map "Column=title" --map "Column=price".',
}


def summary(found: dict[str, Any], refusal: ShopError | None, *, published: bool) -> str:
    """`found` is the report of one file, `refusal` why it was refused if it was."""
    lines = [f"{found['file']}: {found.get('format', 'unreadable')}"]
    if "products" in found:
        sums = ", ".join(f"{total} {cur}" for cur, total in found["price_sum"].items())
        lines.append(
            f"  {found['rows']} rows: {found['products']} products, {found['variants']} variants, "
            f"{found['priced']} prices that add up to {sums or 'nothing'} in minor units"
        )
    lines += _some([_faulty("left out", fault) for fault in found.get("refused", [])], "left out")
    lines += _some([_faulty("draft", fault) for fault in found.get("drafted", [])], "drafts")
    lines += _some([_located(problem) for problem in found["problems"]], "problems")
    lines += _some([_changed(change) for change in found.get("changes", [])], "products")
    lines += _checked(found, refusal, published=published)
    lines.append(f"  {_verdict(found, refusal, published=published)}")
    return "\n".join(lines)


def _checked(found: dict[str, Any], refusal: ShopError | None, *, published: bool) -> list[str]:
    """Errors that the change brings, and how far one has looked."""
    looked = found.get("checked") or {}
    lines = [f"  {line}" for line in looked.get("unbuilt", ())]
    if looked.get("sampled"):
        lines.append(f"  A sample was checked: {looked['pages']} of the pages that change.")
    findings = found.get("findings", [])
    forced = published and not refusal
    told = overridden(findings) if forced else grouped(findings)
    return [*lines, *(f"  {line}" for line in told)]


def _some(lines: list[str], what: str, limit: int = 20) -> list[str]:
    shown = [f"  {line}" for line in lines[:limit]]
    if len(lines) > limit:
        shown.append(f"  … and {len(lines) - limit} more {what}; --json lists all of them.")
    return shown


def _faulty(what: str, fault: dict[str, Any]) -> str:
    name = f" “{fault['title']}”" if fault["title"] else ""
    return f"{what}: row {fault['row']}{name}: {fault['reason']}"


def _verdict(found: dict[str, Any], refusal: ShopError | None, *, published: bool) -> str:
    if refusal:
        return f"Refused, nothing was changed. {refusal.message}"
    counts = _counts(found)
    if found["release"]:
        return f"Release {found['release']}: {counts}."
    if found["scheduled"]:
        return f"Scheduled as {found['scheduled']}: {counts}."
    if published:
        return f"{counts}. Nothing is different, so there is no new release."
    return f"{counts}. Nothing was changed yet; add --publish to make it real."


def _counts(found: dict[str, Any]) -> str:
    pages = found["pages"]
    rare = {
        "of them archived, as they are not in the file": found["archived"],
        "left out for their faults": found["refused_count"],
        "kept as drafts for their faults": len(found["drafted"]),
    }
    parts = [
        f"{found['added']} added",
        f"{found['changed']} changed",
        *(f"{count} {what}" for what, count in rare.items() if count),
        f"{found['unchanged']} unchanged",
    ]
    reached = pages.get("held") or f"{pages['affected']} of {pages['total']} pages"
    return f"{', '.join(parts)}; {reached}"


def _changed(change: dict[str, Any]) -> str:
    if change["kind"] != "changed":
        return f"{change['kind']}: {change['handle']}"
    fields = [f"{f['field']}: {_short(f['old'])} → {_short(f['new'])}" for f in change["fields"]]
    more = f" (+{len(fields) - 3})" if len(fields) > 3 else ""
    return f"changed: {change['handle']}: {'; '.join(fields[:3])}{more}"


def _short(value: Any) -> str:
    text = "–" if value is None else str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _located(problem: dict[str, Any]) -> str:
    place = f"row {problem['row']}" if problem["row"] else "file"
    column = f", {problem['column']}" if problem["column"] else ""
    way = WAYS.get(problem["code"], "").format(column=problem["column"])
    return f"{problem['severity']}: {place}{column}: {problem['message']}{way}"
