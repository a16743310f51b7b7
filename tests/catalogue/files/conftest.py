"""Real files, read as an import reads them, beside what was counted in them by other means."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from shop.catalogue.model import Product, Variant
from shop.catalogue.reading.assembly import Assembled, assemble
from shop.catalogue.reading.joining import Joined, join, open_file
from shop.catalogue.rules import as_sold
from shop.currencies import exponent
from shop.money import Money

TODAY = datetime(2026, 11, 22, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Arrived:
    """One import: `counted` are the entries of EXPECTED.json, by file."""

    joined: Joined
    assembled: Assembled
    counted: dict[str, Any]

    @property
    def products(self) -> list[Product]:
        return self.assembled.products

    @property
    def variants(self) -> list[Variant]:
        return [variant for product in self.products for variant in product.variants]

    @property
    def expect(self) -> dict[str, Any]:
        (only,) = self.counted.values()
        return dict(only["expect"])

    def product(self, title: str) -> Product:
        return next(product for product in self.products if product.title == title)

    def codes(self) -> Counter[str]:
        return Counter(problem.code for problem in self.joined.problems)

    def refused_rows(self) -> list[int]:
        return sorted(p.row for p in self.joined.problems.errors if p.row is not None)

    def prices(self) -> list[Money]:
        return [variant.price for variant in self.variants if variant.price]

    def check_prices(self, counted: dict[str, Any], currency: str) -> None:
        """The sum and number of the main price column, zeros included."""
        tally = self.joined.drafts.tally
        assert tally.priced == counted["count"]
        assert tally.price_sum == {currency: minor(counted["sum"], currency)}
        shown = self.prices()
        assert len(shown) == counted["count"] - counted["zero"]
        assert min(shown, key=_amount).amount >= minor(counted["min"], currency)
        assert max(shown, key=_amount).amount == minor(counted["max"], currency)

    def check_file(self, format_name: str) -> None:
        (only,) = self.counted.values()
        assert self.joined.sha256 == only["sha256"]
        assert self.joined.format == format_name
        told = only["format"]
        rows = told.get("records_after_header", told.get("rows_after_header"))
        if rows is not None:
            assert self.joined.rows == rows
        assert self.joined.encoding == told.get("encoding")


Read = Callable[..., Arrived]


def minor(amount: str, currency: str) -> int:
    return int(Decimal(amount).scaleb(exponent(currency)))


def _amount(money: Money) -> int:
    return money.amount


@pytest.fixture
def read(shared: Path) -> Read:
    folder = shared / "data" / "products"
    everything = json.loads((folder / "EXPECTED.json").read_text(encoding="utf-8"))["files"]

    def read_files(*names: str, currency: str = "USD", **options: Any) -> Arrived:
        opened = [
            open_file((folder / name).read_bytes(), Path(name).name, **options) for name in names
        ]
        joined = join(opened, currency)
        assembled = assemble(joined.drafts.products, joined.problems)
        assembled.products = [as_sold(product, TODAY) for product in assembled.products]
        return Arrived(joined, assembled, {name: everything[name] for name in names})

    return read_files


@pytest.fixture
def categories_of() -> Callable[[Iterable[Product]], set[tuple[str, ...]]]:
    def found(products: Iterable[Product]) -> set[tuple[str, ...]]:
        return {path for product in products for path in product.categories}

    return found
