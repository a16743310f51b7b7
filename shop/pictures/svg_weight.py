"""How much an SVG makes a browser draw: ten uses of ten uses of … grow beyond any machine.

The XML is tiny, entities are not needed, and no parser minds: only counting shows it.
"""

from collections import defaultdict

from shop.i18n.messages import translatable
from shop.pictures.model import Refused

MAX_DRAWN = 1_000_000


class Weight:
    """Elements within each element that has an id, and what these refer to."""

    def __init__(self) -> None:
        self._own: dict[str, int] = defaultdict(int)
        self._parts: dict[str, list[str]] = defaultdict(list)
        self._open = [""]
        self._done: dict[str, int] = {}

    def enter(self, name: str) -> None:
        """An element begins; `name` is its id, or "" for none."""
        around = self._open[-1]
        if name:
            self._parts[around].append(name)
        self._open.append(name or around)
        self._own[self._open[-1]] += 1

    def leave(self) -> None:
        self._open.pop()

    def refer(self, name: str) -> None:
        """The element that is open draws, or paints itself with, the one called `name`."""
        self._parts[self._open[-1]].append(name)

    def check(self) -> None:
        """Raises Refused. Browsers leave a circle undrawn, so it counts as nothing."""
        if self._total("", frozenset()) > MAX_DRAWN:
            raise Refused(
                translatable("draws the same parts over and over, too often for any browser.")
            )

    def _total(self, name: str, around: frozenset[str]) -> int:
        if name in around:
            return 0
        if name not in self._done:
            total = self._own.get(name, 0)
            for part in self._parts.get(name, ()):
                total = min(total + self._total(part, around | {name}), MAX_DRAWN + 1)
            self._done[name] = total
        return self._done[name]
