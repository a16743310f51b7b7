"""How pictures and downloads are called, wherever they are kept: ``<hash>-<name>.<type>``.

A download gets a longer hash than a picture: its address is what only its buyers know.
"""

import hashlib
import re
from pathlib import PurePath

from shop.catalogue.handles import slugify
from shop.errors import InvalidInput
from shop.i18n.messages import translatable
from shop.pictures import kinds

PREFIX = "/media/"
LONGEST = 200  # letters; ours are shorter, and no file system takes many more
_XML = rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
# By first bytes (the formats' own specifications); the name's ending is not asked.
SIGNATURES = (
    *kinds.SIGNATURES,
    ("svg", re.compile(_XML + rb"<svg[\s>]", re.DOTALL)),
    ("pdf", re.compile(rb"%PDF-")),
    ("epub", re.compile(rb"PK\x03\x04.{26}mimetypeapplication/epub\+zip", re.DOTALL)),
    ("zip", re.compile(rb"PK\x03\x04")),
    ("mp3", re.compile(rb"ID3|\xff[\xfb\xf3\xf2]")),
    ("mp4", re.compile(rb"....ftyp(?:isom|mp4|M4V|iso2|avc1)", re.DOTALL)),
)  # fmt: skip
PICTURES = {"png", "jpg", "gif", "webp", "avif", "svg"}
# An SVG opened by itself is a page of the shop's own origin, so it may do nothing.
_ACTIVE = re.compile(
    rb"<\s*script|\bon\w+\s*=|javascript:|<\s*foreignObject|<!ENTITY", re.IGNORECASE
)


def stored_name(name: str, content: bytes) -> str:
    """Raises InvalidInput for anything but pictures and the usual kinds of download."""
    kind = media_type(name, content)
    digest = hashlib.sha256(content).hexdigest()
    stem = slugify(PurePath(name).stem)[:60].strip("-") or "file"
    return f"{digest[: 16 if kind in PICTURES else 64]}-{stem}.{kind}"


def name_of(path: str) -> str | None:
    """What is stored under a public path is called so; None for a path of anything else."""
    name = path.removeprefix(PREFIX)
    odd = name == path or not name or "/" in name or "\0" in name
    return None if odd or len(name) > LONGEST else name


def media_type(name: str, content: bytes) -> str:
    """The file name ending that the content deserves."""
    for kind, signature in SIGNATURES:
        if signature.match(content):
            if kind == "svg" and _ACTIVE.search(content):
                raise InvalidInput(
                    translatable(
                        "“%(name)s” contains scripts. Save it as a plain picture.", name=name
                    )
                )
            return kind
    raise InvalidInput(
        translatable(
            "“%(name)s” is neither a picture (svg, png, jpg, webp, avif, gif) nor "
            "a download (pdf, epub, zip, mp3, mp4).",
            name=name,
        )
    )
