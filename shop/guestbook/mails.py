"""The receipt of an entry: it thanks, and brings the link by which its author takes it back.

It says nothing of what was typed, so that nobody can have the shop send words to strangers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from shop.guestbook.model import Entry
from shop.guestbook.records import entry_from, entry_key
from shop.guestbook.service import withdraw_query
from shop.mail.sending import hand_over
from shop.ports import Item, Json, Mail, Mailer, Store, Templates
from shop.profile import Profile

PARTS = ("subject.txt", "body.txt", "body.html")


@dataclass(frozen=True, slots=True)
class GuestbookMails:
    """What delivering an outbox message about the guestbook needs of the outside."""

    store: Store
    profile: Profile
    templates: Templates
    mailer: Mailer
    base_url: str
    key: str

    def deliver(self, message: Item) -> Mapping[str, Json]:
        """Raises whatever keeps the mail from being sent. Who took the entry back gets none."""
        record = self.store.get(entry_key(str(message.data["entry"])))
        entry = entry_from(record) if record else None
        if entry is None or not entry.email:
            return {"answer": "not sent: the entry was withdrawn or declined meanwhile"}
        return hand_over(self.mailer, self.compose(entry))

    def compose(self, entry: Entry) -> Mail:
        language = entry.language
        query = urlencode({**withdraw_query(self.key, entry.id), "lang": language})
        address = f"{self.base_url}/api/guestbook/withdraw?{query}"
        subject, text, html = (
            self.templates.render(
                f"emails/guestbook_receipt/{part}", language, withdraw_url=address
            )
            for part in PARTS
        )
        return Mail(
            id=f"guestbook.{entry.id}",
            to=entry.email,
            to_name="",
            subject=" ".join(subject.split()),
            text=text,
            html=html,
            language=language,
            reply_to=self.profile.contact.email,
        )
