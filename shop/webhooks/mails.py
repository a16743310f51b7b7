"""The mail to the owner when an address has failed for so long that nothing is sent there."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from shop.mail.sending import hand_over
from shop.ports import Item, Json, Mail, Mailer, Templates
from shop.profile import Profile

PARTS = ("subject.txt", "body.txt", "body.html")


@dataclass(frozen=True, slots=True)
class HookMails:
    """What delivering these mails needs of the outside."""

    profile: Profile
    templates: Templates
    mailer: Mailer

    def deliver(self, message: Item) -> Mapping[str, Json]:
        """Composes and sends one message. Raises whatever keeps it from being sent."""
        return hand_over(self.mailer, self.compose(message))

    def compose(self, message: Item) -> Mail:
        """To the shop, in its language."""
        language = self.profile.default_language
        context = {
            "url": str(message.data["url"]),
            "error": str(message.data["error"]),
            "since": datetime.fromisoformat(str(message.data["since"])),
        }
        subject, text, html = (
            self.templates.render(f"emails/webhook_disabled/{part}", language, **context)
            for part in PARTS
        )
        return Mail(
            id=f"webhook.{hashlib.sha256(message.key.sk.encode()).hexdigest()[:32]}",
            to=self.profile.contact.email,
            to_name="",
            subject=" ".join(subject.split()),
            text=text.strip() + "\n",
            html=html,
            language=language,
            reply_to=self.profile.contact.email,
        )
