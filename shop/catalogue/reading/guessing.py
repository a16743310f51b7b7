"""Which column of any table holds what: a guess with a confidence, to be shown and corrected.

A column's name is compared with the words of `column_names`; what its cells look like may speak
against it. Every field goes to the column that fits it best.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from shop.catalogue.reading.cells import folded
from shop.catalogue.reading.column_names import FIELDS
from shop.catalogue.reading.sheets import Row
from shop.errors import InvalidInput
from shop.i18n.messages import translatable

IGNORE = "ignore"
SAYABLE = tuple(field for field in FIELDS if not field.startswith("-"))  # of a column, by a person
CHOICES = ("color", "size", "material")
SHARED = {"picture", *(field for field in FIELDS if field.startswith("-"))}  # several columns
LOOK = 300  # rows whose cells are looked at
SURE_ENOUGH = 0.5
_CAMEL = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z])")
_NOTE = re.compile(r"[(（\[].*?[)）\]]")
_HAN = re.compile("[㐀-鿿]")
_FOLD = str.maketrans({"đ": "d", "ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i"})
_NUMBER = re.compile(r"\D{0,4}-?[0-9][0-9., ']*\D{0,4}")
_PICTURE = re.compile(r"(https?:)?//|.+\.(jpe?g|png|webp|gif|svg|avif)$", re.IGNORECASE)


class Match(NamedTuple):
    """`confidence` from 0 to 1; 1 also where a person has said so."""

    field: str
    confidence: float


class _Word(NamedTuple):
    text: str
    field: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Guess:
    """`matches` are by the column's place in `header`; a field that starts with ``-`` is known
    and not used."""

    header: tuple[str, ...]
    matches: dict[int, Match]

    def as_json(self) -> dict[str, dict[str, str | float]]:
        """``{"Gruppe": {"field": "category", "confidence": 1.0}}``, columns without a guess out."""
        return {
            self.header[index]: match._asdict() for index, match in sorted(self.matches.items())
        }

    def column(self, field: str) -> int | None:
        return next((i for i, match in self.matches.items() if match.field == field), None)

    def corrected(self, mapping: Mapping[str, str]) -> "Guess":
        """With what a person says, as `parse_mapping` gives it, before what was guessed."""
        places = {folded(name): index for index, name in reversed(list(enumerate(self.header)))}
        said: dict[int, Match] = {}
        for column, field in mapping.items():
            if folded(column) not in places:
                known = ", ".join(filter(None, self.header))
                raise InvalidInput(
                    translatable(
                        "There is no column “%(column)s”. The file has: %(known)s.",
                        column=column,
                        known=known,
                    )
                )
            said[places[folded(column)]] = Match(field, 1.0)
        taken = {match.field for match in said.values()} - {"picture"}
        kept = {i: match for i, match in self.matches.items() if match.field not in taken}
        found = {i: m for i, m in {**kept, **said}.items() if m.field != IGNORE}
        return replace(self, matches=found)


def parse_mapping(arguments: Iterable[str]) -> dict[str, str]:
    """``["Prijs=price", "Foto 2=ignore"]`` as fields by column. Raises InvalidInput."""
    mapping: dict[str, str] = {}
    known = [*SAYABLE, IGNORE]
    for argument in arguments:
        column, sign, field = argument.rpartition("=")
        field = field.strip().casefold().replace(" ", "_")
        if not sign or not column.strip():
            raise InvalidInput(
                translatable(
                    '“%(argument)s” is no mapping. Write --map "Column=field".', argument=argument
                )
            )
        if field not in known:
            raise InvalidInput(
                translatable(
                    "There is no field “%(field)s”. Choose one of: %(known)s.",
                    field=field,
                    known=", ".join(known),
                )
            )
        mapping[column.strip()] = field
    return mapping


def guess(header: Sequence[str], rows: Sequence[Row] = ()) -> Guess:
    """Each column at most one field, each field but pictures at most one column."""
    candidates = sorted(
        (-fit, index, field)
        for index, name in enumerate(header)
        for field, fit in _candidates(name, [row.cells[index] for row in rows[:LOOK]])
    )
    matches: dict[int, Match] = {}
    taken: set[str] = set()
    for fit, index, field in candidates:
        if index not in matches and field not in taken:
            matches[index] = Match(field, round(-fit, 2))
            taken.update({field} - SHARED)
    return Guess(tuple(header), matches)


def _candidates(name: str, cells: Sequence[str]) -> list[tuple[str, float]]:
    """The fields a column may hold, with how well its name and its cells fit each."""
    filled = list(filter(None, map(str.strip, cells)))
    fits = ((field, score * _fit(field, filled)) for field, score in _named(name).items())
    return [(field, fit) for field, fit in fits if fit >= SURE_ENOUGH]


def _named(name: str) -> dict[str, float]:
    """How well the name fits each field, from 0 to 1."""
    own = worded(name)
    if not own:
        return {}
    found: dict[str, float] = {}
    for word in _words():
        score = _likeness(own, word)
        if score > found.get(word.field, 0):
            found[word.field] = score
    return found


def _likeness(own: str, word: _Word) -> float:
    if own == word.text:
        return 1.0
    if own.rstrip("0123456789 ") == word.text:
        return 0.9
    if word.whole or word.text not in own:
        return 0.0
    if _HAN.search(word.text):
        return 0.4 + 0.5 * len(word.text) / len(own)
    words, part = own.split(), word.text.split()
    starts = range(len(words) - len(part) + 1)
    if not any(words[start : start + len(part)] == part for start in starts):
        return 0.0
    return 0.4 + 0.5 * len(part) / len(words)


@cache
def _words() -> tuple[_Word, ...]:
    return tuple(
        _Word(worded(text), field, text.strip().startswith("="))
        for field, texts in FIELDS.items()
        for text in texts.split(";")
    )


def worded(name: str) -> str:
    """``vkBrutto``, ``Sub_Category``, ``Größe (cm)`` as words without case and accents."""
    split = _CAMEL.sub(" ", _NOTE.sub(" ", unicodedata.normalize("NFC", name)))
    lower = unicodedata.normalize("NFKD", split.casefold().translate(_FOLD))
    kept = (
        letter if letter.isalnum() or letter == "№" else " "
        for letter in lower
        if not unicodedata.combining(letter)
    )
    return " ".join("".join(kept).split())


def _fit(field: str, cells: Sequence[str]) -> float:
    """What the cells say to a field that only certain texts can be in."""
    judge = _JUDGES.get(field)
    if judge is None or not cells:
        return 1.0
    return min(1.0, 0.25 + sum(map(judge, cells)) / len(cells))


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text))


def _is_picture(text: str) -> bool:
    return bool(_PICTURE.match(text))


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


_JUDGES: dict[str, Callable[[str], bool]] = {
    **dict.fromkeys(("price", "sale_price", "compare_at", "cost", "stock", "weight"), _is_number),
    "picture": _is_picture,
    "title": _has_letters,
}
