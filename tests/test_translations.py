"""Every sentence of the theme and of the functions exists in every language."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from shop.i18n.languages import LANGUAGES

PROJECT = Path(__file__).resolve().parent.parent
TRANSLATIONS = PROJECT / "theme" / "translations"
OTHERS = [language for language in LANGUAGES.values() if language.code != "en"]
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "translatable": None,
    "ngettext": (1, 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def sentences() -> set[str | tuple[str, ...]]:
    """Gettext ids of the templates and of the code."""
    found: set[str | tuple[str, ...]] = set()
    for folder, methods in (
        ("theme/templates", [("**", "jinja2")]),
        ("shop", [("**.py", "python")]),
        ("functions", [("**.py", "python")]),
        ("generator", [("**.py", "python")]),
    ):
        rows = extract_from_dir(
            PROJECT / folder, methods, keywords=KEYWORDS, options_map={"**": {"silent": "false"}}
        )
        found |= {row[2] for row in rows}
    return found


def catalogue(locale: str) -> dict[str | tuple[str, ...], str | tuple[str, ...]]:
    with (TRANSLATIONS / f"{locale}.po").open("rb") as file:
        messages = read_po(file, locale=locale)
    return {
        message.id if isinstance(message.id, str) else tuple(message.id): message.string
        for message in messages
        if message.id and not message.fuzzy
    }


@pytest.fixture(scope="module")
def used() -> set[str | tuple[str, ...]]:
    found = sentences()
    assert len(found) > 50
    return found


@pytest.mark.parametrize("locale", [language.locale for language in OTHERS])
def test_no_sentence_is_missing(used: set[str | tuple[str, ...]], locale: str) -> None:
    known = catalogue(locale)
    missing = sorted(str(sentence) for sentence in used if not any(parts(known.get(sentence))))
    assert missing == []


@pytest.mark.parametrize("locale", [language.locale for language in OTHERS])
def test_no_translation_is_left_over(used: set[str | tuple[str, ...]], locale: str) -> None:
    assert sorted(str(sentence) for sentence in set(catalogue(locale)) - used) == []


@pytest.mark.parametrize("locale", [language.locale for language in OTHERS])
def test_translations_fill_in_the_same_things(locale: str) -> None:
    for sentence, translation in catalogue(locale).items():
        wanted = {name for text in parts(sentence) for name in PLACEHOLDER.findall(text)}
        for text in parts(translation):
            assert set(PLACEHOLDER.findall(text)) <= wanted, sentence


def parts(text: str | tuple[str, ...] | None) -> Iterator[str]:
    if isinstance(text, str):
        yield text
    else:
        yield from text or ()
