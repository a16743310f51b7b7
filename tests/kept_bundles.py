"""Every function's bundle for this machine, made once a process."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from infra_aws import PLAN
from lambda_emulator import CACHE

from functions.registry import FUNCTIONS, Function
from infra.aws.bundles.bundle import Bundle, Workshop
from infra.aws.bundles.pruning import Needed
from infra.aws.bundles.wheels import Wheels
from shop.settings import ROOT

LOCK = ROOT / "requirements.lock"
NEEDED = Needed("Asia/Ho_Chi_Minh", PLAN.languages)
# To make all of them takes half a minute of a processor: SHOWS=full.
EVERY = os.environ.get("SHOWS") == "full"
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"


@dataclass(slots=True)
class Kept:
    """A Workshop that remembers. Layers are those of all functions, whoever asks."""

    workshop: Workshop
    made: dict[str, Bundle] = field(default_factory=dict)
    layered: list[Bundle] = field(default_factory=list)

    def make(self, function: Function) -> Bundle:
        if function.name not in self.made:
            self.made[function.name] = self.workshop.make(function)
        return self.made[function.name]

    def layers(self, _functions: Sequence[Function] = FUNCTIONS) -> list[Bundle]:
        if not self.layered:
            self.layered += self.workshop.layers(FUNCTIONS)
        return self.layered


def some(*names: str) -> list[Function]:
    """Those of these names, or all there are."""
    return [function for function in FUNCTIONS if EVERY or function.name in names]


@cache
def kept() -> Kept:
    return Kept(Workshop(ROOT, Wheels(CACHE / "wheels", LOCK, PYTHON, "x86_64"), NEEDED))
