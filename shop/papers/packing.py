"""A packing slip: what goes into a parcel, for whoever packs it and whoever opens it. No prices."""

from collections.abc import Mapping

from shop.i18n.formats import format_date
from shop.i18n.messages import translatable
from shop.invoices.rules import buyer_of, local_day, seller_of
from shop.orders.model import Order
from shop.orders.transitions import unshipped
from shop.papers.invoice import PAGE_OF, facts, foot, head, party
from shop.papers.setting import Style
from shop.papers.sheet import BODY, LABEL, LEADING, LEFT, RIGHT, Say, Sheet
from shop.papers.tables import Column, Row, draw
from shop.profile import Profile

TICKS = 20.0  # room for the boxes that are ticked while packing


def packing_slip_pdf(
    order: Order, profile: Profile, say: Say, pieces: Mapping[str, int] | None = None
) -> bytes:
    """The file, in the order's language. `pieces` by SKU are what this parcel holds; without them
    it is all that was neither sent nor refunded yet, or the whole order once everything was."""
    packed = pieces or unshipped(order) or order.pieces()
    seller = seller_of(profile, order.language)
    title = say(translatable("Packing slip"))
    sheet = Sheet(f"{title} {order.number}", seller.name, order.language, order.placed_at)
    head(sheet, title, order.number, seller, say)
    below = party(sheet, say(translatable("Deliver to")), buyer_of(order))
    sheet.y = max(below, facts(sheet, _facts(order, profile, say))) + 28
    columns = [
        Column(say(translatable("Product")), LEFT + TICKS, room=290),
        Column(say(translatable("SKU")), 400),
        Column(say(translatable("Quantity")), RIGHT, right=True),
    ]
    rows = [
        Row((line.title, line.sku, str(packed[line.sku])), line.label, tick=True)
        for line in order.lines
        if packed.get(line.sku)
    ]
    draw(sheet, columns, rows, LEADING * BODY.size * 3)
    _closing(sheet, order, sum(packed.values()), say)
    return sheet.content(foot(seller, say), say(PAGE_OF))


def _facts(order: Order, profile: Profile, say: Say) -> list[tuple[str, str]]:
    ordered = format_date(local_day(profile, order.placed_at), order.language)
    rows = [
        (say(translatable("Order number")), order.number),
        (say(translatable("Ordered on")), ordered),
        (say(translatable("Delivery")), order.shipping_title),
    ]
    return [(label, value) for label, value in rows if value]


def _closing(sheet: Sheet, order: Order, count: int, say: Say) -> None:
    total = Style(BODY.size, "semibold")
    sheet.at(LEFT + TICKS, sheet.y + 8, say(translatable("Total")), total)
    sheet.ending_at(RIGHT, sheet.y + 8, str(count), total)
    sheet.y += 36
    if order.note:
        sheet.paragraphs([(say(translatable("Note")), LABEL), (order.note, BODY)], 0)
