"""What a workbook's zip may hold before an engine sees it. It imports nothing of the shop."""

import io
import re
import zipfile
from collections.abc import Iterator

from shop.i18n.messages import translatable

MAX_UNPACKED = 256 * 1024 * 1024
MAX_PARTS = 2000
CHUNK = 1 << 16
OVERLAP = 256
XML = (".xml", ".rels")
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_FORMULA = re.compile(rb"<f[\s/>]")
_RESULT = re.compile(rb"(?:</f>|<f[^<>]{0,150}/>)\s{0,9}<v[^<>]{0,50}>[^<]")


class Refused(Exception):
    """The rest of a sentence that begins with the file's name."""


def check_parts(content: bytes) -> None:
    """Refuses what unpacks to too much, by the directory and by the bytes, and any DTD."""
    archive = _opened(content)
    unpacked = 0
    formulas = _Formulas()
    for part in archive.infolist():
        for chunk in _chunks(archive, part):
            unpacked += len(chunk)
            _check_size(unpacked)
            if part.filename.endswith(XML):
                _check_markup(chunk)
            formulas.look(part.filename, chunk)
    formulas.check()


def _opened(content: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        raise Refused(
            translatable("is not a workbook, or it is cut off. Save or upload it again.")
        ) from None
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise Refused(
            translatable("consists of more than %(parts)s parts. Split it.", parts=MAX_PARTS)
        )
    _check_size(sum(part.file_size for part in parts))
    names = archive.namelist()
    if "xl/workbook.xml" not in names and not ("content.xml" in names and _is_ods(archive)):
        raise Refused(
            translatable(
                "is not an Excel or OpenDocument workbook. Save it as .xlsx or as CSV UTF-8."
            )
        )
    return archive


def _is_ods(archive: zipfile.ZipFile) -> bool:
    return "mimetype" in archive.namelist() and archive.read("mimetype").strip() == ODS


def _check_size(unpacked: int) -> None:
    if unpacked > MAX_UNPACKED:
        raise Refused(
            translatable(
                "unpacks to more than %(unpacked)s MB. Split it.", unpacked=MAX_UNPACKED >> 20
            )
        )


def _check_markup(chunk: bytes) -> None:
    """A DTD also where the part is written in UTF-16."""
    plain = chunk.replace(b"\0", b"") if b"\0" in chunk else chunk
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise Refused(translatable("declares XML entities, which no spreadsheet program writes."))


def _chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part's bytes, with the end of one chunk repeated in the next: no word is split."""
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            yield tail + chunk
            tail = chunk[-OVERLAP:]


class _Formulas:
    """A program that writes formulas without computing them leaves cells that seem empty."""

    def __init__(self) -> None:
        self._written = False
        self._computed = False

    def look(self, part: str, chunk: bytes) -> None:
        if part.startswith("xl/worksheets/"):
            self._written = self._written or bool(_FORMULA.search(chunk))
            self._computed = self._computed or bool(_RESULT.search(chunk))

    def check(self) -> None:
        if self._written and not self._computed:
            raise Refused(
                translatable(
                    "has formulas that were never computed. Open it in a spreadsheet "
                    "program, save it, and try again."
                )
            )
