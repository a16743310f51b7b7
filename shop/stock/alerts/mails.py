"""What the mails about the stock say."""

import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from shop.errors import NotFound
from shop.i18n.languages import pick
from shop.ports import Item, Mail, Mailer, Store, Templates
from shop.pricing.keys import offer_key
from shop.pricing.model import Offer
from shop.profile import Profile
from shop.stock.alerts.service import cancel_query

PARTS = ("subject.txt", "body.txt", "body.html")


@dataclass(frozen=True, slots=True)
class StockMails:
    """What delivering an outbox message about the stock needs of the outside."""

    store: Store
    profile: Profile
    templates: Templates
    mailer: Mailer
    base_url: str
    key: str

    def deliver(self, message: Item) -> None:
        """Composes and sends one message. Raises whatever keeps it from being sent."""
        self.mailer.send(self.compose(message))

    def compose(self, message: Item) -> Mail:
        """To the shop in its language, to a shopper in theirs."""
        sku, event = str(message.data["sku"]), str(message.data["event"])
        record = self.store.get(offer_key(sku))
        if record is None:
            raise NotFound(f"The article {sku} is gone.")
        shop_email = self.profile.contact.email
        email = str(message.data.get("email", shop_email))
        language = str(message.data.get("language", self.profile.default_language))
        context = self._context(Offer.model_validate(record.data), message, email, language)
        subject, text, html = (
            self.templates.render(f"emails/{event}/{part}", language, **context) for part in PARTS
        )
        return Mail(
            id=f"stock.{_identity(message)}",
            to=email,
            to_name="",
            subject=" ".join(subject.split()),
            text=text,
            html=html,
            language=language,
            reply_to=shop_email,
        )

    def _context(self, offer: Offer, message: Item, email: str, language: str) -> dict[str, Any]:
        default = self.profile.default_language
        query = urlencode({**cancel_query(self.key, email), "lang": language})
        return {
            "title": pick({**offer.titles, default: offer.title}, language, default),
            "label": pick({**offer.labels, default: offer.label}, language, default),
            "sku": offer.sku,
            "on_hand": message.data.get("on_hand", 0),
            "product_url": f"{self.base_url}/{language}/products/{offer.handle}"
            f"#sku={quote(offer.sku, safe='')}",
            "cancel_url": f"{self.base_url}/api/stock-alerts/cancel?{query}",
        }


def _identity(message: Item) -> str:
    """The same for the same message, of letters and digits whatever the SKU is."""
    return hashlib.sha256("\n".join(message.key).encode()).hexdigest()[:32]
