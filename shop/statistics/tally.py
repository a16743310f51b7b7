"""What a file of past order lines says, counted while it is read."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from shop.statistics.past_lines import PastLine

Counts: TypeAlias = dict[str, int]


@dataclass(slots=True)
class Tally:
    """Counts of lines and of the different things they name."""

    lines: Counter[str] = field(default_factory=Counter)
    by_country: Counter[str] = field(default_factory=Counter)
    titles: dict[str, Counter[str]] = field(default_factory=dict)
    first: datetime | None = None
    last: datetime | None = None
    _named: dict[str, set[str]] = field(default_factory=dict)
    _seen: set[tuple[str, ...]] = field(default_factory=set)

    def add(self, line: PastLine) -> None:
        self._count(line)
        self._name(line)
        self.by_country[line.country] += 1
        self.first = min(self.first or line.moment, line.moment)
        self.last = max(self.last or line.moment, line.moment)
        if line.title:
            self.titles.setdefault(line.sku, Counter())[line.title] += 1

    def counts(self) -> Counts:
        """Every figure by its name; those that nothing was counted for are 0."""
        return {
            **{name: self.lines[name] for name in LINES},
            **{name: len(self._named.get(name, ())) for name in NAMED},
        }

    def title_of(self, sku: str) -> str:
        """The one that most of its lines have."""
        named = self.titles.get(sku)
        return named.most_common(1)[0][0] if named else ""

    def _count(self, line: PastLine) -> None:
        same = (line.invoice, line.sku, line.title, str(line.quantity), str(line.moment))
        whole = (*same, str(line.price), line.customer, line.country)
        facts: Mapping[str, bool] = {
            "lines": True,
            "cancelled_lines": line.cancelled,
            "sale_lines": line.sold,
            "lines_without_customer": not line.customer,
            "lines_without_description": not line.title,
            "lines_with_price_0": not line.price,
            "lines_with_negative_price": line.price < 0,
            "negative_quantity_not_cancelled": line.quantity < 0 and not line.cancelled,
            "exact_duplicate_lines": whole in self._seen,
        }
        self._seen.add(whole)
        self.lines.update(name for name, holds in facts.items() if holds)

    def _name(self, line: PastLine) -> None:
        names = {
            "invoices": line.invoice,
            "cancelled_invoices": line.invoice if line.cancelled else "",
            "sale_invoices": line.invoice if line.sold else "",
            "customers": line.customer,
            "customers_with_a_sale": line.customer if line.sold else "",
            "stock_codes": line.sku,
            "countries": line.country,
        }
        for kind, name in names.items():
            if name:
                self._named.setdefault(kind, set()).add(name)


LINES = (
    "lines",
    "cancelled_lines",
    "sale_lines",
    "lines_without_customer",
    "lines_without_description",
    "lines_with_price_0",
    "lines_with_negative_price",
    "negative_quantity_not_cancelled",
    "exact_duplicate_lines",
)
NAMED = (
    "invoices",
    "cancelled_invoices",
    "sale_invoices",
    "customers",
    "customers_with_a_sale",
    "stock_codes",
    "countries",
)
