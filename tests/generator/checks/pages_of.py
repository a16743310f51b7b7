"""A few pages by hand, as a site that checks can read."""

from collections.abc import Mapping

from generator.checks.findings import Finding
from generator.checks.pages import check_page
from generator.checks.price_book import PriceBook, Sold
from generator.checks.shown import Shown, Surroundings
from shop.money import Money

BASE = "https://shop.example.com"
MEDIA = frozenset({"/media/cup.jpg", "/media/cup-360.avif"})


def sold(amount: int | None = 850, currency: str = "USD", **changes: object) -> Sold:
    price = None if amount is None else Money.of(amount, currency)
    return Sold("cup", price, None, published=True, left=True)._replace(**changes)  # type: ignore[arg-type]


class Book(dict[str, Sold]):
    """A price book that holds what it is given."""

    def of(self, skus: object) -> Mapping[str, Sold]:
        return {sku: self[sku] for sku in skus if sku in self}  # type: ignore[attr-defined]


def shown(pages: Mapping[str, str]) -> Shown:
    def content(path: str) -> bytes:
        return pages[path].encode()

    around = Surroundings(BASE, MEDIA, {"/api/cart", "/api/cart/lines"}.__contains__)
    return Shown(pages, content, around)


def check(pages: Mapping[str, str], path: str, book: PriceBook | None = None) -> list[Finding]:
    return list(check_page(path, shown(pages), Book() if book is None else book))


def faults(pages: Mapping[str, str], path: str) -> list[tuple[str, str]]:
    """Code and subject of what is wrong at `path`."""
    return [(each.code, each.about) for each in check(pages, path)]


def page(body: str = "", head: str = "", lang: str = "en") -> str:
    return f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'
