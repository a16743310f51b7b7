"""The figures of a run as a table for people."""

import os
import platform
from collections.abc import Iterator
from statistics import median
from typing import Any

MB = 1_000_000


def machine() -> dict[str, Any]:
    """Where and on what it was measured."""
    model = "unknown"
    with open("/proc/cpuinfo", encoding="utf-8") as lines:  # noqa: PTH123 - no path to join
        model = next((line.partition(":")[2].strip() for line in lines if "model name" in line), "")
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": model,
        "system": platform.platform(),
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
    }


def table(result: dict[str, Any]) -> str:
    """All sizes, one after another."""
    found = result["machine"]
    where = (
        f"{found['cores']} cores ({found['processor']}), Python {found['python']}, "
        f"load {found['load_before']} before; into {found['file_system']}. Medians."
    )
    lines = [where]
    for size in result["sizes"]:
        lines += ["", *_size(size)]
    return "\n".join(lines)


def _size(found: dict[str, Any]) -> Iterator[str]:
    yield f"{found['size']:,} products, {found['rounds']} rounds in turn"
    heads = f"{'wall s':>9}{'CPU s':>9}{'peak MB':>9}"
    yield f"  {'full build':<18}{heads}   ours to it: wall, CPU, memory"
    for builder in found["builders"]:
        name = f"{builder['name']} {builder['version']}".strip()
        line = (
            f"  {name:<18}{builder['median_wall']:>9.2f}{builder['median_cpu']:>9.2f}"
            f"{builder['peak_memory'] / MB:>9.0f}"
        )
        ratio = found["ratios"].get(builder["name"])
        if ratio:
            line += f"   {ratio['wall']:.3f}  {ratio['cpu']:.3f}  {ratio['memory']:.3f}"
        yield line
    for name, reason in found["skipped"].items():
        yield f"  {name}: left out. {reason}"
    others = [share for builder in found["builders"] for share in builder["others"]]
    yield f"  other programs: {median(others):.0%} of the machine, {max(others):.0%} at most"
    yield from _pages(found["pages"])
    yield from _price(found)


def _pages(pages: dict[str, Any]) -> Iterator[str]:
    for name in ("ours", "hugo"):
        if name in pages:
            it = pages[name]
            yield (
                f"  {name + ' pages':<18}{it['products']:,} products of {it['product_bytes']:,} B, "
                f"{it['listings']:,} listings of {it['listing_bytes']:,} B; "
                f"{it['files']:,} files, {it['total'] / MB:.1f} MB"
            )
    if "differing_product_pages" in pages:
        yield f"  product pages whose text differs from Hugo's: {pages['differing_product_pages']}"


def _price(found: dict[str, Any]) -> Iterator[str]:
    price = found["price"]
    warm = sorted(price["warm"]["wall_ms"])
    if price["cold_ms"]:
        yield (
            f"  one price, cold   {median(price['cold_ms']):.0f} ms (CPU "
            f"{median(price['cold_cpu_ms']):.0f}), {median(price['cold_pages']):.0f} pages, "
            f"{len(price['cold_ms'])} runs"
        )
    if warm:
        yield (
            f"  one price, warm   {median(warm):.1f} ms, 95 % below "
            f"{warm[int(len(warm) * 0.95)]:.1f} ms, {median(price['warm']['pages']):.0f} pages, "
            f"{len(warm)} runs"
        )
    if "hugo_watch_ms" in found:
        full = next(b["median_wall"] for b in found["builders"] if b["name"] == "hugo")
        yield (
            f"  one price, hugo   {full * 1000:.0f} ms for everything; hugo --watch "
            f"{median(found['hugo_watch_ms']):.0f} ms"
        )
