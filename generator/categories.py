"""The tree of categories, of any depth, grown from the category paths of published products.

A category exists because a product stands in it. Its address is made of base-language names, so
that it is the same in every language; its title is what products call it in each language.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from generator.source import Entry
from shop.catalogue.handles import Names, slugify
from shop.i18n.languages import pick

Path = tuple[str, ...]

# ``…/page/2`` is the second page of a listing, so no category may be called `page` in an address.
RESERVED_SLUGS = frozenset({"page"})


@dataclass(slots=True, eq=False)
class Category:
    """`path` holds base-language names, `slugs` the same as an address. `handles` are the products
    of this category and of everything below it."""

    path: Path
    slugs: Path = ()
    titles: dict[str, str] = field(default_factory=dict)
    children: list["Category"] = field(default_factory=list)
    handles: set[str] = field(default_factory=set)

    @property
    def address(self) -> str:
        return "/categories/" + "/".join(self.slugs)

    def title(self, language: str, default: str) -> str:
        return pick(self.titles, language, default) or self.path[-1]


class CategoryTree:
    """All categories by path, parents before their children, siblings in the order of names."""

    def __init__(self, entries: Iterable[Entry], default_language: str) -> None:
        self.default_language = default_language
        self._root = Category(())
        self._by_path: dict[Path, Category] = {(): self._root}
        for entry in entries:
            self._add(entry)
        _arrange(self._root)

    @property
    def top(self) -> list[Category]:
        return self._root.children

    def __iter__(self) -> Iterator[Category]:
        return _walk(self._root.children)

    def __getitem__(self, path: Path) -> Category:
        return self._by_path[path]

    def trail(self, path: Path) -> list[Category]:
        """The categories from the top down to `path`."""
        return [self._by_path[path[: depth + 1]] for depth in range(len(path))]

    def _add(self, entry: Entry) -> None:
        product = entry.product
        for number, path in enumerate(clean_paths(entry)):
            names = {self.default_language: path}
            for language, text in product.texts.items():
                if number < len(text.categories) and len(text.categories[number]) == len(path):
                    names[language] = text.categories[number]
            self._place(entry.handle, path, names)

    def _place(self, handle: str, path: Path, names: dict[str, Path]) -> None:
        for depth in range(len(path)):
            node = self._node(path[: depth + 1])
            node.handles.add(handle)
            for language, words in names.items():
                node.titles.setdefault(language, words[depth])

    def _node(self, path: Path) -> Category:
        if path not in self._by_path:
            self._by_path[path] = Category(path)
            self._by_path[path[:-1]].children.append(self._by_path[path])
        return self._by_path[path]


def clean_paths(entry: Entry) -> list[Path]:
    """A product's category paths; the first is the one its breadcrumbs show."""
    return [path for path in entry.product.categories if path and all(path)]


def deepest_path(entry: Entry) -> Path:
    """The most telling category of a product: its longest path, the earlier one among equals."""
    return max(clean_paths(entry), key=len, default=())


def _walk(categories: list[Category]) -> Iterator[Category]:
    for category in categories:
        yield category
        yield from _walk(category.children)


def _arrange(parent: Category) -> None:
    """Orders siblings by name and gives each an address that no sibling has."""
    parent.children.sort(key=lambda child: (child.path[-1].casefold(), child.path[-1]))
    names = Names(RESERVED_SLUGS)
    for child in parent.children:
        child.slugs = (*parent.slugs, names.claim(slugify(child.path[-1]) or "category"))
        _arrange(child)
