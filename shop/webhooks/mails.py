"""The mail to the owner when an address has failed for so long that nothing is sent there."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from shop.mail.office import Envelope, PostOffice
from shop.ports import Item, Json, Mail


@dataclass(frozen=True, slots=True)
class HookMails:
    """Delivers outbox messages about addresses that were switched off."""

    post: PostOffice

    def deliver(self, message: Item) -> Mapping[str, Json]:
        """Composes and sends one message. Raises whatever keeps it from being sent."""
        return self.post.send(self.compose(message))

    def compose(self, message: Item) -> Mail:
        """To the shop, in its language."""
        envelope = Envelope(
            id=f"webhook.{hashlib.sha256(message.key.sk.encode()).hexdigest()[:32]}",
            event="webhook_disabled",
            to=self.post.address,
            language=self.post.language(),
        )
        facts = {
            "url": str(message.data["url"]),
            "error": str(message.data["error"]),
            "since": datetime.fromisoformat(str(message.data["since"])),
        }
        return self.post.write(envelope, facts)
