"""``shop build``."""

import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

from generator.bootstrap import bootstrap, public_folder
from generator.build import build
from shop.catalogue.releases.applying import recover
from shop.settings import Settings, folder


def build_site(
    settings: Settings, output: Path | None = None, *, full: bool = True
) -> dict[str, Any]:
    """Builds into the published folder, or into `output` as a tree any web host can serve."""
    public = output or public_folder(settings)
    site = bootstrap(settings)
    with closing(site.store):
        recover(site.store)
        report = build(site, public, skip_if_unchanged=not full)
    if output:
        media = folder(settings.media, "SHOP_MEDIA")
        if media.is_dir():
            shutil.copytree(media, output / "media", dirs_exist_ok=True)
    return report.as_json()
