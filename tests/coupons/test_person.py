"""One mailbox is one person."""

import pytest

from shop.coupons.person import digest, mailbox


@pytest.mark.parametrize(
    "other", ["HOA@Example.com", "hoa+2@example.com", "Hoa+a+b@EXAMPLE.COM", " hoa@example.com "]
)
def test_ways_of_writing_a_mailbox_are_one_person(other: str) -> None:
    assert mailbox(other) == "hoa@example.com"
    assert digest("SPRING", other) == digest("SPRING", "hoa@example.com")


def test_dots_make_no_difference_at_google_and_only_there() -> None:
    assert mailbox("h.o.a+x@googlemail.com") == mailbox("hoa@gmail.com")
    assert mailbox("h.oa@example.com") != mailbox("hoa@example.com")


def test_two_people_stay_two() -> None:
    assert mailbox("hoa@example.com") != mailbox("hoa@example.org")
    assert mailbox("+hoa@example.com") != mailbox("+lan@example.com")


def test_no_address_lies_in_the_records_of_a_coupon() -> None:
    assert "hoa" not in digest("SPRING", "hoa@example.com")
