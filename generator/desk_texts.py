"""Announcements and pages that were written at the desk, in one list with those of files.

Pelican makes the pages of files; those of the desk are planned and printed as all others. What the
desk shows just now, and what the files say of themselves, are facts of the index, so that a text
that comes, changes, begins or ends has only the pages built that show it.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from generator import atom
from generator.contents import NO_TEXTS, Contents, FileTexts, Text, contents_of, newest_first
from generator.failures import BuildFailed
from generator.frame import shared_texts
from generator.index.database import Database
from generator.listings import HOME_ANNOUNCEMENTS, PAGE_SIZE, cut
from generator.plan import Kind, PlannedPage, news_pages
from generator.shop_facts import ShopFacts
from generator.site import Site
from generator.wording import plain, shortened
from shop.rebuilds.moments import expect
from shop.texts.public import FILES_ROOM, ROOM, published, remember_files

DESK = "texts:desk"  # the fact with what the desk shows
FILES = "texts:files"  # the fact with what the files are

ARTICLE: Final = "article"
PAGE: Final = "page"
PLACES: Mapping[str, tuple[Kind, str]] = {
    "announcement": (ARTICLE, "announcements"),
    "page": (PAGE, "pages"),
}

Bodies = dict[str, str]  # HTML by language


class Turned(NamedTuple):
    """What a change reaches: the texts as they are now where they changed, sources that pages read,
    and pages that came and went. `everything`: it is on every page."""

    contents: Contents | None = None
    sources: frozenset[str] = frozenset()
    came: Sequence[PlannedPage] = ()
    gone: Sequence[PlannedPage] = ()
    everything: bool = False


def text_fact(kind: str, slug: str) -> str:
    """Of the fact with its HTML, and the source that its pages read. `kind` is that of a page."""
    return f"text:{kind}:{slug}"


def news_source(language: str, number: int) -> str:
    """What a page of the list of announcements shows; 0 is the home page."""
    return f"news:{language}:{number}"


def fill(site: Site, facts: ShopFacts, database: Database) -> None:
    """Into an empty index, inside its transaction."""
    _take_in(database, *_of_the_desk(site, facts))


def joined(files: Contents, database: Database) -> Contents:
    """In one list with those of the desk, as the index has them. Raises BuildFailed where two have
    one address."""
    desk = _desk(database)
    taken = clashes(files, desk)
    if taken:
        raise BuildFailed(taken)
    announcements = {**files.announcements, **desk.announcements}
    pages = {**files.pages, **desk.pages}
    return Contents(newest_first(announcements), dict(sorted(pages.items())))


def clashes(files: Contents, desk: Contents) -> list[str]:
    """A sentence for each address that a file and the desk both have."""
    both = {
        "announcements": files.announcements.keys() & desk.announcements.keys(),
        "pages": files.pages.keys() & desk.pages.keys(),
    }
    return [
        f"content/{folder} and the desk both have a text “{slug}”: give the file another Slug, or "
        f"withdraw the one of the desk."
        for folder, slugs in both.items()
        for slug in sorted(slugs)
    ]


def note_files(database: Database, files: FileTexts) -> None:
    """Inside the transaction of a build of everything."""
    database.state(FILES, files.as_json())


def file_texts(database: Database) -> FileTexts:
    known = database.fact(FILES)
    return FileTexts.of(known) if known else FileTexts(NO_TEXTS, {}, [])


def after_full(site: Site, database: Database) -> None:
    """Tells the store what the files are called, and when one of them begins or ends."""
    files = file_texts(database)
    known = files.contents
    remember_files(site.store, [*known.announcements], [*known.pages])
    moments = map(datetime.fromisoformat, files.moments)
    expect(site.store, FILES_ROOM, moments, site.clock)


def feeds(
    facts: ShopFacts, base_url: str, database: Database, contents: Contents
) -> dict[str, bytes]:
    """By path; `contents` are all texts there are."""
    bodies = dict(file_texts(database).bodies)
    for slug in _desk(database).announcements:
        bodies[slug] = database.fact(text_fact(ARTICLE, slug))
    return atom.feeds(facts, base_url, contents, bodies)


def planned(database: Database) -> list[PlannedPage]:
    return _pages_of(_desk(database))


def turn(
    site: Site, facts: ShopFacts, database: Database, before: Contents, rooms: Collection[str]
) -> Turned:
    """Takes in what was published, changed or withdrawn since, and what began or ended, where
    `rooms` name texts. `before` are the texts that pages show now."""
    if FILES_ROOM in rooms:
        return Turned(everything=True)
    if ROOM not in rooms:
        return Turned()
    had, (has, bodies) = _desk(database), _of_the_desk(site, facts)
    files = file_texts(database).contents
    if clashes(files, has):
        return Turned(everything=True)  # which says so
    sources = _take_in(database, has, bodies)
    if not sources and has == had:
        return Turned()
    now = joined(files, database)
    if shared_texts(before, facts) != shared_texts(now, facts):
        return Turned(everything=True)
    came, gone = _moved(
        [*_lists_of(now, facts), *_pages_of(has)], [*_lists_of(before, facts), *_pages_of(had)]
    )
    reached = frozenset(sources | _others(had, has) | _news(before, now, facts))
    return Turned(now, reached, came, gone)


def _desk(database: Database) -> Contents:
    known = database.fact(DESK)
    return contents_of(known) if known else NO_TEXTS


def _of_the_desk(site: Site, facts: ShopFacts) -> tuple[Contents, dict[str, Bodies]]:
    """What the store says is to be shown now, and its HTML by the name of its fact."""
    kinds: dict[str, dict[str, dict[str, Text]]] = {ARTICLE: {}, PAGE: {}}
    bodies: dict[str, Bodies] = {}
    for data in published(site.store, site.clock()):
        kind, _folder = PLACES[data["kind"]]
        made = {code: _html(words) for code, words in data["words"].items()}
        spoken = [code for code in facts.languages if code in made]
        if spoken:
            versions = {code: _text(data, code, made[code]) for code in spoken}
            kinds[kind][data["handle"]] = versions
            bodies[text_fact(kind, data["handle"])] = {code: made[code] for code in spoken}
    return Contents(kinds[ARTICLE], kinds[PAGE]), bodies


def _html(words: Mapping[str, str]) -> str:
    from shop.texts.markdown import rendered

    return rendered(words["body"])


def _text(data: Mapping[str, Any], language: str, html: str) -> Text:
    words = data["words"][language]
    kind, folder = PLACES[data["kind"]]
    return Text(
        slug=data["handle"],
        language=language,
        title=words["title"],
        address=f"/{language}/{folder}/{data['handle']}",
        summary=shortened(words["summary"] or plain(html)),
        date=data["dated"] if kind == ARTICLE else None,
        banner=data["banner"],
    )


def _take_in(database: Database, desk: Contents, bodies: Mapping[str, Bodies]) -> set[str]:
    """The sources that this changes."""
    known = database.fact(DESK)
    former = _facts_of(contents_of(known)) if known else set()
    changed = {name for name in former | {*bodies} if database.fact(name) != bodies.get(name)}
    for name in changed:
        database.state(name, bodies.get(name))
    if desk.announcements or desk.pages or known:
        database.state(DESK, desk.as_json())
    return changed


def _facts_of(desk: Contents) -> set[str]:
    return {text_fact(page.kind, page.subject[0]) for page in _pages_of(desk)}


def _pages_of(desk: Contents) -> list[PlannedPage]:
    return [
        PlannedPage(kind, language, f"/{folder}/{slug}", (slug,))
        for (kind, folder), texts in zip(
            PLACES.values(), (desk.announcements, desk.pages), strict=True
        )
        for slug, versions in texts.items()
        for language in versions
    ]


def _others(had: Contents, has: Contents) -> set[str]:
    """Sources of those whose title, summary, day or languages changed."""
    return {
        text_fact(kind, slug)
        for kind, before, after in (
            (ARTICLE, had.announcements, has.announcements),
            (PAGE, had.pages, has.pages),
        )
        for slug in after
        if before.get(slug) != after[slug]
    }


def _news(before: Contents, after: Contents, facts: ShopFacts) -> set[str]:
    """Sources of the lists of announcements that say something else."""
    found = set()
    for language in facts.languages:
        some, others = _listed(before, language, facts), _listed(after, language, facts)
        numbers = {*some, *others}
        found |= {news_source(language, n) for n in numbers if some.get(n) != others.get(n)}
    return found


def _listed(contents: Contents, language: str, facts: ShopFacts) -> dict[int, list[Any]]:
    """What stands on each page of the list, and on the home page. A page of the list also says how
    many there are."""
    texts = contents.announcements_in(language, facts.default_language)
    pages = cut(texts, PAGE_SIZE)
    listed = {number: [len(pages), *page] for number, page in enumerate(pages, start=1)}
    return {0: texts[:HOME_ANNOUNCEMENTS], **listed}


def _lists_of(contents: Contents, facts: ShopFacts) -> list[PlannedPage]:
    """The pages of the list of announcements."""
    count = len(contents.announcements)
    return [page for code in facts.languages for page in news_pages(code, count)]


def _moved(
    after: Sequence[PlannedPage], before: Sequence[PlannedPage]
) -> tuple[list[PlannedPage], list[PlannedPage]]:
    """Those that came, and those that went."""
    had, has = frozenset(before), frozenset(after)
    return [page for page in after if page not in had], [page for page in before if page not in has]
