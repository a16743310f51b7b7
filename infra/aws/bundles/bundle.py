"""A function's bundle, from the registry's entry to the zip."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from functions.registry import Function
from infra.aws.bundles.packing import module, packed
from infra.aws.bundles.pruning import Needed
from infra.aws.bundles.tracing import Traced, check_known, trace
from infra.aws.bundles.wheels import Wheels

# Of content/, what pages are built from; the catalogue is in the store.
WRITTEN = ("announcements", "pages", "pictures", "faq", "surveys")
OURS = "veranda-shop"  # the distribution; its version is what the health function tells


@dataclass(frozen=True, slots=True)
class Bundle:
    """`key` is where it goes: the same content has the same name, and is uploaded once."""

    function: str
    content: bytes

    @property
    def key(self) -> str:
        digest = hashlib.sha256(self.content).hexdigest()[:20]
        return f"bundles/{self.function}-{digest}.zip"


@dataclass(frozen=True, slots=True)
class Workshop:
    """Makes bundles out of the checkout at `root`."""

    root: Path
    wheels: Wheels
    needed: Needed

    def make(self, function: Function) -> Bundle:
        """Raises Misconfigured where a library is not locked or cannot be fetched."""
        traced = trace(function, self.root)
        check_known(traced.distributions, self.wheels.pins)
        self.wheels.fetch(traced.distributions)
        files = {**self._libraries(traced), **self._modules(traced), **self._data(traced)}
        return Bundle(function.name, packed(files))

    def _modules(self, traced: Traced) -> dict[str, bytes]:
        files: dict[str, bytes] = {}
        for path in traced.modules.values():
            name = path.relative_to(self.root).as_posix()
            files |= module(name, path.read_bytes(), ours=True)
        metadata = f"Metadata-Version: 2.1\nName: {OURS}\nVersion: {version(OURS)}\n"
        folder = f"{OURS.replace('-', '_')}-{version(OURS)}.dist-info"
        return {**files, f"{folder}/METADATA": metadata.encode()}

    def _libraries(self, traced: Traced) -> dict[str, bytes]:
        files: dict[str, bytes] = {}
        for name in sorted(traced.distributions):
            for path, content in self.wheels.files(name):
                if self.needed.keeps(name, path):
                    python = path.endswith(".py")
                    files |= module(path, content, ours=False) if python else {path: content}
        return files

    def _data(self, traced: Traced) -> dict[str, bytes]:
        """What our modules read: files beside them, settings, theme; what the owner wrote where
        pages are built."""
        folders = ["site", "theme"]
        if "generator.bootstrap" in traced.modules:
            folders += [f"content/{part}" for part in WRITTEN]
        rooms = {path.parent for path in traced.modules.values()}
        beside = (_files(room, deep=room.name == "papers") for room in rooms)
        found = chain(*(_files(self.root / folder) for folder in folders), *beside)
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in found}


def _files(folder: Path, *, deep: bool = True) -> Iterator[Path]:
    for path in folder.rglob("*") if deep else folder.glob("*"):
        beside = path.suffix in {".py", ".pyc"} and folder.name != "site"
        if path.is_file() and not beside and "__pycache__" not in path.parts:
            yield path
