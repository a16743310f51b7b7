"""What stands on invoices and credit notes: sums, taxes, names and days."""

from datetime import UTC, date, datetime
from decimal import Decimal

from factories import MOMENT, profile
from invoices.orders import line, paid_order, refunded

from shop.invoices.model import Invoice
from shop.invoices.rules import Stamp, credit_note_of, invoice_of
from shop.invoices.taxes import taxes_of
from shop.money import Money, total
from shop.orders.model import Order
from shop.orders.shares import pieces_share

STAMP = Stamp("2026-00001", MOMENT, date(2026, 11, 22))


def credited(order: Order, refund_id: str) -> Invoice:
    refund = next(each for each in order.refunds if each.id == refund_id)
    stamp = Stamp("CN-2026-00001", MOMENT, date(2026, 11, 22))
    return credit_note_of(order, refund, invoice_of(order, profile(), STAMP), stamp)


def test_lines_and_sums_come_to_the_total() -> None:
    invoice = invoice_of(paid_order(line("A", 1250, 3), line("B", 999)), profile(), STAMP)
    assert invoice.subtotal == total((each.total for each in invoice.lines), "USD")
    assert invoice.subtotal - invoice.discount + invoice.shipping == invoice.total


def test_taxes_are_told_by_rate_and_sum_to_the_order_s() -> None:
    order = paid_order(line("A", 1080), line("B", 1050, tax_rate=Decimal("0.05")), shipping=324)
    high, low = taxes_of(order)
    assert (high.rate, high.net.amount, high.tax.amount) == (Decimal("0.08"), 1300, 104)
    assert (low.rate, low.net.amount, low.tax.amount) == (Decimal("0.05"), 1000, 50)
    assert high.tax + low.tax == order.tax


def test_an_order_without_tax_has_no_taxes() -> None:
    order = paid_order(line("A", 1000, tax_rate=Decimal(0)), shipping=0)
    assert taxes_of(order.model_copy(update={"tax": Money.of(0, "USD")})) == ()


def test_the_seller_is_who_the_owner_says() -> None:
    plain = invoice_of(paid_order(), profile(), STAMP)
    assert plain.seller.name == "Hiên"
    settings = {"seller": "Hiên Trading", "address": ["Hội An"], "tax_number": "0401"}
    named = invoice_of(paid_order(), profile(invoices=settings), STAMP)
    assert (named.seller.name, named.seller.address) == ("Hiên Trading", ("Hội An",))
    assert named.seller.tax_number == "0401"


def test_days_are_those_of_the_shop_s_own_clocks() -> None:
    late = datetime(2026, 12, 31, 20, tzinfo=UTC)
    order = paid_order().model_copy(update={"placed_at": late})
    settings = profile(days={"timezone": "Asia/Ho_Chi_Minh"})
    assert invoice_of(order, settings, STAMP).ordered_on == date(2027, 1, 1)


def test_a_credit_note_of_everything_takes_back_the_invoice() -> None:
    order = paid_order(line("A", 333, 3), line("B", 1250), shipping=299)
    whole = refunded(order, "r", order.pieces(), order.total.amount, 299)
    invoice, note = invoice_of(order, profile(), STAMP), credited(whole, "r")
    assert note.total == invoice.total
    assert note.taxes == invoice.taxes
    assert note.shipping == invoice.shipping
    assert (note.corrects, note.kind) == (invoice.number, "credit_note")


def test_piece_by_piece_takes_back_the_same_to_the_unit() -> None:
    order = paid_order(line("A", 333, 3), shipping=0)
    for piece in range(3):
        share = pieces_share(order, "A", piece, 1).amount
        order = refunded(order, f"r{piece}", {"A": 1}, share, 0)
    notes = [credited(order, f"r{piece}") for piece in range(3)]
    assert total((note.total for note in notes), "USD") == order.total
    assert total((note.tax for note in notes), "USD") == order.tax


def test_money_for_no_piece_is_spread_over_the_rates() -> None:
    order = paid_order(line("A", 1080), line("B", 1050, tax_rate=Decimal("0.05")), shipping=0)
    note = credited(refunded(order, "r", {}, 213, 213), "r")
    assert note.lines == ()
    assert note.other.amount == 213
    assert sum((tax.net + tax.tax).amount for tax in note.taxes) == 213


def test_the_lines_of_a_credit_note_and_the_rest_come_to_its_total() -> None:
    order = paid_order(line("A", 333, 3), line("B", 500))
    note = credited(refunded(order, "r", {"A": 2, "B": 1}, 1300, 134), "r")
    assert note.subtotal + note.shipping + note.other == note.total
