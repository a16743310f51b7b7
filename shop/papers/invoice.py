"""An invoice or a credit note on paper."""

from shop.i18n.formats import format_date, format_money
from shop.i18n.messages import translatable
from shop.invoices.model import Invoice, InvoiceLine, Party
from shop.papers.sheet import (
    BODY,
    LABEL,
    LEADING,
    LEFT,
    NUMBER,
    RIGHT,
    SOFT,
    STRONG,
    TITLE,
    Say,
    Sheet,
)
from shop.papers.sums import draw_sums, height, sums
from shop.papers.tables import Column, Row, draw

SELLER = 352.0  # where the right column of the head begins
PAGE_OF = translatable("Page %(number)s of %(pages)s")


def invoice_pdf(invoice: Invoice, say: Say) -> bytes:
    """The file; the same invoice is the same bytes. `say` turns gettext ids into its language."""
    title = say(_title(invoice))
    sheet = Sheet(
        f"{title} {invoice.number}", invoice.seller.name, invoice.language, invoice.issued_at
    )
    head(sheet, title, invoice.number, invoice.seller, say)
    _facts(sheet, invoice, say)
    below = list(sums(invoice, say))
    rows = [_row(invoice, line) for line in invoice.lines]
    draw(sheet, _columns(invoice, say), rows, height(sheet, below))
    draw_sums(sheet, below)
    _closing(sheet, invoice, say)
    return sheet.content(foot(invoice.seller, say), say(PAGE_OF))


def head(sheet: Sheet, title: str, number: str, seller: Party, say: Say) -> None:
    """What it is, and whose."""
    sheet.at(LEFT, sheet.y - 8, title, TITLE)
    sheet.at(LEFT, sheet.y - 8 + TITLE.size * LEADING, number, NUMBER)
    rows = [(seller.name, STRONG), *((line, SOFT) for line in seller.address)]
    if seller.tax_number:
        rows.append((f"{say(TAX_NUMBER)} {seller.tax_number}", SOFT))
    below = sheet.stack(SELLER, sheet.y - 4, rows, RIGHT - SELLER)
    sheet.y = max(below, sheet.y + TITLE.size * LEADING + NUMBER.size) + 30


def party(sheet: Sheet, label: str, who: Party) -> float:
    """A person with their address, on the left; returns where it ends."""
    rows = [(label, LABEL), (who.name, STRONG), *((line, BODY) for line in who.address)]
    rows += [(line, SOFT) for line in (who.email, who.phone) if line]
    return sheet.stack(LEFT, sheet.y, rows, SELLER - LEFT - 40)


def facts(sheet: Sheet, rows: list[tuple[str, str]]) -> float:
    """Labels and values, on the right; returns where they end."""
    y = sheet.y
    room = max(sheet.width(label, LABEL) for label, _value in rows) + 16
    for label, value in rows:
        sheet.at(SELLER, y + BODY.size - LABEL.size, label, LABEL)
        y = sheet.stack(SELLER + room, y, [(value, BODY)], RIGHT - SELLER - room)
        y += 1.5
    return y


def foot(seller: Party, say: Say) -> str:
    tax = f"{say(TAX_NUMBER)} {seller.tax_number}" if seller.tax_number else ""
    return "  ·  ".join(filter(None, (seller.name, tax, seller.email, seller.phone)))


TAX_NUMBER = translatable("Tax number")


def _title(invoice: Invoice) -> str:
    if invoice.kind == "invoice":
        return translatable("Invoice")
    return translatable("Credit note")


def _facts(sheet: Sheet, invoice: Invoice, say: Say) -> None:
    below = party(sheet, say(translatable("Bill to")), invoice.buyer)
    rows = [(say(translatable("Date")), format_date(invoice.issued_on, invoice.language))]
    if invoice.corrects:
        rows.append((say(translatable("For invoice")), invoice.corrects))
    rows.append((say(translatable("Order number")), invoice.order_number))
    rows.append((say(translatable("Ordered on")), format_date(invoice.ordered_on, sheet.language)))
    rows.append((say(translatable("Payment")), invoice.payment_title))
    sheet.y = max(below, facts(sheet, rows)) + 28


def _columns(invoice: Invoice, say: Say) -> list[Column]:
    columns = [
        Column(say(translatable("Product")), LEFT, room=250),
        Column(say(translatable("Quantity")), 360, right=True),
        Column(say(translatable("Unit price")), 450, right=True),
        Column(say(translatable("Amount")), RIGHT, right=True),
    ]
    return columns if invoice.kind == "invoice" else [*columns[:2], columns[3]]


def _row(invoice: Invoice, line: InvoiceLine) -> Row:
    amounts = [line.total] if line.unit_price is None else [line.unit_price, line.total]
    written = [format_money(amount, invoice.language) for amount in amounts]
    small = "  ·  ".join(filter(None, (line.label, line.sku)))
    return Row((line.title, str(line.quantity), *written), small)


def _closing(sheet: Sheet, invoice: Invoice, say: Say) -> None:
    rows = []
    if invoice.kind == "invoice" and invoice.paid_on:
        day = format_date(invoice.paid_on, invoice.language)
        rows.append((say(translatable("Paid on %(day)s.")) % {"day": day}, STRONG))
    if invoice.note:
        rows.append((invoice.note, BODY))
    sheet.paragraphs(rows, 24)
