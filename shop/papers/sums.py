"""What an invoice comes to: the column of sums below its lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shop.i18n.formats import format_money
from shop.i18n.languages import LANGUAGES
from shop.i18n.messages import translatable
from shop.invoices.model import Invoice
from shop.money import Money
from shop.papers.setting import Style
from shop.papers.sheet import BODY, LEADING, RIGHT, SOFT, SUM, Say, Sheet

LEFT_EDGE = 310.0
GAP = 3.5
ROOM_FOR_AMOUNT = 95.0


@dataclass(frozen=True, slots=True)
class Sum:
    label: str
    amount: str
    style: Style = BODY

    def height(self, sheet: Sheet) -> float:
        return len(self.lines(sheet)) * self.style.size * LEADING + GAP

    def lines(self, sheet: Sheet) -> list[str]:
        return sheet.wrapped(self.label, self.style, RIGHT - LEFT_EDGE - ROOM_FOR_AMOUNT)


def sums(invoice: Invoice, say: Say) -> Iterator[Sum]:
    """Amounts down to the total, and below it the taxes that it contains."""

    def written(money: Money) -> str:
        return format_money(money, invoice.language)

    yield Sum(say(translatable("Subtotal")), written(invoice.subtotal))
    if invoice.discount.amount:
        label = " · ".join(filter(None, (say(translatable("Discount")), invoice.coupon)))
        yield Sum(label, written(invoice.discount * -1))
    if invoice.shipping.amount or invoice.kind == "invoice":
        label = " · ".join(filter(None, (say(translatable("Delivery")), invoice.shipping_title)))
        yield Sum(label, written(invoice.shipping))
    if invoice.other.amount:
        yield Sum(say(translatable("Other amount")), written(invoice.other))
    if not invoice.tax_included:
        yield from _taxes(invoice, say(translatable("%(rate)s tax on %(net)s")), BODY)
    yield Sum(say(_total(invoice)), written(invoice.total), SUM)
    if invoice.tax_included:
        yield from _taxes(invoice, say(translatable("Includes %(rate)s tax on %(net)s")), SOFT)


def _taxes(invoice: Invoice, label: str, style: Style) -> Iterator[Sum]:
    for line in invoice.taxes:
        net = format_money(line.net, invoice.language)
        named = label % {"rate": percent(line.rate, invoice.language), "net": net}
        yield Sum(named, format_money(line.tax, invoice.language), style)


def height(sheet: Sheet, rows: Sequence[Sum]) -> float:
    return sum(row.height(sheet) for row in rows) + 26


def draw_sums(sheet: Sheet, rows: Sequence[Sum]) -> None:
    """Where the table left room for them."""
    y = sheet.y + 14
    for row in rows:
        if row.style is SUM:
            sheet.page.rule(LEFT_EDGE, y + 2, RIGHT - LEFT_EDGE, 0.15, 0.8)
            y += 10
        sheet.ending_at(RIGHT, y, row.amount, row.style)
        y = sheet.stack(LEFT_EDGE, y, [(line, row.style) for line in row.lines(sheet)], RIGHT)
        y += GAP
    sheet.y = y


def percent(rate: Decimal, language: str) -> str:
    from babel.numbers import format_percent

    locale = LANGUAGES[language].locale
    return format_percent(rate, format="#,##0.###%", locale=locale)


def _total(invoice: Invoice) -> str:
    if invoice.kind == "invoice":
        return translatable("Total")
    return translatable("Total credited")
