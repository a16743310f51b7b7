"""Text of fragments that pages share, kept by the identity of what they were made from.

A fragment is an include, a macro or a loop whose text depends on few values: the navigation on the
tree of categories, a card on a product's view. Views are shared between pages and never changed
once a page was rendered from them; so the same objects give the same text. They are held as long
as the text is, so that none of their identities is given to another object.
"""

from collections.abc import Callable
from sys import getsizeof
from typing import Any

MOST = 8_000_000  # bytes of text of one fragment; a card has 1 to 4 KB. Its views take as much.
# (asked, found) at which a fragment that found less is given up: it is each page's own.
TRIALS = ((256, 1), (4096, 400))

Write = Callable[..., None]  # append, *values


class Fragment:
    """What was kept of one fragment. Programs hold its three words as globals: whether it is worth
    asking (`on_…`), how to ask (`get_…`) and how to make and keep it (`fill_…`)."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.asked = 0
        self.found = 0
        self._kept: dict[Any, tuple[bytes, tuple[Any, ...]]] = {}
        self._size = 0
        self._programs: list[dict[str, Any]] = []
        self._get: Callable[[Any], Any] = self._counting
        self.on = True
        self._trials = list(TRIALS)

    def join(self, program: dict[str, Any]) -> None:
        """Gives a program its words."""
        self._programs.append(program)
        self._tell()

    def forget(self) -> None:
        self._kept.clear()  # the dict stays the same: programs hold its `get`
        self._size = 0

    def _tell(self) -> None:
        for program in self._programs:
            program[f"on_{self.name}"] = self.on
            program[f"get_{self.name}"] = self._get
            program[f"fill_{self.name}"] = self._fill

    def _counting(self, key: Any) -> Any:
        """As `dict.get`, while it is not yet known whether keeping pays."""
        text = self._kept.get(key)
        self.asked += 1
        self.found += text is not None
        asked, least = self._trials[0]
        if self.asked >= asked:
            self._judge(enough=self.found >= least)
        return text

    def _judge(self, *, enough: bool) -> None:
        self._trials.pop(0)
        if not enough:
            self.on = False
            self.forget()
        elif not self._trials:
            self._get = self._kept.get
        self._tell()

    def _fill(self, key: Any, write: Write, values: tuple[Any, ...]) -> tuple[bytes, Any]:
        """Makes the text, and keeps it together with what it was made from."""
        out: list[bytes] = []
        write(out.append, *values)
        made = (b"".join(out), values)
        if self.on:
            if self._size >= MOST:
                self.forget()
            self._size += getsizeof(made[0])
            self._kept[key] = made
        return made
