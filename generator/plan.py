"""The list of pages a catalogue asks for, each with what it is made of. Nothing is rendered here.

`inputs` name every source a page shows, so that a change can be followed to the pages it touches:
``product:H`` (all of a product), ``card:H`` (what a listing shows of it), ``listing:A/B`` (which
products a category holds, and in which order), ``home`` (what the home pages choose), ``frame``
(navigation, footer, settings, templates), ``announcements``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.addresses import (
    CHOOSER,
    EVERYTHING,
    MISSING,
    category_path,
    file_of,
    listing_path,
    localized,
    product_path,
)
from generator.categories import CategoryTree
from generator.listings import PAGE_SIZE, Shelves, cut

Kind = Literal[
    "chooser", "missing", "home", "cart", "announcements", "everything", "category", "product"
]

TEMPLATES: dict[Kind, str] = {
    "chooser": "index.html",
    "missing": "404.html",
    "home": "home.html",
    "cart": "cart.html",
    "announcements": "announcements.html",
    "everything": "category.html",
    "category": "category.html",
    "product": "product.html",
}


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """`path` is the address without its language; `subject` a handle or a category's path.

    The chooser and the page for a missing address stand outside the languages.
    """

    kind: Kind
    language: str
    path: str
    inputs: tuple[str, ...]
    subject: tuple[str, ...] = ()
    number: int = 1

    @property
    def address(self) -> str:
        alone = self.kind in {"chooser", "missing"}
        return self.path if alone else localized(self.language, self.path)

    @property
    def template(self) -> str:
        return TEMPLATES[self.kind]

    @property
    def file(self) -> str:
        return file_of(self.address)

    @property
    def indexed(self) -> bool:
        """Whether the sitemap names it: nobody should land on a cart, an error or a page 2."""
        return self.kind not in {"chooser", "missing", "cart"} and self.number == 1


def plan_pages(
    languages: Sequence[str],
    default_language: str,
    tree: CategoryTree,
    shelves: Shelves,
    announcement_count: int,
) -> list[PlannedPage]:
    """Every page of the shop but those that Pelican makes from texts."""
    pages = [
        PlannedPage("chooser", default_language, CHOOSER, ("frame",)),
        PlannedPage("missing", default_language, MISSING, ("frame",)),
    ]
    for language in languages:
        pages += _single_pages(language, announcement_count)
        pages += _everything(language, shelves)
        pages += _categories(language, tree, shelves)
        pages += _products(language, shelves)
    return pages


def _single_pages(language: str, announcement_count: int) -> Iterator[PlannedPage]:
    yield PlannedPage("home", language, "/", ("frame", "home", "announcements"))
    yield PlannedPage("cart", language, "/cart", ("frame",))
    for number, _ in enumerate(cut(range(announcement_count), PAGE_SIZE), start=1):
        path = listing_path("/announcements", number)
        inputs = ("frame", "announcements")
        yield PlannedPage("announcements", language, path, inputs, number=number)


def _everything(language: str, shelves: Shelves) -> Iterator[PlannedPage]:
    """Every product, so that one without a category can be found by browsing too."""
    for number, entries in enumerate(cut(shelves.entries), start=1):
        cards = tuple(f"card:{entry.handle}" for entry in entries)
        inputs = ("frame", "listing:", *cards)
        path = listing_path(EVERYTHING, number)
        yield PlannedPage("everything", language, path, inputs, number=number)


def _categories(language: str, tree: CategoryTree, shelves: Shelves) -> Iterator[PlannedPage]:
    for category in tree:
        listing = f"listing:{'/'.join(category.slugs)}"
        for number, entries in enumerate(cut(shelves.of_category(category.path)), start=1):
            cards = tuple(f"card:{entry.handle}" for entry in entries)
            path = category_path(category, number)
            inputs = ("frame", listing, *cards)
            yield PlannedPage("category", language, path, inputs, category.path, number)


def _products(language: str, shelves: Shelves) -> Iterator[PlannedPage]:
    for entry in shelves.entries:
        related = tuple(f"card:{other.handle}" for other in shelves.related(entry))
        inputs = ("frame", f"product:{entry.handle}", *related)
        path = product_path(entry.handle)
        yield PlannedPage("product", language, path, inputs, (entry.handle,))
