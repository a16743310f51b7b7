"""The list of pages a catalogue asks for. Nothing is rendered here."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

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
from generator.categories import CategoryTree, Path
from generator.listings import pages_of

Kind = Literal[
    "chooser", "missing", "home", "cart", "search", "announcements", "everything", "category",
    "product", "moved", "guestbook", "survey", "article", "page",
]  # fmt: skip

TEMPLATES: dict[Kind, str] = {
    "chooser": "index.html",
    "missing": "404.html",
    "home": "home.html",
    "cart": "cart.html",
    "search": "search.html",
    "announcements": "announcements.html",
    "everything": "category.html",
    "category": "category.html",
    "product": "product.html",
    "moved": "moved.html",
    "guestbook": "guestbook.html",
    "survey": "survey.html",
    "article": "article.html",
    "page": "page.html",
}

# Of texts the sitemap knows itself.
UNLISTED = frozenset({
    "chooser", "missing", "cart", "search", "moved", "survey", "article", "page",
})  # fmt: skip


class PlannedPage(NamedTuple):
    """`path` is the address without its language; `subject` a handle, a category's path, or of a
    page that only leads on the former handle and the one that holds now.

    The chooser and the page for a missing address stand outside the languages.
    """

    kind: Kind
    language: str
    path: str
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
        return self.kind not in UNLISTED and self.number == 1


def plan_pages(  # noqa: PLR0913 - what a plan is made of
    languages: Sequence[str],
    default_language: str,
    tree: CategoryTree,
    products: int,
    announcements: int,
    *,
    search: bool = False,
) -> list[PlannedPage]:
    """Every page of the shop but those of single products and those Pelican makes from texts."""
    pages = [
        PlannedPage("chooser", default_language, CHOOSER),
        PlannedPage("missing", default_language, MISSING),
    ]
    for language in languages:
        pages.append(PlannedPage("home", language, "/"))
        pages.append(PlannedPage("cart", language, "/cart"))
        pages += [PlannedPage("search", language, "/search")] if search else []
        pages += news_pages(language, announcements)
        pages += listing_pages(language, tree, (), products)
        for category in tree:
            pages += listing_pages(language, tree, category.path, category.count)
    return pages


def news_pages(language: str, count: int) -> Iterator[PlannedPage]:
    for number in range(1, pages_of(count) + 1):
        path = listing_path("/announcements", number)
        yield PlannedPage("announcements", language, path, number=number)


def listing_pages(
    language: str, tree: CategoryTree, path: Path, count: int
) -> Iterator[PlannedPage]:
    """The pages of one listing; the empty path is that of every product, so that one without a
    category can be found by browsing too."""
    for number in range(1, pages_of(count) + 1):
        if path:
            address = category_path(tree[path], number)
            yield PlannedPage("category", language, address, path, number)
        else:
            address = listing_path(EVERYTHING, number)
            yield PlannedPage("everything", language, address, number=number)


def product_pages(languages: Sequence[str], handles: Iterable[str]) -> Iterator[PlannedPage]:
    for handle in handles:
        for language in languages:
            yield PlannedPage("product", language, product_path(handle), (handle,))
