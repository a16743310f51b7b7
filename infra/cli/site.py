"""``shop build``, and the build that follows a change of the catalogue."""

import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

from generator.bootstrap import open_builder
from generator.failures import SiteHeld
from infra.cli.progress import Progress
from shop.rebuilds.due import catch_up
from shop.settings import Settings, folder


def build_site(
    settings: Settings,
    output: Path | None = None,
    *,
    full: bool = False,
    resume: bool = False,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Builds and publishes; with `output` also as a tree there that any web host can serve. Raises
    SiteHeld, unless it is to `resume`."""
    builder = open_builder(settings)
    with closing(builder.site.store), closing(builder):
        catch_up(builder.site.store)
        report = builder.build(full=full, resume=resume, progress=progress)
        if output:
            builder.publisher.export(output)
    if output:
        media = folder(settings.media, "SHOP_MEDIA")
        if media.is_dir():
            shutil.copytree(media, output / "media", dirs_exist_ok=True)
    return report.as_json()


def follow(settings: Settings, progress: Progress | None = None) -> dict[str, Any]:
    """Has the pages say what the catalogue says now: how many of them changed, and how many there
    are. Where older ones are to stay, a sentence about that, and none changed."""
    try:
        built = build_site(settings, progress=progress)
    except SiteHeld as error:
        return {"affected": 0, "total": 0, "held": error.message}
    return {"affected": built["pages_written"], "total": built["pages_total"]}
