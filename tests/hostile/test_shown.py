"""Whatever is typed into any field of any form is shown as it was typed: on pages, at the desk, in
mails, papers, feeds and files. Never is a part of it markup, a formula or a header.

A shop is filled in twice, with plain words and with hostile ones. Every page and file must have the
same shape both times, and say each word as often.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import pytest
from hostile.addresses import SEARCHES, addresses
from hostile.forms import FORMS
from hostile.reading import Said, read
from hostile.strings import MARKS, WORDS, Rotating, naughty, plain
from hostile.world import Words, World

from shop.plain_text import one_line

FULL = os.environ.get("HOSTILE") == "full"
TURNS = range(len(WORDS) if FULL else 1)
NAUGHTY_TURNS = range(40 if FULL else 1)
ALLOWED = set(re.findall(r"\w+", """
    a abbr b blockquote br caption code col dd del div dl dt em figcaption figure h1 h2 h3 h4 h5 h6
    hr i img li ol p pre s section small span strong sub sup table tbody td tfoot th thead tr u ul
"""))  # fmt: skip


def said(home: Path, words: Words) -> dict[str, Said]:
    """Everything that a shop says in which `words` were typed, by where it does."""
    world = World(home, words)
    try:
        answers = {
            f"answer {number} {form.path}": (got.headers.get("content-type", ""), got.content)
            for number, (form, got) in enumerate(world.fill_in())
            if got.status_code != 303
        }
        searched = [f"{path}{quote(words('search', 'q', 100), safe='')}" for path in SEARCHES]
        searches = world.shown(searched).values()
        found = {
            **answers,
            **world.looked,
            **world.shown(addresses()),
            **dict(zip(SEARCHES, searches, strict=True)),
            **world.built(),
            **world.exported(home),
            **{name: ("mail", content) for name, content in world.mails.items()},
        }
    finally:
        world.close()
    names = {name: re.sub(r"categories/[^/]+\.", "categories/x.", name) for name in found}
    return {names[name]: read(name, *each) for name, each in found.items()}


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Said]:
    return said(tmp_path_factory.mktemp("plain"), plain)


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
        for mark in set(re.findall("Zq[0-9]{3}z", one)):
            if one.count(mark) != two.count(typed[mark]):
                wrong.append(f"{name}: {mark} was typed as {typed[mark][:80]}")
    return wrong


def _first(before: Said, after: Said) -> str:
    pairs = zip([*before.shape, "end"], [*after.shape, "end"], strict=False)
    return next((f"{was!r} was {now!r}" for was, now in pairs if was != now), "longer")


SIZES = {
    **{(form.name, name): size for form in FORMS for name, size in form.texts.items()},
    **{(form.name, name): size for form in FORMS for name, size in form.cells.items()},
    ("search", "q"): 100,
}


@pytest.mark.parametrize("turn", TURNS)
def test_scripts_and_formulas_are_words(
    harmless: dict[str, Said], tmp_path: Path, turn: int
) -> None:
    words = Rotating(WORDS, turn)
    assert compare(harmless, said(tmp_path, words), words) == []


@pytest.mark.parametrize("turn", NAUGHTY_TURNS)
def test_naughty_strings_are_words(
    harmless: dict[str, Said], tmp_path: Path, shared: Path, turn: int
) -> None:
    strings = [text for text in naughty(shared) if one_line(text) == text and text.isprintable()]
    words = Rotating(strings, turn * 11)
    assert compare(harmless, said(tmp_path, words), words) == []


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
