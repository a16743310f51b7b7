"""Products that wait for being printed: each comes again as it was, wherever they wait."""

import errno
import io
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from factories import usd

from generator.source import Entry, StoredEntries
from generator.taken import Taken
from shop.catalogue.model import Picture
from shop.catalogue.releases.lowest import lowest_key
from shop.money import money_json
from shop.pictures.records import new_renditions, stored
from shop.ports import Item, Store

from .conftest import sell
from .samples import product, variant

PHOTO = "/media/0123456789abcdef-cup.jpg"
HANDLES = ["cup", "jar", "pot"]


class FullDisk(io.BytesIO):
    """Room for the first of them."""

    def write(self, content: bytes) -> int:  # type: ignore[override]
        if self.tell():
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(content)


@pytest.fixture
def entries(store: Store) -> StoredEntries:
    """One that is reduced and sold out in part, one with a picture, one with neither."""
    facts = {"width": 900, "height": 1200, "sources": [{"type": "image/webp", "srcset": "/a 1w"}]}
    lowest = {"price": money_json(usd(850))}
    store.put_many([stored(new_renditions(PHOTO), **facts), Item(lowest_key("CUP-S"), lowest)])
    variants = (variant("CUP-S", 800, compare_at=usd(1000)), variant("CUP-L", 900))
    sell(
        store,
        product("cup", variants=variants),
        product("jar", pictures=(Picture(src=PHOTO, alt="Ấm \u2028 🫖"),)),
        product("pot"),
    )
    return StoredEntries(lambda: store)


def taken_again(
    taken: Taken, entries: StoredEntries, order: Sequence[str] = HANDLES
) -> Iterator[Entry]:
    for entry in entries.read(HANDLES):
        entry.made["a view"] = object()  # stays behind: it would be of another process
        taken.add(entry)
    return taken.again(order, entries)


@pytest.mark.parametrize("kept", [True, False])
def test_each_comes_again_as_it_was(entries: StoredEntries, tmp_path: Path, *, kept: bool) -> None:
    folder = tmp_path / "build"
    folder.mkdir()
    with closing(Taken(folder, kept=kept)) as taken:
        again = [*taken_again(taken, entries)]
    assert again == [*entries.read(HANDLES)]
    assert [bool(entry.shown) for entry in again] == [False, True, False]
    assert [bool(entry.lowest) for entry in again] == [True, False, False]
    assert [*folder.iterdir()] == []


@pytest.mark.parametrize("kept", [True, False])
def test_they_come_in_the_order_asked_for(entries: StoredEntries, *, kept: bool) -> None:
    """Those nobody asked for last; of others, which are in another hand, nothing is known here."""
    with closing(Taken(None, kept=kept)) as taken:
        again = [*taken_again(taken, entries, ["pot", "elsewhere", "jar"])]
    assert [entry.handle for entry in again] == ["pot", "jar", "cup"]
    assert {entry.handle: entry for entry in again} == {
        entry.handle: entry for entry in entries.read(HANDLES)
    }


def test_a_disk_without_room_for_them_costs_time_alone(
    entries: StoredEntries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.taken.TemporaryFile", lambda **_where: FullDisk())
    assert [*taken_again(Taken(None, kept=False), entries)] == [*entries.read(HANDLES)]
