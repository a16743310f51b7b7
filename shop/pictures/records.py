"""How pictures lie in the store: a partition for each URL, and one for each content.

``SOURCE``: {url, state: pending|stored|failed, path, etag, attempts, error, next_try, width,
height}: what is known of a URL. A pending one stands in the index PICTURES under the moment of its
next try.
``RENDITIONS``: {path, state, attempts, error, next_try, width, height, sources}: the same of a
stored picture's smaller versions, in the index RENDITIONS; `sources` are those of ``<picture>``.
``SHOWN#<handle>``: a product that shows it. ``FROM#<hash of a URL>``: where a content came from, so
that products which name the URL are found too.
``NAME``: {name}: what a content was called first, so that it has one path whatever its URLs say.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from shop.clock import timestamp
from shop.ports import IndexKey, Item, Json, Key

SOURCE = "SOURCE"  # the name of a URL's record in its partition
PICTURES = "PICTURES"
RENDITIONS = "RENDITIONS"
PENDING, STORED, FAILED = "pending", "stored", "failed"
SHOWN, FROM = "SHOWN#", "FROM#"
# Media is stored under a name that begins with a hash of its content (``shop.ports.Media``).
_MEDIA = re.compile(r"/media/([0-9a-f]{16,64})-")


def partition(src: str) -> str:
    """Of a URL, or of a path of the shop's own: there one content is one picture, however often
    and under whatever names it was stored."""
    own = _MEDIA.match(src) if src.startswith("/media/") else None
    return f"PICTURE#{own[1] if own else _digest(src.encode('utf-8', 'replace'))}"


def source_key(url: str) -> Key:
    return Key(partition(url), SOURCE)


def renditions_key(path: str) -> Key:
    return Key(partition(path), RENDITIONS)


def name_key(content: bytes) -> Key:
    return Key(f"PICTURE#{_digest(content)}", "NAME")


def shown_key(src: str, handle: str) -> Key:
    return Key(partition(src), SHOWN + handle)


def from_key(path: str, url: str) -> Key:
    return Key(partition(path), FROM + partition(url).removeprefix("PICTURE#"))


def new_source(url: str) -> Item:
    data: dict[str, Json] = {"url": url, "path": "", "etag": "", **_untried()}
    return Item(source_key(url), data)


def new_renditions(path: str) -> Item:
    return Item(renditions_key(path), {"path": path, **_untried()})


def waiting(item: Item, moment: datetime, **facts: Json) -> Item:
    """The record as it waits for `moment`, in the index of its kind."""
    due = timestamp(moment)
    index = RENDITIONS if item.key.sk == "RENDITIONS" else PICTURES
    return _changed(item, {"state": PENDING, "next_try": due, **facts}, IndexKey(index, due))


def stored(item: Item, **facts: Json) -> Item:
    return _changed(item, {"state": STORED, "error": "", "next_try": "", **facts}, None)


def failed(item: Item, **facts: Json) -> Item:
    """The record of a picture that is not tried again by itself."""
    return _changed(item, {"state": FAILED, "next_try": "", **facts}, None)


def attempts(item: Item) -> int:
    return int(str(item.data["attempts"]))


def is_stored(item: Item | None) -> bool:
    return item is not None and in_store(item.data)


def in_store(data: Mapping[str, Json] | None) -> bool:
    return data is not None and data["state"] == STORED


def _untried() -> dict[str, Json]:
    return {"state": PENDING, "attempts": 0, "error": "", "next_try": ""}


def _changed(item: Item, facts: Mapping[str, Json], index: IndexKey | None) -> Item:
    return replace(item, data={**item.data, **facts}, index=index)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
