"""What the shop will cost, before it does: idle, and for a thousand orders.

An estimate from counted calls and AWS's list prices (``prices.toml``, with their date); the counts
are those of the shop's own code, rounded up.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from functions.registry import Function
from infra.aws.plan import Plan
from infra.aws.stack.watch import watch

MINUTES = 30 * 24 * 60  # of a month
# Of one order: how often a shopper asks for pages and functions, and what follows.
PAGES, PAGE_MB = 30, 0.15
CALLS, CALL_SECONDS, CALL_GB = 12, 0.15, 0.5
WRITES, READS = 60, 80  # units, transactions counted twice
MAILS = 3
EVENTS = 20  # that the stream brings to functions
IDLE_SECONDS = 0.06  # of a function that is woken and finds nothing
IDLE_READS = 6
STORED_GB = 1.0  # pages, pictures, orders of a small shop


@dataclass(frozen=True, slots=True)
class Estimate:
    """Dollars. `idle` is a month without a shopper, by what it is for; `orders` is what a thousand
    orders add, and the pages that are looked at around them."""

    idle: dict[str, float]
    orders: dict[str, float]
    read_on: str

    def as_json(self) -> dict[str, Any]:
        return {
            "currency": "USD",
            "prices_of": self.read_on,
            "idle_month": {**_rounded(self.idle), "total": round(sum(self.idle.values()), 2)},
            "thousand_orders": {
                **_rounded(self.orders),
                "total": round(sum(self.orders.values()), 2),
            },
        }


def estimate(plan: Plan, functions: Sequence[Function]) -> Estimate:
    text = Path(__file__).with_name("prices.toml").read_text(encoding="utf-8")
    prices = tomllib.loads(text)
    return Estimate(_idle(prices, plan, functions), _orders(prices, plan), str(prices["read_on"]))


def _idle(prices: dict[str, Any], plan: Plan, functions: Sequence[Function]) -> dict[str, float]:
    clocks = [function for function in functions if "schedule" in function.events]
    calls = len(clocks) * MINUTES
    gb_seconds = sum(MINUTES * IDLE_SECONDS * each.memory / 1024 for each in clocks)
    alarms = sum(
        each["Type"] == "AWS::CloudWatch::Alarm" for each in watch(plan, functions).values()
    )
    return {
        "functions": _functions(prices, plan, calls, gb_seconds, free=True),
        "store": prices["dynamodb"]["million_reads"] * calls * IDLE_READS / 1e6
        + prices["dynamodb"]["pitr_gb_month"] * STORED_GB,
        "files": prices["s3"]["gb_month"] * STORED_GB,
        "alarms": max(0, alarms - prices["cloudwatch"]["alarms_free"])
        * prices["cloudwatch"]["alarm_month"],
    }


def _orders(prices: dict[str, Any], plan: Plan) -> dict[str, float]:
    """Without the free allowances: what an order costs a shop that has used them up."""
    calls = 1000 * (CALLS + EVENTS)
    pages = 1000 * PAGES
    edge = prices["cloudfront"]
    return {
        "functions": _functions(prices, plan, calls, calls * CALL_SECONDS * CALL_GB, free=False)
        + prices["http_api"]["million_requests"] * 1000 * CALLS / 1e6,
        "store": (
            prices["dynamodb"]["million_writes"] * 1000 * WRITES
            + prices["dynamodb"]["million_reads"] * 1000 * READS
        )
        / 1e6,
        "pages": edge["million_requests"] * pages / 1e6
        + edge["million_function_calls"] * 2 * pages / 1e6
        + edge["gb"] * pages * PAGE_MB / 1024,
        "mails": prices["ses"]["thousand_mails"] * MAILS,
    }


def _functions(
    prices: dict[str, Any], plan: Plan, calls: float, gb_seconds: float, *, free: bool
) -> float:
    of = prices["lambda"]
    paid_calls = max(0.0, calls - of["free_requests"]) if free else calls
    paid_time = max(0.0, gb_seconds - of["free_gb_seconds"]) if free else gb_seconds
    time_price: float = of[f"gb_second_{plan.architecture}"]
    return float(of["million_requests"] * paid_calls / 1e6 + time_price * paid_time)


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in values.items()}
