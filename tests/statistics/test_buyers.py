"""Who comes back and what is bought together, of a real month."""

import json
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from shop.statistics.buyers import baskets, buyers
from shop.statistics.history import PRODUCT_CODES
from shop.statistics.past_lines import PastLine, past_lines

FILE = "uci_online_retail_2010-12.csv"


@pytest.fixture(scope="module")
def lines(shared: Path) -> list[PastLine]:
    content = (shared / "data" / "orders" / FILE).read_bytes()
    return [line for line in past_lines(content) if isinstance(line, PastLine)]


@pytest.fixture(scope="module")
def expected(shared: Path) -> dict[str, Any]:
    text = (shared / "data" / "orders" / "EXPECTED.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)["files"][FILE]["expect"]
    return found


def test_buyers_equal_their_expected_figures(
    lines: list[PastLine], expected: dict[str, Any]
) -> None:
    rfm = expected["rfm"]
    found = buyers(lines, date.fromisoformat(rfm["reference_date"]))
    assert len(found) == rfm["customers"]
    weeks = Counter(min((buyer.recency - 1) // 7, 3) for buyer in found)  # up to 7 days, 14, 21
    assert [weeks[n] for n in range(4)] == rfm["recency_days_histogram_0_7_14_21"]
    often = Counter(str(buyer.frequency) for buyer in found)
    assert often == rfm["frequency_histogram"]
    assert str(sum(buyer.monetary for buyer in found)) == rfm["monetary_sum"]
    best = [[b.customer, b.recency, b.frequency, str(b.monetary)] for b in found[:5]]
    assert best == rfm["top5_by_monetary"]


def test_pairs_equal_their_expected_figures(
    lines: list[PastLine], expected: dict[str, Any]
) -> None:
    found = baskets(lines, PRODUCT_CODES)
    assert found.baskets == expected["baskets_product_lines"]
    mean = round(found.articles / found.baskets, 2)
    assert mean == expected["mean_distinct_products_per_basket"]
    assert found.distinct_pairs == expected["distinct_pairs"]
    pairs = [[pair.first, pair.second, pair.invoices] for pair in found.top]
    assert pairs == [[pair[0], pair[1], pair[4]] for pair in expected["top10_pairs"]]


def line(invoice: str, sku: str, **changes: Any) -> PastLine:
    bought = PastLine(2, invoice, sku, "", 1, datetime(2010, 12, 1), Decimal(1), "7", "")  # noqa: DTZ001 - the shop's own time
    return bought._replace(**changes)


def test_an_article_twice_on_an_invoice_is_one_pair() -> None:
    found = baskets([line("1", "11111"), line("1", "22222"), line("1", "22222")], PRODUCT_CODES)
    assert [tuple(pair) for pair in found.top] == [("11111", "22222", 1)]
    assert found.articles == 2


def test_what_was_taken_back_or_given_away_is_no_sale() -> None:
    given = [line("C1", "11111", quantity=-1), line("2", "11111", price=Decimal(0))]
    assert buyers(given, date(2010, 12, 24)) == []
    assert baskets(given, PRODUCT_CODES).distinct_pairs == 0
