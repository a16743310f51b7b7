"""From an order, and a refund of it, to what stands on paper: pure."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from shop.i18n.countries import country_name
from shop.i18n.languages import pick
from shop.invoices.model import Invoice, InvoiceLine, Kind, Party
from shop.invoices.taxes import taxes_back, taxes_of
from shop.money import Money, total
from shop.orders.aftersale import Refund
from shop.orders.model import Order
from shop.orders.shares import pieces_share, shipping_share
from shop.profile import Profile


class Stamp(NamedTuple):
    """The number and the moment that issuing gives, and the day that is in the shop's zone."""

    number: str
    at: datetime
    on: date


def invoice_of(order: Order, profile: Profile, stamp: Stamp) -> Invoice:
    """The whole order, whatever was refunded since."""
    nothing = Money.of(0, order.total.currency)
    return Invoice(
        kind="invoice",
        number=stamp.number,
        issued_at=stamp.at,
        issued_on=stamp.on,
        order_id=order.id,
        order_number=order.number,
        ordered_on=local_day(profile, order.placed_at),
        language=order.language,
        seller=seller_of(profile, order.language),
        buyer=buyer_of(order),
        lines=tuple(
            InvoiceLine(
                sku=line.sku,
                title=line.title,
                label=line.label,
                quantity=line.quantity,
                unit_price=line.unit_price,
                total=line.total,
            )
            for line in order.lines
        ),
        subtotal=order.subtotal,
        discount=order.discount,
        coupon=order.coupon,
        shipping=order.shipping,
        shipping_title=order.shipping_title,
        other=nothing,
        tax_included=order.tax_included,
        taxes=taxes_of(order),
        tax=order.tax,
        total=order.total,
        payment=order.payment,
        payment_title=order.payment_title,
        paid_on=_paid_on(order, profile),
        note=pick(profile.invoices.note, order.language, profile.default_language),
    )


def credit_note_of(order: Order, refund: Refund, invoice: Invoice, stamp: Stamp) -> Invoice:
    """What the refund takes back of `invoice`: its pieces, delivery, and whatever else."""
    first = _refunded_before(order, refund)
    extra = refund.shipping
    delivery = shipping_share(order)
    nothing = Money.of(0, refund.amount.currency)
    shipping, other = (extra, nothing) if extra == delivery else (nothing, extra)
    taxes = taxes_back(order, refund.lines, first, shipping, other)
    lines = _credited(order, refund, first)
    return invoice.model_copy(
        update={
            "kind": "credit_note",
            "number": stamp.number,
            "issued_at": stamp.at,
            "issued_on": stamp.on,
            "corrects": invoice.number,
            "refund_id": refund.id,
            "lines": lines,
            "subtotal": total((line.total for line in lines), nothing.currency),
            "discount": nothing,
            "coupon": "",
            "shipping": shipping,
            "other": other,
            "tax_included": True,
            "taxes": taxes,
            "tax": total((line.tax for line in taxes), nothing.currency),
            "total": refund.amount,
            "note": "",
        }
    )


def numbered(profile: Profile, kind: Kind, year: int, count: int) -> str:
    return f"{series_of(profile, kind, year)}{count:0{profile.invoices.digits}d}"


def series_of(profile: Profile, kind: Kind, year: int) -> str:
    """What the numbers that are counted together begin with."""
    settings = profile.invoices
    prefix = settings.prefix if kind == "invoice" else settings.credit_prefix
    return f"{prefix}{year}-" if settings.yearly else prefix


def local_day(profile: Profile, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(profile.days.timezone)).date()


def seller_of(profile: Profile, language: str) -> Party:
    settings, default = profile.invoices, profile.default_language
    address = pick(profile.contact.address, language, default)
    return Party(
        name=settings.seller or pick(profile.name, language, default),
        address=settings.address or ((address,) if address else ()),
        tax_number=settings.tax_number,
        email=profile.contact.email,
        phone=profile.contact.phone,
    )


def buyer_of(order: Order) -> Party:
    return Party(
        name=order.contact.name,
        address=address_lines(order),
        email=order.contact.email,
        phone=order.contact.phone,
    )


def address_lines(order: Order) -> tuple[str, ...]:
    """As on a letter; the country by its name in the order's language."""
    place = order.address
    town = " ".join(part for part in (place.postcode, place.city) if part)
    country = country_name(place.country, order.language) if place.country else ""
    return tuple(filter(None, (place.line1, place.line2, town, place.region, country)))


def _credited(order: Order, refund: Refund, first: Mapping[str, int]) -> tuple[InvoiceLine, ...]:
    """The last line takes up what an older refund that failed may have moved by rounding."""
    by_sku = {line.sku: line for line in order.lines}
    shares = {
        sku: pieces_share(order, sku, first.get(sku, 0), n) for sku, n in refund.lines.items()
    }
    if shares:
        last = list(shares)[-1]
        currency = refund.amount.currency
        adrift = refund.amount - refund.shipping - total(shares.values(), currency)
        shares[last] = shares[last] + adrift
    return tuple(
        InvoiceLine(
            sku=sku,
            title=by_sku[sku].title,
            label=by_sku[sku].label,
            quantity=refund.lines[sku],
            unit_price=None,
            total=share,
        )
        for sku, share in shares.items()
    )


def _refunded_before(order: Order, refund: Refund) -> dict[str, int]:
    pieces: dict[str, int] = {}
    for earlier in order.refunds:
        if earlier.id == refund.id:
            break
        if earlier.state != "failed":
            for sku, quantity in earlier.lines.items():
                pieces[sku] = pieces.get(sku, 0) + quantity
    return pieces


def _paid_on(order: Order, profile: Profile) -> date | None:
    paid = next((event for event in order.history if event.what == "paid"), None)
    return local_day(profile, paid.at) if paid else None
