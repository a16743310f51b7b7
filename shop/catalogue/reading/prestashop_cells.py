"""Column names and cells of PrestaShop's import files."""

import re
from collections.abc import Mapping, Sequence

from shop.catalogue.reading.cells import folded, listed

_NOTE = re.compile(r"\(.*?\)|[*#]")
_SEPARATOR = re.compile(r"\(x(?P<mark>[;,|])y")
_POSITION = re.compile(r":\d+$")
HOME = {"home", "root", "accueil", "inicio", "startseite"}


def bare(name: str) -> str:
    """``Categories (x;y;z...)`` and ``Name *`` without their notes."""
    return folded(_NOTE.sub("", name))


def as_written(header: Sequence[str], names: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """For each field the file's own columns that may hold it, notes included."""
    return {
        field: [name for wanted in possible for name in header if bare(name) == wanted]
        for field, possible in names.items()
    }


def separator(column: str, text: str) -> str:
    """What parts a list: the column's name says it, or the cell shows it."""
    match = _SEPARATOR.search(column.casefold())
    if match and match["mark"] in text:
        return match["mark"]
    return ";" if ";" in text else ","


def split_list(column: str, text: str) -> tuple[str, ...]:
    return listed(text, separator(column, text))


def category_path(text: str) -> tuple[str, ...]:
    """``Home/Clothes/Men`` without the root, which every shop has."""
    found = tuple(part.strip() for part in text.split("/") if part.strip())
    return found[1:] if found and found[0].casefold() in HOME else found


def combination(names: str, values: str) -> dict[str, str]:
    """``Color:color:0; Size:select:1`` and ``Blue:0; M:1`` as values by name."""
    mark = ";" if ";" in names or ";" in values else ","
    titles = [part.split(":")[0].strip() for part in names.split(mark)]
    chosen = [_POSITION.sub("", part.strip()).strip() for part in values.split(mark)]
    pairs = zip(titles, chosen, strict=False)
    return {title: value for title, value in pairs if title and value}


def features(column: str, text: str) -> dict[str, str]:
    """``Name:Value:Position`` of each, as lines of the specification table."""
    parts = (part.split(":") for part in split_list(column, text))
    return {part[0].strip(): part[1].strip() for part in parts if len(part) > 1 and part[1].strip()}
