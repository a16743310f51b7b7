"""``shop check``, and what looks at a change before it is published."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from starlette.routing import compile_path

from functions.bootstrap import Services
from functions.registry import FUNCTIONS
from generator.bootstrap import bootstrap, open_builder, open_publisher
from generator.checks.findings import Finding, counts, errors
from generator.checks.rehearsal import Rehearsal, Rehearsed
from generator.checks.shown import Surroundings
from generator.checks.site import Progress, SiteCheck
from infra.cli import progress as bar
from shop.catalogue.releases.diff import diff_json
from shop.catalogue.releases.model import ChangeSet
from shop.errors import Conflict
from shop.settings import Settings, folder


class ChecksFailed(Conflict):
    """Publishing this would put errors on the pages that are not there now."""

    code = "checks_failed"

    def __init__(self, found: Sequence[Finding], change_set: ChangeSet) -> None:
        super().__init__(
            f"It would bring {len(found)} errors: {found[0].message} Correct them, or publish all "
            "the same with --force.",
            findings=[each.as_json() for each in found],
            changes=diff_json(change_set),
        )


def check_site(settings: Settings, progress: Progress) -> dict[str, Any]:
    """What ``shop check --json`` prints."""
    began = perf_counter()
    site, publisher = bootstrap(settings), open_publisher(settings)
    with closing(site.store), closing(publisher):
        found = SiteCheck(site, publisher, surroundings(settings)).run(progress)
    wrong = len(errors(found.findings))
    return {
        **found._asdict(),
        "seconds": round(perf_counter() - began, 3),
        "errors": wrong,
        "warnings": len(found.findings) - wrong,
        "counts": counts(found.findings),
        "findings": [each.as_json() for each in found.findings],
    }


@dataclass
class Gate:
    """Stands before publishing: rehearses the change, and lets it pass if it brings no errors, or
    by `force`; then `overridden` are those it brings."""

    services: Services
    force: bool = False
    progress: bar.Progress = field(default_factory=bar.Silent)
    rehearsed: Rehearsed | None = None

    def __call__(self, change_set: ChangeSet) -> None:
        """Raises ChecksFailed."""
        self.progress.stage("Checking the pages it would change")
        self.rehearsed = rehearse(self.services, change_set, narrow=True)
        if self.rehearsed.errors and not self.force:
            raise ChecksFailed(self.rehearsed.errors, change_set)

    def told(self) -> dict[str, Any]:
        """For the report: what was looked at, and what was overridden."""
        return told(self.rehearsed) if self.rehearsed else NOT_CHECKED


NOT_CHECKED: dict[str, Any] = {"checked": None, "findings": []}


def told(rehearsed: Rehearsed) -> dict[str, Any]:
    return {
        "checked": {
            "pages": rehearsed.pages,
            "sampled": rehearsed.sampled,
            "unbuilt": list(rehearsed.unbuilt),
        },
        "findings": [each.as_json() for each in rehearsed.errors],
    }


def preview(services: Services, change_set: ChangeSet) -> dict[str, Any]:
    """How many pages a change reaches, and the errors it would bring."""
    rehearsed = rehearse(services, change_set, narrow=False)
    impact = rehearsed.impact
    return {**told(rehearsed), "pages": impact._asdict() if impact else None}


def rehearse(services: Services, change_set: ChangeSet, *, narrow: bool) -> Rehearsed:
    """A preview (not `narrow`) has not stored its pictures yet: they count as there."""
    settings = services.settings
    pictures = () if narrow else _pictures(change_set)
    with closing(open_builder(settings, services.store)) as builder:
        around = surroundings(settings, pictures)
        return Rehearsal(builder, change_set, around, narrow=narrow).run()


def surroundings(settings: Settings, pictures: Sequence[str] = ()) -> Surroundings:
    root = folder(settings.media, "SHOP_MEDIA")
    names = (path.name for path in root.iterdir()) if root.is_dir() else ()
    media = {*pictures, *(f"/media/{name}" for name in names)}
    return Surroundings(settings.base_url, media, _is_function())


def _is_function() -> Callable[[str], bool]:
    paths = {endpoint.path for function in FUNCTIONS for endpoint in function.endpoints}
    patterns = [compile_path(path)[0] for path in sorted(paths)]
    return lambda address: any(pattern.match(address) for pattern in patterns)


def _pictures(change_set: ChangeSet) -> list[str]:
    products = [change.after.product for change in change_set.changes if change.after]
    own = [picture.src for product in products for picture in product.pictures]
    return own + [variant.picture for product in products for variant in product.variants]
