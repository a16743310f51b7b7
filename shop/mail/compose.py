"""What the mails about an order say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shop.errors import Undelivered
from shop.mail.facts import event_facts
from shop.mail.office import Envelope, PostOffice
from shop.orders.model import Order
from shop.orders.payment import how_to_pay
from shop.orders.records import order_from, order_key
from shop.orders.view import order_page
from shop.ports import Item, Json, Mail, Store


@dataclass(frozen=True, slots=True)
class Letter:
    """Which mail about an order. `once` names the refund, parcel or return it is about; `again`
    tells a mail that is sent anew on purpose from the first one."""

    audience: str
    event: str
    once: str = ""
    again: str = ""

    def mail_id(self, order_id: str) -> str:
        return ".".join(part for part in (order_id, self.event, self.once, self.again) if part)


def letter_of(message: Item) -> Letter:
    """What an outbox message asks for."""
    facts = {name: str(message.data.get(name) or "") for name in Letter.__slots__}
    return Letter(**facts)


@dataclass(frozen=True, slots=True)
class OrderMails:
    """Delivers outbox messages about orders."""

    store: Store
    post: PostOffice

    def deliver(self, message: Item) -> Mapping[str, Json]:
        """Composes and sends one outbox message. Raises whatever keeps it from being sent."""
        record = self.store.get(order_key(str(message.data["order"])))
        if record is None:
            raise Undelivered(f"The order of {message.key.sk} is gone.", permanent=True)
        return self.post.send(self.compose(order_from(record), letter_of(message)))

    def compose(self, order: Order, letter: Letter) -> Mail:
        """The mail in its reader's language: the order's for shoppers, the shop's for owners."""
        to_owner = letter.audience == "owner"
        language = self.post.language("" if to_owner else order.language)
        envelope = Envelope(
            id=letter.mail_id(order.id),
            event=letter.event,
            to=self.post.address if to_owner else order.contact.email,
            to_name="" if to_owner else order.contact.name,
            language=language,
            reply_to=order.contact.email if to_owner else "",
        )
        return self.post.write(envelope, self._facts(order, letter, language))

    def _facts(self, order: Order, letter: Letter, language: str) -> dict[str, Any]:
        base_url = self.post.base_url
        return {
            "order": order_page(order, language),
            "instructions": how_to_pay(order, self.post.profile),
            "order_url": f"{base_url}/api/orders/{order.id}?token={order.token}&lang={language}",
            "shop_url": f"{base_url}/{language}/",
            **event_facts(order, letter.once),
        }
