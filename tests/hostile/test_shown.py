"""Whatever is typed into any field of any form is shown as it was typed: on pages, at the desk, in
mails, papers, feeds and files. Never is a part of it markup, a formula or a header.

A shop is filled in twice, with plain words and with hostile ones. Every page and file must have the
same shape both times, and say each word as often.
"""

import os
import re
from collections.abc import Mapping
from itertools import cycle
from pathlib import Path

import pytest
from hostile.forms import FORMS
from hostile.reading import Said
from hostile.said import said
from hostile.strings import MARKS, WORDS, Rotating, naughty
from hostile.world import Words

from shop.plain_text import one_line

FULL = os.environ.get("HOSTILE") == "full"
TURNS = range(len(WORDS) if FULL else 1)
ALLOWED = set(re.findall(r"\w+", """
    a abbr b blockquote br caption code col dd del div dl dt em figcaption figure h1 h2 h3 h4 h5 h6
    hr i img li ol p pre s section small span strong sub sup table tbody td tfoot th thead tr u ul
"""))  # fmt: skip


def squeezed(texts: list[str]) -> str:
    """Without white space, which papers and mails break lines at."""
    return "|".join("".join(text.split()) for text in texts)


def compare(before: Mapping[str, Said], after: Mapping[str, Said], words: Words) -> list[str]:
    """Where the shape is another, or a word is not as it was typed."""
    typed = {mark: "".join(words(*field, SIZES[field]).split()) for field, mark in MARKS.items()}
    wrong = [f"{name}: is not there" for name in before if name not in after]
    for name in before.keys() & after.keys():
        if before[name].shape != after[name].shape:
            wrong.append(f"{name}: another shape: {_first(before[name], after[name])}")
        wrong += [f"{name}: {fault}" for fault in after[name].faults]
        one, two = squeezed(before[name].texts), squeezed(after[name].texts)
        wrong += [
            f"{name}: {mark} was typed as {typed[mark][:80]}"
            for mark in set(re.findall("Zq[0-9]{3}z", one))
            if not _as_often(name, mark, typed[mark], (one, two))
        ]
    return wrong


def _as_often(name: str, mark: str, typed: str, texts: tuple[str, str]) -> bool:
    """Whether what was typed is there as often as the harmless word was."""
    if (".pdf" in name or "credit-notes" in name) and not typed.isascii():
        return True  # what papers make of letters that no font has: tests/papers
    if "export?" in name:  # the syntax of such files puts a sign before what would part words
        return texts[0].count(mark) == texts[1].replace("\\", "").count(typed.replace("\\", ""))
    return texts[0].count(mark) == texts[1].count(typed)


def _first(before: Said, after: Said) -> str:
    pairs = zip([*before.shape, "end"], [*after.shape, "end"], strict=False)
    return next((f"{was!r} was {now!r}" for was, now in pairs if was != now), "longer")


SIZES = {
    **{(form.name, name): size for form in FORMS for name, size in form.texts.items()},
    **{(form.name, name): size for form in FORMS for name, size in form.cells.items()},
    ("search", "q"): 100,
}


@pytest.mark.parametrize("turn", TURNS)
def test_scripts_formulas_and_naughty_strings_are_words(
    harmless: dict[str, Said], tmp_path: Path, shared: Path, turn: int
) -> None:
    words = Rotating(mixed(shared, turn), turn)
    assert compare(harmless, said(tmp_path, words), words) == []


def mixed(shared: Path, turn: int) -> list[str]:
    """Every other one of the big list, from another place in each turn."""
    others = [text for text in naughty(shared) if one_line(text) == text and text.isprintable()]
    others = others[turn * 7 :] + others[: turn * 7]
    return [text for pair in zip(cycle(WORDS), others, strict=False) for text in pair]


@pytest.mark.parametrize("turn", TURNS)
def test_markup_is_only_what_words_may_have(
    harmless: dict[str, Said], tmp_path: Path, turn: int
) -> None:
    """Descriptions and texts of the desk, which are HTML and Markdown."""
    found = said(tmp_path, Rotating(WORDS, turn, rich=True))
    for name, each in found.items():
        assert each.faults == [], name
        known = {shape.split()[0] for shape in harmless[name].shape if shape}
        tags = {shape.split()[0].removeprefix("/") for shape in each.shape if shape}
        if not name.endswith(("json", "csv", "xlsx", "xml")) and not name.startswith("mail"):
            assert tags <= known | ALLOWED, name
            scripts = [shape for shape in each.shape if shape.startswith("script")]
            assert scripts == [s for s in harmless[name].shape if s.startswith("script")], name


def test_every_field_is_shown_somewhere(harmless: dict[str, Said]) -> None:
    """Else nothing would be known of how."""
    everything = squeezed([text for each in harmless.values() for text in each.texts])
    unseen = {field for field, mark in MARKS.items() if mark not in everything}
    assert unseen == set()
