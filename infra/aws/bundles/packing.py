"""Files become a zip, which is known by what it is made of: the same files are the same zip, on
every machine and at any time.

(Its bytes may differ all the same: how Python writes compiled code depends on what else it has in
memory.) Modules go as compiled code without their source, whose check is switched off (PEP 552,
unchecked hash): a cold start neither compiles nor looks for what is newer, and the zip is half as
large. Tracebacks still name file and line.
"""

import hashlib
import importlib.util
import io
import marshal
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

EARLIEST: Final = (1980, 1, 1, 0, 0, 0)  # that a zip can say
READABLE: Final = 0o644 << 16
SMALL: Final = 7  # of 9; the last two make it 0.2 % smaller in twice the time
UNCHECKED: Final = 0b01  # flags of a pyc: by hash, and nobody compares it (PEP 552)
WITHOUT_DOCS: Final = 2


class Source(NamedTuple):
    """A module that goes along compiled. `path` is what tracebacks show."""

    path: str
    content: bytes
    optimize: int


Entry: TypeAlias = bytes | Source


def module(path: str, source: bytes, *, ours: bool) -> dict[str, Entry]:
    """The file that stands for a module. Of libraries without what only their readers read."""
    return {f"{path}c": Source(path, source, -1 if ours else WITHOUT_DOCS)}


@cache  # most of it goes into every bundle
def compiled(source: Source) -> bytes:
    """The bytes of a .pyc."""
    name = f"/var/task/{source.path}"
    code = compile(source.content, name, "exec", dont_inherit=True, optimize=source.optimize)
    header = importlib.util.MAGIC_NUMBER + UNCHECKED.to_bytes(4, "little")
    return header + importlib.util.source_hash(source.content) + marshal.dumps(code)


def made_of(files: Mapping[str, Entry]) -> str:
    """What tells one zip from another, before it is made. By whom counts, too: another interpreter
    compiles otherwise, and so may another way to pack."""
    digest = hashlib.sha256(importlib.util.MAGIC_NUMBER + Path(__file__).read_bytes())
    for path, entry in sorted(files.items()):
        source = entry if isinstance(entry, Source) else Source("", entry, 0)
        head = f"{path}\0{source.path}\0{source.optimize}\0{len(source.content)}\0"
        digest.update(head.encode())
        digest.update(source.content)
    return digest.hexdigest()


def packed(files: Mapping[str, Entry]) -> bytes:
    """The zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=SMALL) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, EARLIEST)
            entry.external_attr = READABLE
            entry.create_system = 3  # Unix, wherever it is made
            entry.compress_type = zipfile.ZIP_DEFLATED
            found = files[path]
            archive.writestr(entry, compiled(found) if isinstance(found, Source) else found)
    return made.getvalue()
