"""A function's bundle, from the registry's entry to the zip, and the layers beside it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from functions.registry import Function
from infra.aws.bundles.layers import FOLDER, LAYERS, Layer, files_of, held_elsewhere, layers_of
from infra.aws.bundles.packing import Entry, made_of, module, packed
from infra.aws.bundles.pruning import Needed
from infra.aws.bundles.reaching import File, Imports, reached
from infra.aws.bundles.tracing import Traced, check_known, trace
from infra.aws.bundles.wheels import Wheels
from infra.aws.plan import FILE

# Who reads which parts of content/: pages are built from all but the catalogue, which is in the
# store.
READERS = {
    "generator.bootstrap": ("announcements", "pages", "pictures", "faq", "surveys"),
    "shop.surveys.definitions": ("surveys",),
}
NOBODY_S = {f"site/{FILE}"}  # that no function reads: where the shop runs
OURS = "veranda-shop"  # the distribution; its version is what the health function tells


@dataclass(frozen=True, slots=True)
class Bundle:
    """`layers` are the names of those a function needs besides."""

    name: str
    files: Mapping[str, Entry]
    layers: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Where it goes: what is made of the same has the same name, and is uploaded once."""
        return f"bundles/{self.name}-{made_of(self.files)[:20]}.zip"

    @property
    def content(self) -> bytes:
        """The zip, made when it is asked for: most are where they go already."""
        return packed(self.files)


@dataclass(frozen=True, slots=True)
class Workshop:
    """Makes bundles out of the checkout at `root`."""

    root: Path
    wheels: Wheels
    needed: Needed
    imports: Imports

    def make(self, function: Function) -> Bundle:
        """Raises Misconfigured where a library is not locked or cannot be fetched."""
        traced = self._traced(function)
        layers = layers_of(traced)
        own = traced.distributions - held_elsewhere(layers)
        kept = [each for each in self._reached([traced]) if each.distribution in own]
        files = {**_libraries(kept), **self._modules(traced), **self._data(traced, layers)}
        return Bundle(function.name, files, tuple(layer.name for layer in layers))

    def layers(self, functions: Sequence[Function]) -> list[Bundle]:
        """Those that `functions` need; in each what any of them may come by."""
        self.fetch(functions)
        every = [self._traced(function) for function in functions]
        made = []
        for layer in LAYERS:
            served = [traced for traced in every if layer.serves(traced)]
            if served:
                made.append(Bundle(layer.name, self._layer(layer, served)))
        return made

    def fetch(self, functions: Sequence[Function]) -> None:
        """What any of them needs, at once."""
        every = (trace(function, self.root).distributions for function in functions)
        self.wheels.fetch(self.wheels.pins.keys() & set().union(*every))

    def _layer(self, layer: Layer, served: Sequence[Traced]) -> dict[str, Entry]:
        kept = [each for each in self._reached(served) if each.distribution in layer.holds]
        libraries = {f"{FOLDER}{path}": found for path, found in _libraries(kept).items()}
        return {**libraries, **files_of(layer, self.root)}

    def _traced(self, function: Function) -> Traced:
        traced = trace(function, self.root)
        check_known(traced.distributions, self.wheels.pins)
        self.wheels.fetch(traced.distributions)
        return traced

    def _reached(self, every: Sequence[Traced]) -> list[File]:
        names = sorted(set().union(*(traced.distributions for traced in every)))
        files = (
            File(name, path, content)
            for name in names
            for path, content in self.wheels.files(name)
            if self.needed.keeps(name, path)
        )
        found = reached(files, set().union(*(traced.imports for traced in every)), self.imports)
        self.imports.keep()
        return found

    def _modules(self, traced: Traced) -> dict[str, Entry]:
        files: dict[str, Entry] = {}
        for path in traced.modules.values():
            name = path.relative_to(self.root).as_posix()
            files |= module(name, path.read_bytes(), ours=True)
        metadata = f"Metadata-Version: 2.1\nName: {OURS}\nVersion: {version(OURS)}\n"
        folder = f"{OURS.replace('-', '_')}-{version(OURS)}.dist-info"
        return {**files, f"{folder}/METADATA": metadata.encode()}

    def _data(self, traced: Traced, layers: Sequence[Layer]) -> dict[str, bytes]:
        """What our modules read: files beside them, settings, theme, and what the owner wrote."""
        folders = {"site", "theme"} | written(traced)
        rooms = {path.parent for path in traced.modules.values()}
        beside = (_files(room, deep=room.name == "papers") for room in rooms)
        found = chain(*(_files(self.root / folder) for folder in folders), *beside)
        names = {path.relative_to(self.root).as_posix(): path for path in found}
        return {
            name: path.read_bytes()
            for name, path in names.items()
            if name not in NOBODY_S and not any(layer.takes(name) for layer in layers)
        }


def written(traced: Traced) -> set[str]:
    """The folders of what the owner wrote that the function reads."""
    parts = chain(*(some for reader, some in READERS.items() if reader in traced.modules))
    return {f"content/{part}" for part in parts}


def _libraries(files: Iterable[File]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for each in files:
        python = each.path.endswith(".py")
        found |= (
            module(each.path, each.content, ours=False) if python else {each.path: each.content}
        )
    return found


def _files(folder: Path, *, deep: bool = True) -> Iterator[Path]:
    for path in folder.rglob("*") if deep else folder.glob("*"):
        beside = path.suffix in {".py", ".pyc"} and folder.name != "site"
        if path.is_file() and not beside and "__pycache__" not in path.parts:
            yield path
