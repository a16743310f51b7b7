"""The receipt of an entry: it thanks, and brings the link by which its author takes it back.

It says nothing of what was typed, so that nobody can have the shop send words to strangers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from shop.guestbook.model import Entry
from shop.guestbook.records import entry_from, entry_key
from shop.guestbook.service import withdraw_query
from shop.mail.office import Envelope, PostOffice
from shop.ports import Item, Json, Mail, Store


@dataclass(frozen=True, slots=True)
class GuestbookMails:
    """Delivers outbox messages about the guestbook; `key` signs the links."""

    store: Store
    post: PostOffice
    key: str

    def deliver(self, message: Item) -> Mapping[str, Json]:
        """Raises whatever keeps the mail from being sent. Who took the entry back gets none."""
        record = self.store.get(entry_key(str(message.data["entry"])))
        entry = entry_from(record) if record else None
        if entry is None or not entry.email:
            return {"answer": "not sent: the entry was withdrawn or declined meanwhile"}
        return self.post.send(self.compose(entry))

    def compose(self, entry: Entry) -> Mail:
        language = self.post.language(entry.language)
        query = urlencode({**withdraw_query(self.key, entry.id), "lang": language})
        envelope = Envelope(f"guestbook.{entry.id}", "guestbook_receipt", entry.email, language)
        address = f"{self.post.base_url}/api/guestbook/withdraw?{query}"
        return self.post.write(envelope, {"withdraw_url": address})
