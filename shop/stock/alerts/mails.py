"""What the mails about the stock say."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from shop.errors import Undelivered
from shop.i18n.languages import pick
from shop.mail.office import Envelope, PostOffice
from shop.ports import Item, Json, Mail, Store
from shop.pricing.keys import offer_key
from shop.pricing.model import Offer
from shop.stock.alerts.service import cancel_query


@dataclass(frozen=True, slots=True)
class StockMails:
    """Delivers outbox messages about the stock; `key` signs the links."""

    store: Store
    post: PostOffice
    key: str

    def deliver(self, message: Item) -> Mapping[str, Json]:
        """Composes and sends one message. Raises whatever keeps it from being sent."""
        return self.post.send(self.compose(message))

    def compose(self, message: Item) -> Mail:
        """To the shop in its language, to a shopper in theirs."""
        sku = str(message.data["sku"])
        record = self.store.get(offer_key(sku))
        if record is None:
            raise Undelivered(f"The article {sku} is gone.", permanent=True)
        envelope = Envelope(
            id=f"stock.{_identity(message)}",
            event=str(message.data["event"]),
            to=str(message.data.get("email", self.post.address)),
            language=self.post.language(str(message.data.get("language", ""))),
        )
        offer = Offer.model_validate(record.data)
        return self.post.write(envelope, self._facts(offer, message, envelope))

    def _facts(self, offer: Offer, message: Item, envelope: Envelope) -> dict[str, Any]:
        default, language = self.post.profile.default_language, envelope.language
        query = urlencode({**cancel_query(self.key, envelope.to), "lang": language})
        return {
            "title": pick({**offer.titles, default: offer.title}, language, default),
            "label": pick({**offer.labels, default: offer.label}, language, default),
            "sku": offer.sku,
            "on_hand": message.data.get("on_hand", 0),
            "product_url": f"{self.post.base_url}/{language}/products/{offer.handle}"
            f"#sku={quote(offer.sku, safe='')}",
            "cancel_url": f"{self.post.base_url}/api/stock-alerts/cancel?{query}",
        }


def _identity(message: Item) -> str:
    """The same for the same message, of letters and digits whatever the SKU is."""
    return hashlib.sha256("\n".join(message.key).encode()).hexdigest()[:32]
