"""Planned pages to files of the tree that is being built. Knows Jinja, but not Pelican."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from generator.context import Contexts
from generator.failures import template_failure
from generator.plan import PlannedPage


def render_pages(
    pages: Iterable[PlannedPage], contexts: Contexts, environment: Any, tree: Path
) -> int:
    """Renders each page and writes it. Raises BuildFailed at the first template that fails."""
    folders: set[Path] = set()
    count = 0
    for page in pages:
        path = tree / page.file
        if path.parent not in folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            folders.add(path.parent)
        path.write_bytes(_render(page, contexts, environment))
        count += 1
    return count


def write_file(tree: Path, name: str, content: bytes) -> None:
    path = tree / name.lstrip("/")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _render(page: PlannedPage, contexts: Contexts, environment: Any) -> bytes:
    variables = contexts.of(page)
    try:
        text: str = environment.get_template(page.template).render(variables)
    except Exception as error:
        raise template_failure(error, page.template, page.address) from error
    return text.encode()
