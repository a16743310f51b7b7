"""How a build fails: with sentences that say what to mend; what is published stays as it was."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shop.errors import ShopError


class BuildFailed(ShopError):
    """The site was not built. ``problems`` holds every reason that was found."""

    code = "build_failed"

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("The site was not built. " + " ".join(problems), problems=list(problems))

    def __reduce__(self) -> tuple[type["BuildFailed"], tuple[Any]]:
        """Out of a forked process it comes with its reasons, not with its sentence as a list."""
        return BuildFailed, (self.details["problems"],)


def template_failure(error: Exception, template: str, address: str) -> BuildFailed:
    """A build that ends at a page, because who renders it (Pelican) cannot go on to the next."""
    return BuildFailed([template_problem(error, template, address)])


def template_problem(error: Exception, template: str, address: str) -> str:
    """Names the template's line where Jinja was when it failed (Jinja puts it in the traceback)."""
    from traceback import extract_tb

    lines = [
        f"{Path(frame.filename).name}, line {frame.lineno}"
        for frame in extract_tb(error.__traceback__)
        if frame.filename.endswith((".html", ".txt", ".xml"))
    ]
    line = getattr(error, "lineno", None)
    name = getattr(error, "name", None) or template
    place = lines[-1] if lines else f"{name}, line {line}" if line else template
    return f"Template {place}, for the page {address}: {type(error).__name__}: {error}."
