"""What is heavy lies in layers: beside a function's own zip, sent once, and only to those that
need it. Lambda unpacks them under /opt, whose folder ``python`` is among those that modules come
from."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from infra.aws.bundles.tracing import Traced

FOLDER: Final = "python/"


@dataclass(frozen=True, slots=True)
class Layer:
    """For the functions that have `module` among theirs or `distribution` among others'. `holds`
    names distributions; `folder` is one of files and where it lies, in the shop and in the layer.
    """

    name: str
    module: str = ""
    distribution: str = ""
    holds: frozenset[str] = frozenset()
    folder: tuple[str, str] = ("", "")

    def serves(self, traced: Traced) -> bool:
        return self.module in traced.modules or self.distribution in traced.distributions

    def takes(self, path: str) -> bool:
        """Whether a file of ours is in here and need not be in the function's zip."""
        return bool(self.folder[0]) and path.startswith(self.folder[0])


LAYERS: Final = (
    Layer("fonts", module="shop.papers.faces", folder=("shop/papers/fonts/", "veranda_fonts/")),
    Layer("pictures", distribution="pillow", holds=frozenset({"pillow"})),
    # Reading strangers' spreadsheets.
    Layer(
        "tables",
        distribution="python-calamine",
        holds=frozenset({"et-xmlfile", "nh3", "openpyxl", "python-calamine"}),
    ),
    # Chinese in Latin letters, for addresses.
    Layer("letters", distribution="pypinyin", holds=frozenset({"pypinyin"})),
    # Pelican and all that it needs, and the index of the pages.
    Layer(
        "builder",
        distribution="pelican",
        holds=frozenset(
            {
                "apsw", "babel", "blinker", "docutils", "feedgenerator", "markdown",
                "markdown-it-py", "mdurl", "ordered-set", "pelican", "pygments", "rich",
                "unidecode", "watchfiles",
            }
        ),
    ),
)  # fmt: skip


def layers_of(traced: Traced) -> tuple[Layer, ...]:
    return tuple(layer for layer in LAYERS if layer.serves(traced))


def held_elsewhere(layers: Sequence[Layer]) -> frozenset[str]:
    """Distributions that those layers bring."""
    return frozenset().union(*(layer.holds for layer in layers))


def files_of(layer: Layer, root: Path) -> dict[str, bytes]:
    """The layer's files of ours."""
    here, there = layer.folder
    if not here:
        return {}
    found = sorted(path for path in (root / here).rglob("*") if path.is_file())
    return {
        f"{FOLDER}{there}{path.relative_to(root / here).as_posix()}": path.read_bytes()
        for path in found
    }
