"""``shop build``."""

import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

from generator.bootstrap import open_builder
from infra.cli.progress import Progress
from shop.rebuilds.due import catch_up
from shop.settings import Settings, folder


def build_site(
    settings: Settings,
    output: Path | None = None,
    *,
    full: bool = False,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Builds and publishes; with `output` also as a tree there that any web host can serve."""
    builder = open_builder(settings)
    with closing(builder.site.store), closing(builder):
        catch_up(builder.site.store)
        report = builder.build(full=full, progress=progress)
        if output:
            builder.publisher.export(output)
    if output:
        media = folder(settings.media, "SHOP_MEDIA")
        if media.is_dir():
            shutil.copytree(media, output / "media", dirs_exist_ok=True)
    return report.as_json()
