"""The guestbook: which pages it has, what stands on each, its feeds, and what a change reaches.

Its pages are sheets, the latest entry first on the first. What stands on a sheet is a fact of the
index, which is also the name of the source that the sheet's page reads.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from generator.addresses import listing_path, localized
from generator.atom import NOTHING_YET
from generator.index.database import Database
from generator.listings import cut
from generator.plan import TEMPLATES, PlannedPage
from generator.shop_facts import ShopFacts
from generator.site import Site
from generator.xml_text import escape, quoted
from shop.guestbook.public import ROOM, published
from shop.i18n.languages import pick
from shop.i18n.messages import translatable
from shop.ports import Store

PATH = "/guestbook"
TITLE = translatable("Guestbook")
PER_SHEET = 20
SHEETS = ROOM  # the fact that says how many there are

Entries = list[dict[str, Any]]
Translate = Callable[[str, str], str]


class Turned(NamedTuple):
    """What a change reaches: `sources` that pages read, pages that came and went, and feeds."""

    sources: frozenset[str] = frozenset()
    came: Sequence[PlannedPage] = ()
    gone: Sequence[PlannedPage] = ()
    feeds: Mapping[str, bytes] = {}


def sheet_name(number: int) -> str:
    """Of its fact and its source."""
    return f"{ROOM}:{number}"


def has_guestbook(site: Site, facts: ShopFacts) -> bool:
    """A theme need not have a page for it, nor an owner want it."""
    return facts.guestbook.enabled and site.has_template(TEMPLATES["guestbook"])


def fill(site: Site, facts: ShopFacts, database: Database) -> None:
    """Into an empty index, inside its transaction."""
    if has_guestbook(site, facts):
        for name, value in _facts(site.store).items():
            database.state(name, value)


def guestbook_pages(languages: Sequence[str], sheets: int, after: int = 0) -> list[PlannedPage]:
    """Of so many sheets, those after the first `after`."""
    return [
        PlannedPage("guestbook", language, listing_path(PATH, number), number=number)
        for language in languages
        for number in range(after + 1, sheets + 1)
    ]


def planned(database: Database, languages: Sequence[str]) -> list[PlannedPage]:
    """Every page of the guestbook as the index has it; none where there is no guestbook."""
    return guestbook_pages(languages, database.fact(SHEETS) or 0)


def turn(
    site: Site,
    facts: ShopFacts,
    database: Database,
    translate: Translate,
    rooms: Collection[str],
) -> Turned:
    """Takes in what was published or withdrawn since, where `rooms` name the guestbook."""
    if ROOM not in rooms or not has_guestbook(site, facts):
        return Turned()
    now = _facts(site.store)
    sheets, before = now[SHEETS], database.fact(SHEETS) or 0
    names = {SHEETS, *map(sheet_name, range(1, max(sheets, before) + 1))}
    changed = frozenset(name for name in names if database.fact(name) != now.get(name))
    for name in changed:
        database.state(name, now.get(name))
    return Turned(
        changed,
        guestbook_pages(facts.languages, sheets, before),
        guestbook_pages(facts.languages, before, sheets),
        feeds(facts, site.base_url, database, translate) if changed else {},
    )


def feeds(
    facts: ShopFacts, base_url: str, database: Database, translate: Translate
) -> dict[str, bytes]:
    """By path: one in the words of each language, with the entries of the first sheet."""
    entries: Entries | None = database.fact(sheet_name(1))
    if entries is None:
        return {}
    return {
        feed_path(code): _feed(facts, base_url, code, translate(code, TITLE), entries)
        for code in facts.languages
    }


def feed_path(language: str) -> str:
    return f"feeds/guestbook.{language}.atom.xml"


def _facts(store: Store) -> dict[str, Any]:
    sheets = [list(sheet) for sheet in cut(list(published(store)), PER_SHEET)]
    numbered = {sheet_name(number): sheet for number, sheet in enumerate(sheets, start=1)}
    return {SHEETS: len(sheets), **numbered}


def _feed(facts: ShopFacts, base_url: str, language: str, title: str, entries: Entries) -> bytes:
    name = escape(pick(facts.name, language, facts.default_language))
    page, own = f"{base_url}{localized(language, PATH)}", f"{base_url}/{feed_path(language)}"
    moments = (entry["replied_at"] or entry["at"] for entry in entries)
    updated = max(moments, default=NOTHING_YET.isoformat())
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xml:lang="{language}" xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{escape(title)} – {name}</title>"
        f'<link href={quoted(page)} rel="alternate"/><link href={quoted(own)} rel="self"/>'
        f"<id>{escape(own)}</id><updated>{updated}</updated>"
        f"<author><name>{name}</name></author>{''.join(_entries(entries, page, name))}</feed>"
    ).encode()


def _entries(entries: Entries, page: str, shop: str) -> Iterator[str]:
    for entry in entries:
        link = f"{page}#entry-{entry['id']}"
        reply = f"<p>{shop}: {_lines(entry['reply'])}</p>" if entry["reply"] else ""
        words = f"<p>{_lines(entry['text'])}</p>{reply}"
        writer = escape(entry["name"])
        yield (
            f"<entry xml:lang={quoted(entry['language'])}><title>{writer}</title>"
            f"<link href={quoted(link)}/><id>{escape(link)}</id>"
            f"<published>{entry['at']}</published>"
            f"<updated>{entry['replied_at'] or entry['at']}</updated>"
            f"<author><name>{writer}</name></author>"
            f'<content type="html">{escape(words)}</content></entry>'
        )


def _lines(text: str) -> str:
    """As HTML, which a feed carries escaped once more."""
    return escape(text).replace("\n", "<br>")
