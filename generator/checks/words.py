"""What shoppers would read in another language than theirs: words of the theme, and of the shop."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from generator.categories import CategoryTree
from generator.checks.findings import Finding
from generator.stored import StoredProduct
from shop.i18n.languages import LANGUAGES

TEXTS = ("announcements", "pages")  # what the owner writes, as folders and addresses name it
TOLD = 3  # examples in a sentence
THEME_SPEAKS = "en"  # msgids are English
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None, "gettext": None, "translatable": None, "ngettext": (1, 2),
}  # fmt: skip
MARK = b"translatable("
Message: TypeAlias = str | tuple[str, ...]


def messages_of(theme: Path, code: Iterable[Path]) -> set[Message]:
    """Every msgid of the theme's templates, and of programs that mark theirs."""
    from babel.messages.extract import extract_from_dir, extract_from_file

    rows = extract_from_dir(theme / "templates", [("**", "jinja2")], keywords=KEYWORDS)
    found: set[Message] = {row[2] for row in rows}
    for folder in code:
        for path in sorted(folder.rglob("*.py")):
            if MARK in path.read_bytes():
                found |= {row[1] for row in extract_from_file("python", path, keywords=KEYWORDS)}
    return found


def check_theme(
    theme: Path, messages: Collection[Message], languages: Iterable[str]
) -> Iterator[Finding]:
    for language in languages:
        if language == THEME_SPEAKS:
            continue
        file = theme / "translations" / f"{LANGUAGES[language].locale}.po"
        known = _translated(file, LANGUAGES[language].locale)
        lacking = sorted(_first(message) for message in messages if message not in known)
        if lacking:
            label, place = LANGUAGES[language].label, f"theme/translations/{file.name}"
            sentence = (
                f"{len(lacking)} of {len(messages)} sentences of the pages have no words in {label}"
                f": {_examples(lacking)}. Write them into {place}."
            )
            yield Finding("untranslated", "error", "language", language, place, sentence)


def check_products(untold: Mapping[str, Sequence[str]], total: int) -> Iterator[Finding]:
    """`untold` are by language the handles of products that say nothing in it (`is_told`)."""
    for language, lacking in untold.items():
        yield from _lacking("products", language, lacking, total, "your spreadsheet")


def is_told(product: StoredProduct, language: str) -> bool:
    """Whether it has a title in the language, and a description where it has one at all."""
    text = product["texts"].get(language)
    return bool(text and text["title"] and (text["description"] or not product["description"]))


def check_categories(tree: CategoryTree, languages: Iterable[str]) -> Iterator[Finding]:
    everything = list(tree)
    for language in languages:
        lacking = [" > ".join(each.path) for each in everything if language not in each.namers]
        yield from _lacking("categories", language, lacking, len(everything), "your spreadsheet")


def check_texts(
    what: str, written: Mapping[str, Collection[str]], languages: Sequence[str]
) -> Iterator[Finding]:
    """`written` are the slugs of announcements or pages by language."""
    everything = sorted({slug for slugs in written.values() for slug in slugs})
    for language in languages:
        lacking = [slug for slug in everything if slug not in written.get(language, ())]
        yield from _lacking(what, language, lacking, len(everything), f"content/{what}/")


def _lacking(
    what: str, language: str, lacking: Sequence[str], total: int, place: str
) -> Iterator[Finding]:
    if lacking:
        sentence = (
            f"{len(lacking)} of {total} {what} have no words in {LANGUAGES[language].label}: "
            f"{_examples(lacking)}. Shoppers read another language there. Add it to {place}."
        )
        yield Finding("language_missing", "warning", "language", language, what, sentence)


def _examples(names: Sequence[str]) -> str:
    more = f" and {len(names) - TOLD} more" if len(names) > TOLD else ""
    return ", ".join(f"“{name}”" for name in names[:TOLD]) + more


def _translated(file: Path, locale: str) -> set[Message]:
    """What the catalogue has words for; doubtful ones are none."""
    from babel.messages.pofile import read_po

    if not file.is_file():
        return set()
    with file.open("rb") as source:
        messages = list(read_po(source, locale=locale))
    return {
        message.id if isinstance(message.id, str) else tuple(message.id)
        for message in messages
        if message.id and not message.fuzzy and any(_parts(message.string or ""))
    }


def _parts(words: str | Sequence[str]) -> Sequence[str]:
    return [words] if isinstance(words, str) else words


def _first(message: Message) -> str:
    return message if isinstance(message, str) else message[0]
