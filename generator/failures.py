"""How a build fails: with sentences that say what to mend; what is published stays as it was."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shop.errors import Conflict, ShopError


class BuildFailed(ShopError):
    """The site was not built. ``problems`` holds every reason that was found."""

    code = "build_failed"

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("The site was not built. " + " ".join(problems), problems=list(problems))

    def __reduce__(self) -> tuple[type["BuildFailed"], tuple[Any]]:
        """Out of a forked process it comes with its reasons, not with its sentence as a list."""
        return BuildFailed, (self.details["problems"],)


class SiteHeld(Conflict):
    """Somebody has brought back an older edition of the pages, and it is to stay.

    ``waiting`` is how many products and SKUs have changed since pages were built last."""

    code = "site_held"

    def __init__(self, edition: int, since: str, waiting: int) -> None:
        super().__init__(
            f"The pages are held at edition {edition} since {since[:16]}Z, and {waiting} changes "
            "wait. shop build --resume lets them go and builds what the shop sells now.",
            edition=edition,
            since=since,
            waiting=waiting,
        )


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
