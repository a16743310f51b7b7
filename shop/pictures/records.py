"""How pictures lie in the store: one record a URL, and one a content, each under a hash.

``SOURCE``: {url, state: pending|stored|failed, path, etag, attempts, error, next_try, width,
height}. A pending one stands in the index PICTURES under the moment of its next try.
``NAME``: {name}: what a content was called first, so that it has one path whatever its URLs say.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from shop.clock import timestamp
from shop.ports import IndexKey, Item, Json, Key

PICTURES = "PICTURES"
PENDING, STORED, FAILED = "pending", "stored", "failed"


def source_key(url: str) -> Key:
    return Key(f"PICTURE#{_digest(url.encode('utf-8', 'replace'))}", "SOURCE")


def name_key(content: bytes) -> Key:
    return Key(f"PICTURE#{_digest(content)}", "NAME")


def new_source(url: str) -> Item:
    data: dict[str, Json] = {
        "url": url,
        "state": PENDING,
        "path": "",
        "etag": "",
        "attempts": 0,
        "error": "",
        "next_try": "",
    }
    return Item(source_key(url), data)


def waiting(item: Item, moment: datetime, **facts: Json) -> Item:
    """The record as it waits for `moment`."""
    due = timestamp(moment)
    return _changed(item, {"state": PENDING, "next_try": due, **facts}, IndexKey(PICTURES, due))


def stored(item: Item, **facts: Json) -> Item:
    return _changed(item, {"state": STORED, "error": "", "next_try": "", **facts}, None)


def failed(item: Item, **facts: Json) -> Item:
    """The record of a picture that is not tried again by itself."""
    return _changed(item, {"state": FAILED, "next_try": "", **facts}, None)


def attempts(item: Item) -> int:
    return int(str(item.data["attempts"]))


def _changed(item: Item, facts: Mapping[str, Json], index: IndexKey | None) -> Item:
    return replace(item, data={**item.data, **facts}, index=index)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
