"""What the mails about an order say."""

from dataclasses import dataclass

from shop.errors import NotFound
from shop.orders.model import Order
from shop.orders.payment import next_step
from shop.orders.records import order_from, order_key
from shop.orders.view import order_page
from shop.ports import Item, Mail, Mailer, Store, Templates
from shop.profile import Profile


@dataclass(frozen=True, slots=True)
class PostOffice:
    """What delivering an outbox message needs of the outside."""

    store: Store
    profile: Profile
    templates: Templates
    mailer: Mailer
    base_url: str

    def deliver(self, message: Item) -> None:
        """Composes and sends one outbox message. Raises whatever keeps it from being sent."""
        record = self.store.get(order_key(str(message.data["order"])))
        if record is None:
            raise NotFound(f"The order of {message.key.sk} is gone.")
        order = order_from(record)
        self.mailer.send(
            self.compose(order, str(message.data["audience"]), str(message.data["event"]))
        )

    def compose(self, order: Order, audience: str, event: str) -> Mail:
        """The mail in its reader's language: the order's for shoppers, the shop's for owners."""
        to_owner = audience == "owner"
        language = self.profile.default_language if to_owner else order.language
        context = {
            "order": order_page(order, language),
            "instructions": next_step(order, self.profile),
            "order_url": f"{self.base_url}/api/orders/{order.id}"
            f"?token={order.token}&lang={order.language}",
        }
        subject, text, html = (
            self.templates.render(f"emails/{event}/{part}", language, **context)
            for part in ("subject.txt", "body.txt", "body.html")
        )
        shop_email = self.profile.contact.email
        return Mail(
            id=f"{order.id}.{event}",
            to=shop_email if to_owner else order.contact.email,
            to_name="" if to_owner else order.contact.name,
            subject=" ".join(subject.split()),
            text=text,
            html=html,
            language=language,
            reply_to=order.contact.email if to_owner else shop_email,
        )
