"""What rows of a statement mean for the orders that wait."""

from shop.bank.matching import match
from shop.bank.model import OpenOrder, Statement, StatementRow
from shop.money import Money

ONE = OpenOrder("1", "HN-2611-7KQ2M", Money.of(1550, "USD"))
TWO = OpenOrder("2", "HN-2611-00XYZ", Money.of(900, "USD"))


def row(text: str, amount: int, currency: str = "USD", fingerprint: str = "") -> StatementRow:
    money = Money.of(amount, currency)
    return StatementRow(2, "2026-11-22", money, text, "", "", fingerprint or f"{text}{amount}")


def outcomes(*rows: StatementRow, booked: tuple[str, ...] = ()) -> list[str]:
    return [found.outcome for found in match(Statement(rows, ()), [ONE, TWO], booked)]


def test_amounts_are_weighed_to_the_unit() -> None:
    assert outcomes(row("HN26117KQ2M", 1550)) == ["paid_exactly"]
    assert outcomes(row("HN26117KQ2M", 1549)) == ["underpaid"]
    assert outcomes(row("HN26117KQ2M", 1551)) == ["overpaid"]


def test_a_second_payment_for_an_order_is_too_much() -> None:
    rows = (row("HN26117KQ2M", 1550, fingerprint="a"), row("HN26117KQ2M", 1550, fingerprint="b"))
    assert outcomes(*rows) == ["paid_exactly", "overpaid"]


def test_parts_add_up_to_what_is_due_or_stay_too_little() -> None:
    first, rest = row("HN26117KQ2M", 1000), row("HN26117KQ2M", 550)
    assert outcomes(first, rest) == ["in_parts", "in_parts"]
    assert outcomes(first, rest, booked=(first.fingerprint,)) == ["already_booked", "underpaid"]
    assert outcomes(first, row("HN26117KQ2M", 551)) == ["underpaid", "underpaid"]
    assert outcomes(first, row("HN261100XYZ", 550)) == ["underpaid", "underpaid"]
    whole = row("HN26117KQ2M", 1550)
    assert outcomes(first, rest, whole) == ["underpaid", "underpaid", "paid_exactly"]
    assert outcomes(row("HN26117KQ2M", 1600), first, rest) == ["overpaid", "overpaid", "overpaid"]


def test_two_orders_in_one_transfer_are_for_the_owner() -> None:
    (found,) = match(Statement((row("HN26117KQ2M HN261100XYZ", 2450),), ()), [ONE, TWO])
    assert (found.outcome, found.orders) == ("several_orders", (ONE, TWO))


def test_a_row_that_names_no_order_is_unknown() -> None:
    assert outcomes(row("rent", 1550)) == ["unknown"]


def test_another_currency_is_never_taken_for_the_order_s() -> None:
    (found,) = match(Statement((row("HN26117KQ2M", 1550, "VND"),), ()), [ONE])
    assert (found.outcome, found.orders) == ("unknown", (ONE,))


def test_a_booked_row_is_not_looked_at_again() -> None:
    assert outcomes(row("HN26117KQ2M", 1550, fingerprint="a"), booked=("a",)) == ["already_booked"]
