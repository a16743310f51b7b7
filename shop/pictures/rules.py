"""When a failed picture is tried again, and what a product says of its pictures."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from shop.catalogue.model import Picture, Product

BACKOFF = (
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=3),
    timedelta(hours=12),
    timedelta(days=1),
    timedelta(days=3),
)
MAX_ATTEMPTS = len(BACKOFF) + 1


def delay(attempts: int) -> timedelta | None:
    """How long to wait after that many attempts failed; None: no more by itself."""
    return BACKOFF[max(attempts, 1) - 1] if attempts < MAX_ATTEMPTS else None


def fetchable(reference: str) -> str | None:
    """The URL that a spreadsheet means; None for a file name or an address of the shop's own."""
    reference = reference.strip()
    if reference.startswith("//"):
        return f"https:{reference}"
    return reference if reference.lower().startswith(("http://", "https://")) else None


def file_name(url: str) -> str:
    """What to call a picture from `url`: the last part of its path."""
    return PurePosixPath(unquote(urlsplit(url).path)).name[:200] or "picture"


def references(product: Product) -> list[str]:
    """Every picture of a product that lies elsewhere, once."""
    sources = [picture.src for picture in product.pictures]
    sources += [variant.picture for variant in product.variants]
    return [source for source in dict.fromkeys(sources) if fetchable(source)]


def with_paths(product: Product, paths: Mapping[str, str]) -> Product:
    """The product with what is stored shown from the shop; what is not keeps its URL."""
    pictures: dict[str, Picture] = {}
    for picture in product.pictures:
        src = paths.get(picture.src, picture.src)
        pictures.setdefault(src, picture.model_copy(update={"src": src}))
    variants = tuple(
        variant.model_copy(update={"picture": paths.get(variant.picture, variant.picture)})
        for variant in product.variants
    )
    return product.model_copy(update={"pictures": tuple(pictures.values()), "variants": variants})
