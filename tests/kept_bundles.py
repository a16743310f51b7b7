"""Every function's bundle for this machine: looked up once a process, and zipped once for all of
them, as long as it is made of the same."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from uuid import uuid4

from infra_aws import PLAN
from lambda_emulator import CACHE

from functions.registry import FUNCTIONS, Function
from infra.aws.bundles.bundle import Bundle, Workshop
from infra.aws.bundles.packing import packed
from infra.aws.bundles.pruning import Needed
from infra.aws.bundles.reaching import Imports
from infra.aws.bundles.wheels import Wheels
from shop.settings import ROOT

LOCK = ROOT / "requirements.lock"
NEEDED = Needed("Asia/Ho_Chi_Minh", PLAN.languages)
# To make all of them takes half a minute of a processor: SHOWS=full.
EVERY = os.environ.get("SHOWS") == "full"
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"


class Zipped(Bundle):
    """One whose zip lies beside the wheels, in the place of the one before it."""

    @property
    def content(self) -> bytes:
        path = CACHE / self.key
        try:
            return path.read_bytes()
        except FileNotFoundError:
            content = packed(self.files)
        path.parent.mkdir(parents=True, exist_ok=True)
        for former in path.parent.glob(f"{self.name}-*.zip"):
            former.unlink(missing_ok=True)
        draft = path.with_suffix(f".{uuid4().hex}")
        draft.write_bytes(content)
        draft.replace(path)
        return content


@dataclass(slots=True)
class Kept:
    """A Workshop that remembers. Layers are those of all functions, whoever asks."""

    workshop: Workshop
    made: dict[str, Bundle] = field(default_factory=dict)
    layered: list[Bundle] = field(default_factory=list)

    def make(self, function: Function) -> Bundle:
        if function.name not in self.made:
            self.made[function.name] = zipped(self.workshop.make(function))
        return self.made[function.name]

    def layers(self, _functions: Sequence[Function] = FUNCTIONS) -> list[Bundle]:
        if not self.layered:
            self.layered += map(zipped, self.workshop.layers(FUNCTIONS))
        return self.layered


def zipped(bundle: Bundle) -> Bundle:
    return Zipped(bundle.name, bundle.files, bundle.layers)


def some(*names: str) -> list[Function]:
    """Those of these names, or all there are."""
    return [function for function in FUNCTIONS if EVERY or function.name in names]


@cache
def kept() -> Kept:
    wheels = CACHE / "wheels"
    return Kept(Workshop(ROOT, Wheels(wheels, LOCK, PYTHON, "x86_64"), NEEDED, Imports(wheels)))
