"""Programs of pages between processes: compiled code in files that are named after their inputs.

A file is only loaded if it belongs to this user, nobody else may write to it, and its content has
the digest that it says; anything else is as good as no file (`marshal` trusts what it reads).
"""

import hashlib
import marshal
import os
import stat
import sys
import tempfile
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from types import CodeType
from typing import Any

from generator.templates.escape import escape_text
from shop.i18n import formats

HERE = Path(__file__).resolve().parent
WORDS = Path(formats.__file__).resolve().parent
LENGTH = hashlib.sha256().digest_size


def signature(theme: Path, facts: Iterable[str], sources: Iterable[Path]) -> str:
    """Names everything a program is made from: templates, translations, what assets hold (their
    addresses name it), `facts` of the shop, Python, `sources` and this package. Files are read in
    full, not judged by dates: a copied or restored folder has any dates."""
    digest = hashlib.sha256(f"{sys.version} {sys.implementation.cache_tag}".encode())
    digest.update(f"{escape_text.__module__} {sorted(_releases())}".encode())
    for fact in facts:
        digest.update(b"\0fact\0" + fact.encode())
    for folder, pattern in ((theme / "templates", "*"), (theme / "translations", "*.po")):
        _add(digest, folder, pattern)
    for folder in (HERE, WORDS):
        _add(digest, folder, "*.py")
    for path in sorted(sources):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:40]


class ProgramFiles:
    """The programs of one signature in `folder`; those of others are of no use and are removed
    when the first of this signature is written."""

    def __init__(self, folder: Path, signature: str) -> None:
        self.folder = folder
        self.signature = signature

    def load(self, template: str, language: str) -> tuple[CodeType | None, Any] | None:
        """What `save` was given; None where it is not known."""
        path = self._path(template, language)
        sealed = _read(path)
        if sealed is None or sealed[:LENGTH] != _seal(path, sealed[LENGTH:]):
            return None
        try:
            code, more = marshal.loads(sealed[LENGTH:])  # noqa: S302 - it is as we wrote it
        except (ValueError, EOFError, TypeError):
            return None
        return code, more

    def save(self, template: str, language: str, code: CodeType | None, more: Any) -> None:
        """`code` is None for a page that is left to Jinja. Written whole or not at all; a folder
        that cannot be written costs time, no page."""
        path = self._path(template, language)
        content = marshal.dumps((code, more))
        try:
            self._write(path, _seal(path, content) + content)
        except OSError:
            return

    def _path(self, template: str, language: str) -> Path:
        name = hashlib.sha256(f"{language}\0{template}".encode()).hexdigest()[:16]
        return self.folder / f"{self.signature}.{name}.page"

    def _write(self, path: Path, content: bytes) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for other in self.folder.glob("*.page"):
            if self.signature not in other.name:
                other.unlink(missing_ok=True)
        prefix = f".{self.signature}."
        handle, name = tempfile.mkstemp(".page", prefix, self.folder)  # readable by its owner
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _seal(path: Path, content: bytes) -> bytes:
    """The digest of a program and of the page that it is for."""
    return hashlib.sha256(path.name.encode() + b"\0" + content).digest()


def _read(path: Path) -> bytes | None:
    """The content of a file of this user's that nobody else may write to."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        status = os.fstat(handle)
        others = status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        if status.st_uid != os.geteuid() or others or not stat.S_ISREG(status.st_mode):
            return None
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read()
    finally:
        os.close(handle)


def _releases() -> Iterable[str]:
    """The names and versions of what programs are made with."""
    for package in ("babel", "jinja2", "markupsafe"):
        spec = find_spec(package)
        if spec is not None and spec.origin is not None:
            folder = Path(spec.origin).parent
            yield from (path.name for path in folder.parent.glob(f"{package}-*.dist-info"))
            yield f"{package} {Path(spec.origin).stat().st_size}"


def _add(digest: "hashlib._Hash", folder: Path, pattern: str) -> None:
    for path in sorted(folder.rglob(pattern)):
        if path.is_file() and "__pycache__" not in path.parts:
            content = path.read_bytes()
            digest.update(f"\0{path.relative_to(folder)}\0{len(content)}\0".encode())
            digest.update(content)
