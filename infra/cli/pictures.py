"""The pictures of an import: found beside the file or in a folder or zip, cleaned, kept; those
that are named by URL, fetched; and whatever of all pictures waits to be done."""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from functions.bootstrap import Services
from infra.embedded.pictures import open_lab
from shop.adapters.medias import open_media
from shop.adapters.picture_folder import beside, open_pictures
from shop.catalogue.importing import Darkroom
from shop.catalogue.model import Product
from shop.pictures.backlog import Bite, work_off
from shop.pictures.cleaning import clean_picture
from shop.pictures.fetching import Progress
from shop.pictures.rules import references
from shop.pictures.service import collect


def darkroom(services: Services, pictures: Path | None, file: Path, *, trial: bool) -> Darkroom:
    """`pictures` is what ``--pictures`` names; a `trial` puts nothing into the media folder."""
    settings = services.settings
    return Darkroom(
        folder=open_pictures(pictures) if pictures else beside(file),
        media=open_media(settings.media, settings.aws_endpoint, trial=trial),
        clean=cleaner(settings.home / "cleaned"),
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


def fetch_now(
    services: Services, products: Iterable[Product], progress: Progress
) -> list[dict[str, Any]]:
    """Fetches what `products` name by URL; problems as a report of the import lists them."""
    wanted = dict.fromkeys(reference for product in products for reference in references(product))
    found = collect(open_lab(services), wanted, progress)
    return [
        {
            "row": None,
            "column": "Pictures",
            "code": warning.code,
            "severity": "warning",
            "message": f"{warning.reference}: {warning.message}",
        }
        for warning in found.warnings
    ]


def work_off_all(services: Services) -> Bite:
    """Everything about pictures that is due now; what failed is due again later."""
    lab = open_lab(services)
    total = Bite()
    while (bite := work_off(lab, fetch=services.settings.fetch_pictures)).tried:
        total = Bite(*(so_far + more for so_far, more in zip(total, bite, strict=True)))
    return total
