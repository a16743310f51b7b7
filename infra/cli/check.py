"""``shop check``, and what looks at a change before it is published."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from functions.bootstrap import Services
from functions.rebuild.rehearsing import rehearsed, surroundings
from generator.bootstrap import bootstrap, open_builder, open_publisher
from generator.checks.findings import Finding, counts, errors
from generator.checks.rehearsal import Rehearsed
from generator.checks.site import Progress, SiteCheck
from infra.cli import progress as bar
from shop.adapters.medias import open_media
from shop.catalogue.releases.diff import diff_json
from shop.catalogue.releases.model import ChangeSet
from shop.errors import Conflict
from shop.settings import Settings


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
    names = open_media(settings.media, settings.aws_endpoint).names()
    around = surroundings(settings.base_url, names)
    with closing(site.store), closing(publisher):
        found = SiteCheck(site, publisher, around).run(progress)
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
    with closing(open_builder(services.settings, services.store)) as builder:
        return rehearsed(builder, services, change_set, narrow=narrow)
