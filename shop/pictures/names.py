"""Finds a file by what a spreadsheet calls it: in letters of any case, with or without folder."""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

_DRIVE = re.compile(r"^[A-Za-z]:")
# What macOS and Windows leave beside the files a person sees.
_JUNK_FOLDERS = {"__macosx", ".git"}
_JUNK = {"thumbs.db", "desktop.ini"}


def plain(name: str) -> str:
    """A path as it is compared: forward slashes, one spelling of accents, small letters."""
    path = unicodedata.normalize("NFC", name).replace("\\", "/")
    return "/".join(part for part in path.split("/") if part not in {"", "."}).casefold()


def is_junk(path: str) -> bool:
    """Whether a path holds nothing that its owner put there."""
    parts = path.replace("\\", "/").casefold().split("/")
    return (
        parts[-1].startswith(".") or parts[-1] in _JUNK or bool(_JUNK_FOLDERS.intersection(parts))
    )


def leads_out(path: str) -> bool:
    """Whether a path inside an archive points anywhere but below it."""
    forward = path.replace("\\", "/")
    return (
        forward.startswith("/")
        or bool(_DRIVE.match(forward))
        or ".." in forward.split("/")
        or any(ord(letter) < 32 for letter in forward)
    )


class NameIndex:
    """Files under every ending of their path, so ``b/c.jpg`` and ``c.jpg`` find ``a/b/c.jpg``.

    No way leads out of it: it only knows what was put in.
    """

    def __init__(self) -> None:
        self._files: dict[str, dict[str, None]] = {}

    def add(self, file: str, names: Iterable[str]) -> None:
        """`file` is found under each of `names`; the same one may be added again."""
        for name in names:
            parts = plain(name).split("/")
            for start in range(len(parts)):
                self._files.setdefault("/".join(parts[start:]), {})[file] = None

    def find(self, name: str) -> str | None:
        """The file meant by `name`; of several, the one that lies highest, then the first."""
        for spelling in dict.fromkeys((name, unquote(name))):
            parts = plain(spelling).split("/")
            for start in range(len(parts)):
                found = self._files.get("/".join(parts[start:]))
                if found:
                    return min(found, key=lambda file: file.replace("\\", "/").count("/"))
        return None
