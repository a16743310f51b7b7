"""The blast radius of a change: which pages would come out differently.

Compares what templates are given, page by page, before and after; nothing is rendered, so it is
cheap enough for a preview and as exact as the pages themselves.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import orjson

from generator.categories import CategoryTree
from generator.contents import Contents
from generator.context import Contexts
from generator.frame import Frame
from generator.listings import Shelves
from generator.plan import plan_pages
from generator.site import Site
from generator.source import Arrival, Entry, entries_of, read_entries
from shop.catalogue.releases.model import ChangeSet
from shop.clock import now

NO_TEXTS = Contents({}, {})
LATER = "9999"  # a product that is not there yet came after all others
SHARED = ("nav", "language_links", "alternates")


class Impact(NamedTuple):
    """`affected` pages are written, added or deleted; `total` is how many there are afterwards."""

    affected: int
    total: int


def impact(site: Site, before: Iterable[Entry], after: Iterable[Entry]) -> Impact:
    """What a build would touch if the catalogue went from `before` to `after`."""
    old, new = _signatures(site, tuple(before)), _signatures(site, tuple(after))
    affected = sum(1 for address in {*old, *new} if old.get(address) != new.get(address))
    return Impact(affected, len(new))


def _signatures(site: Site, entries: tuple[Entry, ...]) -> dict[str, bytes]:
    """A digest of every page's variables by its address, the owner's own texts included."""
    profile = site.profile
    tree = CategoryTree(entries, profile.default_language)
    shelves = Shelves(entries, tree)
    frame = Frame(profile, tree, NO_TEXTS, site.base_url)
    contexts = Contexts(profile, shelves, frame, site.translate)
    pages = plan_pages(profile.languages, profile.default_language, tree, shelves, 0)
    menus = {code: _digest(frame.menu(code, ())) for code in profile.languages}
    found = {
        page.address: _digest(_own(contexts.of(page))) + menus[page.language] for page in pages
    }
    return found | dict(_texts(site, menus))


def _own(view: Mapping[str, Any]) -> dict[str, Any]:
    """A page's variables without those that all pages of a language share."""
    return {name: value for name, value in view.items() if name not in SHARED}


def _texts(site: Site, menus: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Pages made of Markdown show nothing of the catalogue but the menu of their language."""
    for path in site.content.glob("*/*.*.md"):
        language = path.name.split(".")[-2]
        yield str(path), menus.get(language, b"")


def _digest(value: Any) -> bytes:
    return hashlib.sha256(orjson.dumps(value, default=str)).digest()


def impact_of(site: Site, change_set: ChangeSet) -> Impact:
    """The blast radius of a change set that is not published yet."""
    before = read_entries(site.store)
    arrivals = {e.handle: Arrival(e.product, e.added) for e in before}
    for change in change_set.changes:
        arrivals.pop(change.handle, None)
        if change.after:
            state = change.after
            arrivals[change.handle] = Arrival(state.product, state.added or LATER)
    coming = (arrivals[handle] for handle in sorted(arrivals))
    return impact(site, before, entries_of(site.store, coming, now, change_set.stock))
