"""The words of the theme (``_``, ``ngettext``, ``url``, ``asset``, ``shop``), said while compiling.

The theme's own functions are called, with the language and the escaping of the place; where an
argument differs from page to page they are given a mark in its stead, and the text is cut there.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup

from generator.templates.compiler.values import Unsupported

# Marks are characters of a private plane (Unicode 23.5) in runs. Of two lengths, for a format that
# pads or cuts its value shows itself by treating them differently.
FIRST, LAST = 0x10F000, 0x10FFFD
RUN = re.compile(f"(([{chr(FIRST)}-{chr(LAST)}])\\2*)")
LENGTHS = (1, 40)
Parts = list[tuple[bool, str]]  # (True, text) or (False, name of a value)
Forms = tuple[Parts, ...]
ENGLISH = {"nplurals=2;plural=n!=1;", "nplurals=2;plural=n!=1"}
ALONE = re.compile(r"\s*nplurals\s*=\s*1\s*;\s*plural\s*=\s*0\s*;?\s*")


@dataclass(frozen=True, slots=True)
class Said:
    """What a theme's function may ask of Jinja's context (jinja2.runtime.Context)."""

    language: str
    escape: bool

    @property
    def eval_ctx(self) -> Any:
        return SimpleNamespace(autoescape=self.escape)

    def __getitem__(self, name: str) -> str:
        if name != "lang":
            raise Unsupported(f"a word that depends on {name}")
        return self.language


class Count(int):
    """A number for which a plural form is chosen, and in the form shows as a mark."""

    mark: str

    @classmethod
    def marked(cls, number: int, mark: str) -> "Count":
        count = cls(number)
        count.mark = mark
        return count

    def __str__(self) -> str:
        return self.mark

    def __html__(self) -> str:
        return self.mark


def is_known(function: Any) -> bool:
    """Whether the theme says of it that it reads the language and the escaping only."""
    return getattr(function, "of_language", False) is True


def say(function: Any, said: Said, *args: Any, **named: Any) -> Any:
    """What `function` gives. Raises Unsupported where it fails: Jinja says how, on the page."""
    try:
        if getattr(function, "jinja_pass_arg", None) is not None:
            return function(said, *args, **named)
        return function(*args, **named)
    except Exception as error:
        raise Unsupported(str(error)) from error


def phrase(function: Any, said: Said, message: str, names: list[str]) -> Parts:
    """``_(message, name=…)`` with values that are known only on the page."""

    def text(marks: Mapping[str, str]) -> str:
        values = {name: Markup(mark) for name, mark in marks.items()}  # noqa: S704 - not HTML
        return str(say(function, said, message, **values))

    parts = _cut(text, names)
    if {name for is_text, name in parts if not is_text} != set(names):
        raise Unsupported("a value that the words do not show")
    return parts


def forms(function: Any, said: Said, one: str, many: str, header: str | None) -> Forms:
    """The forms of ``ngettext``: one for all numbers, or one for 1 and one for others.

    `header` is the catalogue's ``Plural-Forms``; without a catalogue English's rule holds.
    """

    def form(*numbers: int) -> Parts:
        found = [_cut(partial(text, number), ["num"]) for number in numbers]
        if any(parts != found[0] for parts in found):
            raise Unsupported("a plural form that shows its number otherwise than as %(num)s")
        return found[0]

    def text(number: int, marks: Mapping[str, str]) -> str:
        return str(say(function, said, one, many, Count.marked(number, marks["num"])))

    if header is not None and ALONE.fullmatch(header):
        return (form(0, 1, 37),)
    if header is None or re.sub(r"[\s()]", "", header) in ENGLISH:
        return (form(1), form(0, 2, 37))
    raise Unsupported(f"plural forms by {header}")


def _cut(text: Callable[[Mapping[str, str]], str], names: list[str]) -> Parts:
    """The text around the marks, and which value stands at each."""
    found = []
    for length in LENGTHS:
        marks = {name: chr(FIRST + n) * length for n, name in enumerate(names)}
        found.append(_parts(text(marks), names, length))
    if found[0] != found[1]:
        raise Unsupported("words that pad or cut what they show")
    return found[0]


def _parts(text: str, names: list[str], length: int) -> Parts:
    parts: Parts = []
    end = 0
    for run in RUN.finditer(text):
        number, times = ord(run[2]) - FIRST, len(run[1]) // length
        if number >= len(names) or times * length < len(run[1]):
            raise Unsupported("words with characters of our marks")
        parts.append((True, text[end : run.start()]))
        parts.extend([(False, names[number])] * times)
        end = run.end()
    return [*parts, (True, text[end:])]
