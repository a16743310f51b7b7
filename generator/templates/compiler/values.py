"""What is known of an expression while a page is compiled: its value, or the code that makes it."""

from dataclasses import dataclass
from itertools import chain
from math import isfinite
from typing import Any

from markupsafe import Markup


class Unsupported(Exception):
    """The page says something the compiler leaves to Jinja itself; the page is rendered there."""


@dataclass(frozen=True, slots=True)
class Const:
    """A value that is the same on every page of the language."""

    value: Any


@dataclass(frozen=True, slots=True)
class Code:
    """Python that makes the value. `kind` says what is certain of it: "str", "int" (or bool), or
    "escaped", a plain string that stands for markup.

    A `fixed` name never changes its value; what `may_miss` may be undefined.
    """

    text: str
    kind: str = ""
    fixed: bool = False
    may_miss: bool = False


Value = Const | Code
NEVER_SET = Code("MISSING", may_miss=True, fixed=True)
WRITTEN = frozenset({type(None), bool, int, str, Markup, range})


def literal(value: Any) -> str:
    """Python source that makes `value` anew. Raises Unsupported where that is not certain."""
    kind = type(value)
    if kind in WRITTEN or (kind is float and isfinite(value)):
        return repr(value)
    if kind in {list, tuple}:
        items = "".join(f"{literal(item)}, " for item in value)
        return f"[{items}]" if kind is list else f"({items})"
    if kind is not dict:
        raise Unsupported(f"a constant of type {kind.__name__}")
    pairs = map(literal, chain.from_iterable(value.items()))
    return f"{{{', '.join(map(': '.join, zip(pairs, pairs, strict=True)))}}}"
