"""How they lie in the store: all as they are now in one partition, for lists and for whoever builds
the pages; every version ever kept in a partition of each one's own."""

from shop.ports import Item, Key
from shop.texts.model import Kind, Text
from shop.texts.public import TEXTS


def text_key(kind: Kind, handle: str) -> Key:
    return Key(TEXTS, f"{kind}#{handle}")


def history(kind: Kind, handle: str) -> str:
    """The partition of its versions."""
    return f"TEXT#{kind}#{handle}"


def version_key(kind: Kind, handle: str, number: int) -> Key:
    return Key(history(kind, handle), f"{number:06d}")


def text_item(text: Text) -> Item:
    return Item(text_key(text.kind, text.handle), text.model_dump(mode="json"))


def version_item(text: Text) -> Item:
    return Item(version_key(text.kind, text.handle, text.number), text.model_dump(mode="json"))


def text_from(item: Item) -> Text:
    return Text.model_validate(item.data)
