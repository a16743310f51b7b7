"""What past order lines say of buyers: who comes back, and what is bought together. Pure.

Recency, frequency and monetary value are those of direct marketing (Hughes, “Strategic Database
Marketing”); pairs are counted once per invoice that holds both articles.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from shop.statistics.past_lines import PastLine


class Buyer(NamedTuple):
    """`recency` is in whole days since the last sale, `frequency` counts invoices."""

    customer: str
    recency: int
    frequency: int
    monetary: Decimal


class Pair(NamedTuple):
    """Two SKUs in code-point order, and how many invoices hold both."""

    first: str
    second: str
    invoices: int


@dataclass(frozen=True, slots=True)
class Baskets:
    """`articles` counts the different articles of all baskets together."""

    baskets: int
    articles: int
    distinct_pairs: int
    top: tuple[Pair, ...]


def buyers(lines: Iterable[PastLine], today: date) -> list[Buyer]:
    """Everyone who is known and bought something, the best customer first."""
    last: dict[str, date] = {}
    invoices: dict[str, set[str]] = {}
    spent: dict[str, Decimal] = {}
    for line in lines:
        if line.sold and line.customer:
            day = line.moment.date()
            last[line.customer] = max(last.get(line.customer, day), day)
            invoices.setdefault(line.customer, set()).add(line.invoice)
            spent[line.customer] = spent.get(line.customer, Decimal(0)) + line.worth
    found = [
        Buyer(customer, (today - day).days, len(invoices[customer]), spent[customer])
        for customer, day in last.items()
    ]
    return sorted(found, key=lambda buyer: (-buyer.monetary, buyer.customer))


def baskets(lines: Iterable[PastLine], products: str, most: int = 10) -> Baskets:
    """What is bought together; `products` is how the code of an article begins.

    A basket of n articles has n(n-1)/2 pairs, so long invoices cost most: pairs are numbers here.
    """
    held = _baskets(lines, products)
    skus = sorted(set().union(*held.values()))
    number = {sku: n for n, sku in enumerate(skus)}
    pairs: Counter[int] = Counter()
    for basket in held.values():
        numbers = sorted(number[sku] for sku in basket)
        pairs.update(one * len(skus) + other for one, other in combinations(numbers, 2))
    best = sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
    return Baskets(
        baskets=len(held),
        articles=sum(map(len, held.values())),
        distinct_pairs=len(pairs),
        top=tuple(
            Pair(skus[pair // len(skus)], skus[pair % len(skus)], count) for pair, count in best
        ),
    )


def _baskets(lines: Iterable[PastLine], products: str) -> Mapping[str, set[str]]:
    is_product = re.compile(products).match
    held: dict[str, set[str]] = {}
    for line in lines:
        if line.sold and is_product(line.sku):
            held.setdefault(line.invoice, set()).add(line.sku)
    return held
