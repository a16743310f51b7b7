"""An order to write about, with a parcel, a refund and a return, and who writes about it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from factories import MOMENT, profile, usd

from shop.adapters.dir_mail import DirMailer
from shop.adapters.theme import Theme, ThemeTemplates
from shop.mail.compose import OrderMails
from shop.mail.office import PostOffice
from shop.orders.aftersale import Dispute, Refund, Return, Shipment, Transfer
from shop.orders.model import Event, Order, OrderLine
from shop.orders.records import order_put
from shop.orders.request import Address, Contact
from shop.ports import Mailer, Sender, Store
from shop.profile import Profile
from shop.settings import ROOT

BASE_URL = "https://shop.example.com"
PIECES = {"PHIN-01": 2}


def line(sku: str, title: str, label: str, quantity: int, price: int) -> OrderLine:
    facts: dict[str, Any] = {"handle": sku.lower(), "picture": "", "limited": True}
    return OrderLine(
        sku=sku,
        title=title,
        label=label,
        quantity=quantity,
        unit_price=usd(price),
        total=usd(price * quantity),
        discount=usd(0),
        tax=usd(0),
        **facts,
    )


def order(**changes: Any) -> Order:
    later = MOMENT + timedelta(days=2)
    values: dict[str, Any] = {
        "id": "01JD3Q4XK7",
        "number": "HN-2611-Q4XK7",
        "token": "a-token",
        "state": "paid",
        "language": "vi",
        "placed_at": MOMENT,
        "lines": (
            line("PHIN-01", "Cà phê phin · 滴滤壶", "Nhôm / 120 ml", 2, 1250),
            line("TEA-50", "Hà Giang Shan Tuyết", "", 1, 3400),
        ),
        "subtotal": usd(5900),
        "discount": usd(500),
        "shipping": usd(300),
        "tax": usd(422),
        "total": usd(5700),
        "contact": Contact(name="Nguyễn Thị Hoa", email="hoa@example.com", phone="0905 000 111"),
        "address": Address(line1="12 Trần Phú", city="Hội An", country="VN"),
        "shipping_method": "courier",
        "shipping_title": "Chuyển phát",
        "payment": "card",
        "payment_title": "Card",
        "note": "Xin gọi trước khi giao",
        "history": (
            Event(at=MOMENT, state="reserved", actor="shopper"),
            Event(at=later, state="cancelled", actor="owner", what="cancelled", note="Quá lâu"),
            Event(
                at=later,
                state="capture_failed",
                actor="gateway",
                what="capture_failed",
                note="The authorisation has lapsed.",
            ),
        ),
        "captured": usd(5700),
        "authorized": usd(5700),
        "refunds": (
            Refund(
                id="R1",
                amount=usd(2500),
                lines=PIECES,
                shipping=usd(0),
                reason="Nắp bị móp",
                requested_at=later,
            ),
            Refund(id="R2", amount=usd(777), shipping=usd(777), requested_at=later),
        ),
        "transfers": (Transfer(id="T1", at=later, amount=usd(5000)),),
        "disputes": (
            Dispute(id="D1", amount=usd(5700), reason="fraudulent", state="lost", told_at=later),
        ),
        "shipments": (
            Shipment(
                id="S1",
                at=later,
                lines=PIECES,
                carrier="Viettel Post",
                tracking="VTP123456789",
                tracking_url="https://viettelpost.vn/track?code=VTP123456789&lang=vi",
            ),
        ),
        "returns": (
            Return(id="B1", at=later, lines=PIECES, statement="Tôi rút khỏi hợp đồng.\nHoa"),
        ),
    }
    return Order(**{**values, **changes})


ONCE = {
    "part_received": "T1",
    "payment_disputed": "D1-open",
    "dispute_closed": "D1-lost",
    "order_fulfilled": "S1",
    "refunded": "R1",
    "refund_failed": "R1",
    "late_payment_refunded": "R1",
    "return_received": "B1",
    "return_received_owner": "B1",
}


def order_mails(
    store: Store, mailer: Mailer, settings: Callable[..., Profile] = profile
) -> OrderMails:
    return OrderMails(store, post_office(mailer, settings()))


def post_office(mailer: Mailer, shop: Profile) -> PostOffice:
    """One with the shop's own theme, whose templates are compiled once for each profile."""
    templates = THEMES.setdefault(repr(shop), ThemeTemplates(Theme(ROOT / "theme", BASE_URL), shop))
    return PostOffice(shop, templates, mailer, BASE_URL)


THEMES: dict[str, ThemeTemplates] = {}


def mails_in(folder: Path, store: Store) -> OrderMails:
    """Writes them into `folder`."""
    return order_mails(store, DirMailer(folder, Sender("owner@example.com", "Hiên")))


def keep(store: Store, *orders: Order) -> None:
    store.put_many(order_put(each).item for each in orders)
