"""How they lie in the store: all as they are now in one partition, for lists and for whoever builds
the pages; every version ever kept in a partition of each one's own."""

from datetime import timedelta

from shop.ports import Item, Key
from shop.texts.model import Kind, Text
from shop.texts.public import TEXTS

FORM_KEPT = timedelta(days=2)  # longer than a session lasts


def text_key(kind: Kind, handle: str) -> Key:
    return Key(TEXTS, f"{kind}#{handle}")


def history(kind: Kind, handle: str) -> str:
    """The partition of its versions."""
    return f"TEXT#{kind}#{handle}"


def version_key(kind: Kind, handle: str, number: int) -> Key:
    return Key(history(kind, handle), f"{number:06d}")


def form_key(once: str) -> Key:
    """Of a form that made a new text, so that sent twice it makes one."""
    return Key(f"FORM#{once}", "TEXT")


def form_item(once: str, text: Text) -> Item:
    expires = int((text.at + FORM_KEPT).timestamp())
    return Item(form_key(once), {"kind": text.kind, "handle": text.handle}, expires_at=expires)


def text_item(text: Text) -> Item:
    return Item(text_key(text.kind, text.handle), text.model_dump(mode="json"))


def version_item(text: Text) -> Item:
    return Item(version_key(text.kind, text.handle, text.number), text.model_dump(mode="json"))


def text_from(item: Item) -> Text:
    return Text.model_validate(item.data)
