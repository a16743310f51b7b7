"""``shop releases`` and ``shop rollback``."""

from contextlib import closing
from typing import Any

from functions.bootstrap import compose
from infra.cli.check import Gate
from infra.cli.progress import Progress
from infra.cli.site import follow
from shop.catalogue.releases.diff import diff_json
from shop.catalogue.releases.model import Release, Scheduled
from shop.catalogue.releases.schedule import waiting
from shop.catalogue.releases.service import release_changes, releases, rollback
from shop.settings import Settings


def history(settings: Settings, limit: int = 50) -> dict[str, Any]:
    """The releases, newest first, and what waits for its moment."""
    with closing(compose(settings).store) as store:
        return {
            "releases": [release_json(release) for release in releases(store, limit)],
            "scheduled": [scheduled_json(each) for each in waiting(store)],
        }


def changes_of(settings: Settings, number: int) -> dict[str, Any]:
    """What one release did, field by field."""
    with closing(compose(settings).store) as store:
        return {"release": number, "changes": diff_json(release_changes(store, number))}


def go_back(
    settings: Settings, number: int, note: str, progress: Progress, *, force: bool = False
) -> dict[str, Any]:
    """Restores release `number` by a new one, and rebuilds the pages. Raises ChecksFailed where
    that would bring errors, unless by `force`."""
    services = compose(settings)
    gate = Gate(services, force, progress)
    with closing(services.store) as store:
        release = rollback(store, number, "command line", services.clock, note, look=gate)
    progress.stage("Building the pages")
    return {**release_json(release), "pages": follow(settings), **gate.told()}


def release_json(release: Release) -> dict[str, Any]:
    return {
        "release": release.number,
        "state": release.state,
        "made_at": release.made_at.isoformat(),
        "added": release.added,
        "changed": release.changed,
        "removed": release.removed,
        **release.origin.model_dump(),
    }


def scheduled_json(scheduled: Scheduled) -> dict[str, Any]:
    return {
        "id": scheduled.id,
        "live_at": scheduled.live_at.isoformat(),
        "failed": scheduled.failed,
        **scheduled.origin.model_dump(),
    }


def told(found: dict[str, Any]) -> str:
    """The same for a person at a terminal."""
    if "changes" in found:
        lines = [
            f"{change['kind']}: {change['handle']}"
            + "".join(f"\n    {f['field']}: {f['old']} → {f['new']}" for f in change["fields"])
            for change in found["changes"]
        ]
        return "\n".join(lines)
    lines = [
        f"{each['release']:>5}  {each['made_at'][:16]}  +{each['added']} ~{each['changed']} "
        f"-{each['removed']}  {each['file'] or 'back to ' + str(each['restores'])}  {each['actor']}"
        f"  {each['note']}".rstrip()
        for each in found["releases"]
    ]
    lines += [
        f"waits  {each['live_at'][:16]}  {each['file']}  {each['id']}  {each['failed']}".rstrip()
        for each in found["scheduled"]
    ]
    return (
        "\n".join(lines) or "There is no release yet. shop import FILE --publish makes the first."
    )
