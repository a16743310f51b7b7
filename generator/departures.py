"""Products that have left their address: renamed ones, and those that are no longer sold.

Others link to them, so a renamed one leads on (301; `moved.html` where a host cannot redirect), and
one that is no longer sold keeps its page, which says so and shows what there is instead.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from generator.addresses import localized, product_path

Path = tuple[str, ...]


def settled(renames: Mapping[str, str]) -> dict[str, str]:
    """Each former handle with the one that holds now. Names that went round in a circle are where
    they began: they lead nowhere."""
    found = {}
    for old in renames:
        seen, handle = {old}, renames[old]
        while handle in renames and handle not in seen:
            seen.add(handle)
            handle = renames[handle]
        if handle not in seen:
            found[old] = handle
    return found


def redirects(
    renames: Mapping[str, str], sold: Iterable[str], languages: Sequence[str]
) -> dict[str, str]:
    """New addresses by former ones, in every language. `sold` are the handles that have a page: a
    former name that another product took is that product's, and one whose product is gone leads
    nowhere."""
    there = set(sold)
    moved = {old: new for old, new in settled(renames).items() if old not in there and new in there}
    return {
        localized(language, product_path(old)): localized(language, product_path(new))
        for language in languages
        for old, new in sorted(moved.items())
    }


def alternatives(
    paths: Iterable[Sequence[str]],
    shelf: Callable[[Path], Sequence[str]],
    limit: int,
) -> list[str]:
    """What to have instead of a product that stood at `paths`: the first of its deepest category,
    then, if there are too few, of those above. `shelf` gives the handles of a category in the order
    of its listing, and none where the category is gone."""
    found: dict[str, None] = {}
    path: Path = max(map(tuple, paths), key=len, default=())
    while path and len(found) < limit:
        found |= dict.fromkeys(shelf(path))
        path = path[:-1]
    return list(found)[:limit]
