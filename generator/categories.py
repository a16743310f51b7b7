"""The tree of categories, of any depth, grown from the category paths of published products.

A category exists because a product stands in it. Its address is made of base-language names, so
that it is the same in every language; its title is what products call it in each language.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypedDict

from generator.stored import StoredProduct
from shop.i18n.languages import pick

Path = tuple[str, ...]
EVERYTHING: Path = ()  # where every product stands

# ``…/page/2`` is the second page of a listing, so no category may be called `page` in an address.
RESERVED_SLUGS = frozenset({"page"})


class Places(TypedDict):
    """Where a product stands: category paths in the base language, and what the product calls them
    in others; None where it has no name of the same depth."""

    paths: list[list[str]]
    names: dict[str, list[list[str] | None]]


@dataclass(slots=True, eq=False)
class Category:
    """`path` holds base-language names, `slugs` the same as an address; `count` products stand in
    it and below it. `namers` are by language the product whose name for it counts, and the name:
    the first product by handle that has one."""

    path: Path
    slugs: Path = ()
    count: int = 0
    namers: dict[str, tuple[str, str]] = field(default_factory=dict)
    children: list["Category"] = field(default_factory=list)

    @property
    def address(self) -> str:
        return "/categories/" + "/".join(self.slugs)

    def title(self, language: str, default: str) -> str:
        if not self.namers:
            return self.path[-1]
        names = {code: name for code, (_handle, name) in self.namers.items()}
        return pick({default: self.path[-1], **names}, language, default)


class CategoryTree:
    """All categories by path, parents before their children, siblings in the order of names."""

    def __init__(self, categories: Iterable[Category] = ()) -> None:
        self._by_path: dict[Path, Category] = {EVERYTHING: Category(EVERYTHING)}
        for category in sorted(categories, key=lambda category: len(category.path)):
            self._by_path[category.path] = category
            if category.path:
                self._by_path[category.path[:-1]].children.append(category)
        self._root = self._by_path[EVERYTHING]
        _sort(self._root)

    @property
    def top(self) -> list[Category]:
        return self._root.children

    def __iter__(self) -> Iterator[Category]:
        return _walk(self._root.children)

    def __getitem__(self, path: Path) -> Category:
        return self._by_path[path]

    def __contains__(self, path: Path) -> bool:
        return path in self._by_path

    def trail(self, path: Path) -> list[Category]:
        """The categories from the top down to `path`."""
        return [self._by_path[path[: depth + 1]] for depth in range(len(path))]


def grow(standing: Iterable[tuple[str, Places]]) -> CategoryTree:
    """The tree of products given by handle, in the order of handles, and where they stand."""
    return grow_from_groups((handle, places, 1) for handle, places in standing)


def grow_from_groups(groups: Iterable[tuple[str, Places, int]]) -> CategoryTree:
    """The same of products that stand alike: of each group the first handle, where they stand and
    how many they are, in the order of those handles."""
    found: dict[Path, Category] = {}
    for handle, places, count in groups:
        for path in nodes(places):
            if path:
                found.setdefault(path, Category(path)).count += count
        for (path, language), name in names_given(places).items():
            found[path].namers.setdefault(language, (handle, name))
    tree = CategoryTree(found.values())
    _give_addresses(tree)
    return tree


def places_of(product: StoredProduct) -> Places:
    paths = clean_paths(product)
    names: dict[str, list[list[str] | None]] = {}
    for language, text in product["texts"].items():
        translated = dict(zip(_keys(product["categories"]), text["categories"], strict=False))
        words = [translated.get(tuple(path)) for path in paths]
        fitting = [
            word if word and len(word) == len(path) else None
            for word, path in zip(words, paths, strict=True)
        ]
        if any(fitting):
            names[language] = fitting
    return {"paths": paths, "names": names}


def clean_paths(product: StoredProduct) -> list[list[str]]:
    """A product's category paths; the first is the one its breadcrumbs show."""
    return [path for path in product["categories"] if path and all(path)]


def deepest_path(product: StoredProduct) -> Path:
    """The most telling category of a product: its longest path, the earlier one among equals."""
    longest: list[str] = []
    for path in clean_paths(product):
        if len(path) > len(longest):
            longest = path
    return tuple(longest)


def nodes(places: Places) -> dict[Path, None]:
    """Every category a product stands in, those above its own too, and the whole shop."""
    found: dict[Path, None] = {EVERYTHING: None}
    for path in places["paths"]:
        for depth in range(1, len(path) + 1):
            found[tuple(path[:depth])] = None
    return found


def names_given(places: Places) -> dict[tuple[Path, str], str]:
    """What a product calls the categories it stands in, by path and language. Where it has
    several names for one, the first counts; an empty one is none."""
    found: dict[tuple[Path, str], str] = {}
    for language, translated in places["names"].items():
        for path, words in zip(places["paths"], translated, strict=True):
            for depth, name in enumerate(words or (), start=1):
                if name:
                    found.setdefault((tuple(path[:depth]), language), name)
    return found


def _keys(paths: Iterable[list[str]]) -> list[Path]:
    return [tuple(path) for path in paths]


def _walk(categories: list[Category]) -> Iterator[Category]:
    for category in categories:
        yield category
        yield from _walk(category.children)


def _sort(parent: Category) -> None:
    parent.children.sort(key=lambda child: (child.path[-1].casefold(), child.path[-1]))
    for child in parent.children:
        _sort(child)


def _give_addresses(tree: CategoryTree) -> None:
    """Each category an address that no sibling has."""
    from shop.catalogue.handles import Names, slugify

    taken: dict[Path, Names] = {}
    slugs: dict[Path, Path] = {EVERYTHING: ()}
    for category in tree:
        above = category.path[:-1]
        names = taken.setdefault(above, Names(RESERVED_SLUGS))
        own = names.claim(slugify(category.path[-1]) or "category")
        category.slugs = slugs[category.path] = (*slugs[above], own)
