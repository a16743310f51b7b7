"""What a published file is, told by its path: page or asset, type, caching, turn in publishing."""

import mimetypes
import re
from typing import Final

from shop.published import redirects

TYPES: Final = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "xml": "application/xml",
    "txt": "text/plain; charset=utf-8",
    redirects.PATH: "text/plain; charset=utf-8",
    "svg": "image/svg+xml",
    "avif": "image/avif",
    "webp": "image/webp",
    "woff2": "font/woff2",
}
# Their names contain a hash of their content.
HASHED: Final = ("assets/", "media/")
LISTINGS: Final = frozenset({"categories", "announcements", "products", "guestbook"})
# What visitors wrote, and may take back: no release keeps what was shown there before.
VOICES: Final = re.compile(r"[^/]+/guestbook(\.html$|/)|feeds/guestbook\.")

FOR_EVER: Final = "public, max-age=31536000, immutable"
REVALIDATE: Final = "public, max-age=0, must-revalidate"
# For a CDN that is told what changed: browsers ask each time, its own copies last.
AT_THE_EDGE: Final = "public, max-age=0, s-maxage=86400, must-revalidate"

ASSET, LEAF, LISTING, OVERVIEW = range(4)


def is_page(path: str) -> bool:
    return path.endswith(".html")


def is_hashed(path: str) -> bool:
    """Whether browsers may keep it for ever, and need it as long as they keep a page."""
    return path.startswith(HASHED)


def is_remembered(path: str) -> bool:
    """Whether going back to a release brings back what it showed there."""
    return VOICES.match(path) is None


def content_type(path: str) -> str:
    ending = path.rpartition(".")[2]
    return TYPES.get(ending) or mimetypes.guess_type(path)[0] or "application/octet-stream"


def is_text(path: str) -> bool:
    """Whether compressing it pays."""
    kind = content_type(path)
    return kind.startswith(("text/", "application/json", "application/xml", "image/svg"))


def turn(path: str) -> int:
    """What pages need comes first, then pages, then lists of pages (categories, announcements,
    home pages), last sitemap and feeds: nobody meets a link to what is not there yet."""
    if is_page(path):
        return LISTING if _is_listing(path) else LEAF
    overview = path.endswith((".xml", ".txt", redirects.PATH)) and not is_hashed(path)
    return OVERVIEW if overview else ASSET


def _is_listing(path: str) -> bool:
    """Further pages of a listing lie in a folder called ``page``."""
    folder, _, name = path[:-5].rpartition("/")
    if name == "index" or folder == "page" or folder.endswith("/page"):
        return True
    if "/" in folder:
        return folder.split("/", 2)[1] == "categories"
    return bool(folder) and name in LISTINGS
