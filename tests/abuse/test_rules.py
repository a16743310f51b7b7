"""Who passes, who solves a puzzle and who waits."""

import pytest

from shop.abuse.declines import Declines
from shop.abuse.limits import Limits
from shop.abuse.rules import Seen, Verdict, verdict

LIMITS = Limits()


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (Seen(), "pass"),
        (Seen(by_source=4), "pass"),
        (Seen(by_source=5), "puzzle"),
        (Seen(by_source=5, from_page=True), "pass"),
        (Seen(by_source=10, from_page=True), "puzzle"),
        (Seen(by_source=10, from_page=True, solved=True), "pass"),
        (Seen(by_source=60, from_page=True, solved=True), "wait"),
        (Seen(by_email=4), "pass"),
        (Seen(by_email=5, from_page=True), "puzzle"),
        (Seen(by_email=20, solved=True), "wait"),
        (Seen(declines=Declines(4, 49)), "pass"),
        (Seen(declines=Declines(5, 5), from_page=True), "puzzle"),
        (Seen(declines=Declines(5, 5), solved=True), "pass"),
        (Seen(declines=Declines(0, 50), from_page=True), "puzzle"),
        (Seen(declines=Declines(9, 50), solved=True), "pass"),
        (Seen(declines=Declines(10, 10), solved=True), "no card"),
    ],
)
def test_a_verdict_follows_from_what_was_seen(seen: Seen, expected: Verdict) -> None:
    assert verdict(seen, LIMITS) == expected


def test_the_owner_may_be_stricter() -> None:
    strict = Limits(form_orders=0, most_orders=1)
    assert verdict(Seen(from_page=True), strict) == "puzzle"
    assert verdict(Seen(by_source=1, solved=True), strict) == "wait"
