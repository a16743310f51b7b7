"""Style sheets as far as colours need it: rules with their declarations, light and dark."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PART = re.compile(r"""[{};]|(?:"[^"]*"|'[^']*'|[^{};"'])+|.""", re.DOTALL)
_DARK = re.compile(r"prefers-color-scheme\s*:\s*dark")
_LIGHT = re.compile(r"prefers-color-scheme\s*:\s*light")
_PRINT = re.compile(r"@media\s+print\b|forced-colors")


class Rule(NamedTuple):
    """`schemes` are those it holds in: light, dark or both."""

    selector: str
    declarations: Mapping[str, str]
    schemes: frozenset[str]


def read_rules(css: str) -> Iterator[Rule]:
    """In their order; what is for paper or for the system's own colours is left out."""
    blocks: list[tuple[str, dict[str, str]]] = []
    text = ""
    for part in _PART.findall(f"{_COMMENT.sub(' ', css)}\n"):
        if part not in "{;}":
            text = part
            continue
        if part == "{":
            blocks.append((" ".join(text.split()), {}))
        elif blocks:
            _declare(blocks[-1][1], text)
        if part == "}" and blocks:
            yield from _rule([name for name, _own in blocks], blocks.pop()[1])
        text = ""


def _declare(declarations: dict[str, str], text: str) -> None:
    name, colon, value = text.partition(":")
    if colon:
        declarations[name.strip().lower()] = value.strip()


def _rule(blocks: list[str], declarations: Mapping[str, str]) -> Iterator[Rule]:
    conditions = " ".join(block for block in blocks if block.startswith("@"))
    selector = next((block for block in reversed(blocks) if not block.startswith("@")), "")
    if declarations and selector and not _PRINT.search(conditions):
        yield Rule(selector, declarations, _schemes(conditions))


def _schemes(conditions: str) -> frozenset[str]:
    if _DARK.search(conditions):
        return frozenset({"dark"})
    return frozenset({"light"} if _LIGHT.search(conditions) else {"light", "dark"})
