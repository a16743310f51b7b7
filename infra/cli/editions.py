"""``shop editions`` and ``shop hold``: the published pages as they were."""

from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from functions.bootstrap import compose
from generator.bootstrap import open_publisher
from generator.holding import hold_edition, refuse
from shop.rebuilds.standing import held
from shop.settings import Settings


def kept(settings: Settings) -> dict[str, Any]:
    """Those that can be shown again, newest first; the first is shown. `held` says which one is to
    stay, since when, and how much waits for it."""
    with closing(compose(settings).store) as store, closing(open_publisher(settings)) as publisher:
        found = [asdict(release) for release in publisher.releases()]
        hold = held(store)
        return {
            "held": refuse(store, hold).details if hold else None,
            "editions": [{"edition": each.pop("number"), **each} for each in found],
        }


def go_back(settings: Settings, edition: int) -> dict[str, Any]:
    """Raises NotFound for one that is not kept."""
    services = compose(settings)
    with closing(services.store) as store, closing(open_publisher(settings)) as publisher:
        published = hold_edition(store, publisher, edition, services.clock)
    return {"held": edition, **asdict(published)}


def told(found: dict[str, Any]) -> str:
    """The same for a person at a terminal."""
    lines = [
        f"{each['edition']:>5}  {datetime.fromtimestamp(each['at'], UTC):%Y-%m-%dT%H:%M}  "
        f"{each['pages_written']} pages written, {each['pages_deleted']} deleted  "
        f"{each['note']}".rstrip()
        for each in found["editions"]
    ]
    if hold := found["held"]:
        lines.append(
            f"Held at {hold['edition']} since {hold['since'][:16]}Z; {hold['waiting']} changes "
            "wait. shop build --resume lets it go."
        )
    return "\n".join(lines) or "Nothing was published yet. shop build makes the first edition."
