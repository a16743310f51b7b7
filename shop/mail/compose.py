"""What the mails about an order say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shop.errors import Undelivered
from shop.mail.facts import event_facts
from shop.mail.sending import hand_over
from shop.orders.model import Order
from shop.orders.payment import how_to_pay
from shop.orders.records import order_from, order_key
from shop.orders.view import order_page
from shop.ports import Item, Json, Mail, Mailer, Store, Templates
from shop.profile import Profile

BLANK_LINES = re.compile(r"\n{3,}")  # of macros that had nothing to say
PARTS = ("subject.txt", "body.txt", "body.html")


@dataclass(frozen=True, slots=True)
class Letter:
    """Which mail about an order. `once` names the refund, parcel or return it is about; `again`
    tells a mail that is sent anew on purpose from the first one."""

    audience: str
    event: str
    once: str = ""
    again: str = ""

    def mail_id(self, order_id: str) -> str:
        """The same for every attempt: who receives a mail twice can see that it is one."""
        return ".".join(part for part in (order_id, self.event, self.once, self.again) if part)


def letter_of(message: Item) -> Letter:
    """What an outbox message asks for."""
    facts = {name: str(message.data.get(name) or "") for name in Letter.__slots__}
    return Letter(**facts)


@dataclass(frozen=True, slots=True)
class PostOffice:
    """What delivering an outbox message needs of the outside."""

    store: Store
    profile: Profile
    templates: Templates
    mailer: Mailer
    base_url: str

    def deliver(self, message: Item) -> Mapping[str, Json]:
        """Composes and sends one outbox message. Raises whatever keeps it from being sent."""
        record = self.store.get(order_key(str(message.data["order"])))
        if record is None:
            raise Undelivered(f"The order of {message.key.sk} is gone.", permanent=True)
        return hand_over(self.mailer, self.compose(order_from(record), letter_of(message)))

    def compose(self, order: Order, letter: Letter) -> Mail:
        """The mail in its reader's language: the order's for shoppers, the shop's for owners."""
        to_owner = letter.audience == "owner"
        default = self.profile.default_language
        known = order.language in self.profile.languages
        language = order.language if known and not to_owner else default
        context = self._context(order, letter, language)
        subject, text, html = (
            self.templates.render(f"emails/{letter.event}/{part}", language, **context)
            for part in PARTS
        )
        shop_email = self.profile.contact.email
        return Mail(
            id=letter.mail_id(order.id),
            to=shop_email if to_owner else order.contact.email,
            to_name="" if to_owner else order.contact.name,
            subject=" ".join(subject.split()),
            text=BLANK_LINES.sub("\n\n", text).strip() + "\n",
            html=html,
            language=language,
            reply_to=order.contact.email if to_owner else shop_email,
        )

    def _context(self, order: Order, letter: Letter, language: str) -> dict[str, Any]:
        return {
            "order": order_page(order, language),
            "instructions": how_to_pay(order, self.profile),
            "order_url": f"{self.base_url}/api/orders/{order.id}"
            f"?token={order.token}&lang={language}",
            "shop_url": f"{self.base_url}/{language}/",
            **event_facts(order, letter.once),
        }
