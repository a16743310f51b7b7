"""The pictures of an import: found beside the file or in a folder or zip, cleaned, kept."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from functions.bootstrap import Services
from shop.adapters.dir_media import DirMedia
from shop.adapters.picture_folder import beside, open_pictures
from shop.catalogue.importing import Darkroom
from shop.pictures.cleaning import clean_picture
from shop.settings import folder


def darkroom(services: Services, pictures: Path | None, file: Path, *, trial: bool) -> Darkroom:
    """`pictures` is what ``--pictures`` names; a `trial` puts nothing into the media folder."""
    root = folder(services.settings.media, "SHOP_MEDIA")
    return Darkroom(
        folder=open_pictures(pictures) if pictures else beside(file),
        media=DirMedia(root, trial=trial),
        clean=cleaner(services.settings.home / "cleaned"),
    )


def cleaner(cache: Path) -> Callable[[bytes, str], bytes]:
    """Cleans a picture once: a process per picture is too much for a preview and then again."""

    def clean(content: bytes, name: str) -> bytes:
        known = cache / hashlib.sha256(content).hexdigest()
        if known.exists():
            return known.read_bytes()
        cleaned = clean_picture(content, name).content
        cache.mkdir(parents=True, exist_ok=True)
        temporary = known.with_suffix(".tmp")
        temporary.write_bytes(cleaned)
        temporary.replace(known)
        return cleaned

    return clean
