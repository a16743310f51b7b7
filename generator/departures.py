"""Products that have left their address: renamed ones, and those that are no longer sold.

Others link to them, so a renamed one leads on (301; `moved.html` where a host cannot redirect), and
one that is no longer sold keeps its page, which says so and shows what there is instead.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from generator.addresses import localized, product_path
from generator.plan import PlannedPage

Path = tuple[str, ...]


def redirects(moved: Mapping[str, str], languages: Sequence[str]) -> dict[str, str]:
    """New addresses by former ones, in every language; `moved` are new handles by former ones."""
    return {
        localized(language, product_path(old)): localized(language, product_path(new))
        for language in languages
        for old, new in moved.items()
    }


def moved_pages(moved: Mapping[str, str], languages: Sequence[str]) -> list[PlannedPage]:
    """What lies under the former addresses."""
    return [
        PlannedPage("moved", language, product_path(old), (old, moved[old]))
        for old in sorted(moved)
        for language in languages
    ]


def standing(paths: Iterable[Sequence[str]], there: Callable[[Path], bool]) -> Path:
    """The deepest category that a product stood in and that still exists; of several as deep the
    first of `paths`, and the empty one where none is left."""
    found: Path = ()
    for path in map(tuple, paths):
        while len(path) > len(found) and not there(path):
            path = path[:-1]  # noqa: PLW2901 - one up
        found = max(found, path, key=len)
    return found


def alternatives(path: Path, shelf: Callable[[Path], Sequence[str]], limit: int) -> list[str]:
    """What to have instead of a product that stood at `path`: the first of its category, then, if
    there are too few, of those above. `shelf` gives the handles of a category in the order of its
    listing."""
    found: dict[str, None] = {}
    while path and len(found) < limit:
        found |= dict.fromkeys(shelf(path))
        path = path[:-1]
    return list(found)[:limit]
