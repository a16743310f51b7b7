"""How the guestbook lies in the store.

An entry has an item of its own, listed for the desk by state (``GUESTBOOK#<state>`` in the index).
What pages show of a published one lies beside that in one partition, so that whoever builds the
pages reads them in one go, all of them and as they are now. Both are written in one transaction.
"""

from datetime import timedelta

from shop.clock import timestamp
from shop.guestbook.model import Entry
from shop.guestbook.public import PUBLIC
from shop.outbox.messages import message_key, message_put
from shop.ports import Absent, Delete, IndexKey, Item, Json, Key, Put, Write

KIND = "guestbook_mail"  # of the messages in the outbox
RECEIPT = "receipt"
DECLINED_KEPT = timedelta(days=60)  # an entry the owner may still change their mind about


def entry_key(entry_id: str) -> Key:
    return Key(f"GUESTBOOK#{entry_id}", "ENTRY")


def state_index(state: str) -> str:
    return f"GUESTBOOK#{state}"


def entry_item(entry: Entry, version: int = 0) -> Item:
    """Entries that wait stand in the order of their coming, published ones of their approval."""
    since = entry.published_at or entry.at
    expires = None
    if entry.state == "declined":
        expires = int((entry.history[-1].at + DECLINED_KEPT).timestamp())
    return Item(
        entry_key(entry.id),
        entry.model_dump(mode="json"),
        index=IndexKey(state_index(entry.state), f"{timestamp(since)}#{entry.id}"),
        expires_at=expires,
        version=version,
    )


def entry_from(item: Item) -> Entry:
    return Entry.model_validate(item.data)


def public_writes(before: Entry | None, after: Entry) -> list[Write]:
    """What pages show of an entry: nothing more, and where it is not published nothing."""
    key = _public_key(after)
    former = _public_key(before) if before else None
    writes: list[Write] = [Delete(former)] if former and former != key else []
    return [*writes, Put(Item(key, public_facts(after)))] if key else writes


def public_facts(entry: Entry) -> dict[str, Json]:
    published, replied = entry.published_at, entry.replied_at
    return {
        "id": entry.id,
        "name": entry.name,
        "text": entry.text,
        "language": entry.language,
        "at": timestamp(published) if published else "",
        "reply": entry.reply,
        "replied_at": timestamp(replied) if replied else "",
    }


def receipt_put(entry: Entry) -> Put:
    """Asks for the mail to the author; the address stays with the entry."""
    return message_put(entry_key(entry.id).pk, KIND, RECEIPT, {"entry": entry.id}, entry.at)


def receipt_key(entry_id: str) -> Key:
    """Of the message, which logs the address it was sent to."""
    return message_key(entry_key(entry_id).pk, KIND, RECEIPT)


def new_put(entry: Entry) -> Put:
    return Put(entry_item(entry), (Absent(),))


def _public_key(entry: Entry) -> Key | None:
    moment = entry.published_at
    return Key(PUBLIC, f"{timestamp(moment)}#{entry.id}") if moment else None
