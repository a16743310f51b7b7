"""Files out of a zip: nothing is unpacked to the disk, and only what is asked for into memory.

An archive that tries something (paths that lead out, links, bombs) is refused whole: nobody packs
such a thing by accident. The directory is measured before it is read, because a zip of a few
megabytes can list a million files.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from stat import S_IFDIR, S_IFREG, S_ISLNK
from typing import BinaryIO

from shop.errors import InvalidInput, InvalidPicture
from shop.i18n.messages import Message, translatable
from shop.pictures.names import NameIndex, is_junk, leads_out

MAX_ARCHIVE = 2 * 1024 * 1024 * 1024
MAX_DIRECTORY = 16 * 1024 * 1024
MAX_FILES = 50_000
MAX_BYTES = 50 * 1024 * 1024
MAX_UNPACKED = 4 * 1024 * 1024 * 1024
MAX_RATIO = 100  # deflate's own most is 1032; drawings come to 20
FAIR = 10 * 1024  # packed bytes below which the ratio does not matter
CHUNK = 1 << 16
PLAIN_KINDS = {0, S_IFREG >> 12, S_IFDIR >> 12}  # 0: packed where there are no such kinds

UTF8 = 0x800
ENCRYPTED = 0x1
UNICODE_PATH = 0x7075  # Info-ZIP's extra field
# What programs without UTF-8 wrote; a name is found under every reading that is possible.
ENCODINGS = ("utf-8", "gb18030", "big5", "cp1252", "cp1258", "shift_jis")
END = struct.Struct("<4s4H2LH")  # APPNOTE.TXT 4.3.16
END64_LOCATOR = struct.Struct("<4sLQL")  # 4.3.15
END64 = struct.Struct("<4sQ2H2L4Q")  # 4.3.14
LONGEST_COMMENT = 0xFFFF


class Zip:
    """shop.ports.PictureFolder over a zip file."""

    def __init__(self, path: Path) -> None:
        """Raises InvalidInput for what is no zip, and for one that is not safe."""
        self._path = path
        try:
            with path.open("rb") as file:
                _check_directory(file, path.name)
            with zipfile.ZipFile(path) as archive:
                self._entries = {str(i): entry for i, entry in enumerate(archive.infolist())}
        except (zipfile.BadZipFile, NotImplementedError, struct.error, OSError):
            raise InvalidInput(
                translatable("“%(name)s” is not a zip file, or it is cut off.", name=path.name)
            ) from None
        _check(list(self._entries.values()), path.name)
        self._index = NameIndex()
        for key, entry in self._entries.items():
            if not entry.is_dir() and not is_junk(entry.filename):
                self._index.add(key, _names(entry))

    def find(self, name: str) -> bytes | None:
        key = self._index.find(name)
        return None if key is None else self._read(self._entries[key], name)

    def _read(self, entry: zipfile.ZipInfo, name: str) -> bytes:
        """Never more than the directory says: zipfile stops there, and then checks the sum. It is
        asked for a little at a time, since in one go it unpacks first and stops afterwards."""
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise InvalidPicture(
                translatable(
                    "“%(name)s” is packed in an unusual way. Pack it as a plain zip.", name=name
                )
            )
        try:
            with zipfile.ZipFile(self._path) as archive, archive.open(entry) as stream:
                return b"".join(iter(lambda: stream.read(CHUNK), b""))
        except (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError, OSError) as error:
            raise InvalidPicture(
                translatable(
                    "“%(name)s” in “%(archive)s” is damaged (%(error)s). Pack it again.",
                    name=name,
                    archive=self._path.name,
                    error=type(error).__name__,
                )
            ) from None


def _check_directory(file: BinaryIO, name: str) -> None:
    """The size of the list of files, as zipfile is going to believe it."""
    size = file.seek(0, 2)
    file.seek(max(0, size - END.size - LONGEST_COMMENT))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0:
        raise zipfile.BadZipFile
    _, _, _, _, count, directory, _, _ = END.unpack_from(tail, at)
    locator = size - len(tail) + at - END64_LOCATOR.size
    if locator >= 0:
        file.seek(locator)
        mark, _, offset, _ = END64_LOCATOR.unpack(file.read(END64_LOCATOR.size))
        if mark == b"PK\x06\x07":
            file.seek(min(offset, size))
            *_, count, directory, _ = END64.unpack(file.read(END64.size))
    if size > MAX_ARCHIVE or directory > MAX_DIRECTORY or count > MAX_FILES:
        raise InvalidInput(
            translatable(
                "“%(name)s” holds too many files. Pack only the pictures you need.", name=name
            )
        )


def _check(entries: list[zipfile.ZipInfo], name: str) -> None:
    if len(entries) > MAX_FILES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise InvalidInput(
            translatable(
                "“%(name)s” unpacks to more than a shop's pictures. Pack fewer.", name=name
            )
        )
    for entry in entries:
        problem = _problem(entry)
        if problem:
            shown = entry.orig_filename.encode("ascii", "backslashreplace").decode()[:200]
            raise InvalidInput(
                translatable(
                    "“%(name)s” is refused: its entry “%(entry)s” %(problem)s.",
                    name=name,
                    entry=shown,
                    problem=Message(problem),
                )
            )


def _problem(entry: zipfile.ZipInfo) -> str:
    spellings = (entry.orig_filename, *_names(entry))
    kind, size = entry.external_attr >> 16, entry.file_size
    faults = {
        translatable("has a path that leads out of the archive"): any(map(leads_out, spellings)),
        translatable("is a link; pack the files themselves"): S_ISLNK(kind),
        translatable("is no plain file"): kind >> 12 not in PLAIN_KINDS,
        translatable("is locked with a password; pack it without"): bool(
            entry.flag_bits & ENCRYPTED
        ),
        translatable("is larger than any picture"): size > MAX_BYTES,
        translatable("unpacks to far more than any picture"): size
        > MAX_RATIO * max(entry.compress_size, FAIR),
    }
    return next((text for text, found in faults.items() if found), "")


def _names(entry: zipfile.ZipInfo) -> list[str]:
    """The name in every reading that its bytes allow."""
    names = [entry.filename, *_unicode_path(entry.extra)]
    if not entry.flag_bits & UTF8:
        raw = entry.filename.encode("cp437", "replace")
        names += filter(None, (_decoded(raw, encoding) for encoding in ENCODINGS))
    return list(dict.fromkeys(names))


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _unicode_path(extra: bytes) -> Iterator[str]:
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        if kind == UNICODE_PATH and length > 5:
            yield extra[9 : 4 + length].decode("utf-8", "replace")
        extra = extra[4 + length :]
