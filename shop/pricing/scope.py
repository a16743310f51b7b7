"""Which goods a coupon or a tax rate is for."""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BeforeValidator

from shop.catalogue.escaping import split_paths
from shop.sections import Section

Path = tuple[str, ...]


def _paths(value: Any) -> Any:
    """``["Tea > Green tea", "Clay"]`` as paths, written like a spreadsheet's Categories column."""
    if not isinstance(value, list | tuple):
        return value
    paths: list[Any] = []
    for entry in value:
        paths += split_paths(entry) if isinstance(entry, str) else [entry]
    return paths


CategoryPaths = Annotated[tuple[Path, ...], BeforeValidator(_paths)]


class Scope(Section):
    """Goods by category (with everything below it) or by SKU; where both are empty, all goods.

    Categories are those of the catalogue's own language; capitals make no difference.
    """

    categories: CategoryPaths = ()
    skus: tuple[str, ...] = ()

    def covers(self, sku: str, categories: Iterable[Path]) -> bool:
        if not self.categories and not self.skus:
            return True
        return sku in self.skus or any(
            _is_under(path, root) for path in categories for root in self.categories
        )


def _is_under(path: Path, root: Path) -> bool:
    return [part.casefold() for part in path[: len(root)]] == [part.casefold() for part in root]
