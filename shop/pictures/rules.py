"""When a failed picture is tried again, and what a product says of its pictures."""

from datetime import timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:  # a build reads the rules, and no models
    from shop.catalogue.model import Product

DRAWABLE = (".jpg", ".png", ".webp", ".avif", ".gif")

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


def drawable(reference: str) -> bool:
    """Whether it is a stored picture of pixels: a drawing needs no smaller versions."""
    return reference.startswith("/media/") and reference.endswith(DRAWABLE)


def file_name(url: str) -> str:
    """What to call a picture from `url`: the last part of its path."""
    return PurePosixPath(unquote(urlsplit(url).path)).name[:200] or "picture"


def sources(product: "Product") -> list[str]:
    """Every picture of a product, once."""
    own = [picture.src for picture in product.pictures]
    return [*dict.fromkeys([*own, *(v.picture for v in product.variants if v.picture)])]


def references(product: "Product") -> list[str]:
    """Every picture of a product that lies elsewhere, once."""
    return [source for source in sources(product) if fetchable(source)]
