"""Pictures and downloads in a folder: the embedded shop's media."""

import hashlib
import os
import re
import secrets
from pathlib import Path

from shop.catalogue.handles import slugify
from shop.errors import InvalidInput
from shop.pictures import kinds

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


class DirMedia:
    """shop.ports.Media over one folder: ``/media/<hash>-<name>.<type>``.

    A download gets a longer hash than a picture: its address is what only its buyers know. A
    `trial` names everything as it would be named and writes nothing, so that a preview shows the
    addresses that publishing would give.
    """

    def __init__(self, root: Path, *, trial: bool = False) -> None:
        self._root = root
        self._trial = trial

    def put(self, name: str, content: bytes) -> str:
        """Raises InvalidInput for anything but pictures and the usual kinds of download."""
        kind = media_type(name, content)
        digest = hashlib.sha256(content).hexdigest()
        stem = slugify(Path(name).stem)[:60].strip("-") or "file"
        stored = f"{digest[: 16 if kind in PICTURES else 64]}-{stem}.{kind}"
        target = self._root / stored
        if not self._trial and not target.exists():
            self._write(target, content)
        return f"/media/{stored}"

    def read(self, path: str) -> bytes | None:
        name = path.removeprefix("/media/")
        if name == path or "/" in name:
            return None
        try:
            return (self._root / name).read_bytes()
        except (FileNotFoundError, IsADirectoryError):
            return None

    def _write(self, target: Path, content: bytes) -> None:
        self._root.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)


def media_type(name: str, content: bytes) -> str:
    """The file name ending that the content deserves."""
    for kind, signature in SIGNATURES:
        if signature.match(content):
            if kind == "svg" and _ACTIVE.search(content):
                raise InvalidInput(f"“{name}” contains scripts. Save it as a plain picture.")
            return kind
    raise InvalidInput(
        f"“{name}” is neither a picture (svg, png, jpg, webp, avif, gif) nor a download "
        "(pdf, epub, zip, mp3, mp4)."
    )
