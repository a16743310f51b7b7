"""What the builder of the pages knows of them: it loads nothing but this."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from shop.ports import Item, Key, Store

TEXTS = "TEXTS"  # the partition of all of them as they are now
ROOM = "texts"  # as marks name them
FILES_ROOM = "text-files"  # the same of the files in content/, which begin and end, too
KINDS = ("announcement", "page")
_FILES = Key("TEXT_FILES", "TEXT_FILES")


def published(store: Store, now: datetime) -> Iterator[Mapping[str, Any]]:
    """Those that are shown at `now`, as `shop.texts.model.Text` has them in JSON."""
    after = None
    while True:
        page = store.query(TEXTS, after=after, limit=100)
        yield from (item.data for item in page.items if _shown(item.data, now))
        after = page.next
        if after is None:
            return


def within(begins: str | None, ends: str | None, now: datetime) -> bool:
    """Whether `now` lies in a window of ISO moments, each of which may be missing."""
    if begins and now < datetime.fromisoformat(begins):
        return False
    return not (ends and now >= datetime.fromisoformat(ends))


def file_handles(store: Store) -> dict[str, list[str]]:
    """By kind, the handles that files have, as the last build of everything found them."""
    item = store.get(_FILES)
    known: Mapping[str, Any] = item.data if item else {}
    return {kind: list(known.get(kind, ())) for kind in KINDS}


def remember_files(store: Store, announcements: list[str], pages: list[str]) -> None:
    """For those who choose handles at the desk, where there may be no files to look at."""
    store.put_many([Item(_FILES, {"announcement": [*announcements], "page": [*pages]})])


def _shown(data: Mapping[str, Any], now: datetime) -> bool:
    return data["status"] == "published" and within(data["begins"], data["ends"], now)
