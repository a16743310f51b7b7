"""A whole build by several processes makes what one alone makes."""

import os
import signal
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.build import Builder
from generator.failures import BuildFailed
from generator.impact import Impact
from generator.publishing.publisher import Publisher
from generator.render import Press
from shop.adapters.dir_site import DirSite
from shop.adapters.sqlite_store import SqliteStore
from shop.catalogue.model import ProductText

from .changing import Changing
from .previewing import impact_of

HANDS = 2


class Hands:
    """The same shop, built by several processes into a folder."""

    def __init__(self, shop: Changing, folder: Path) -> None:
        self.shop = shop
        site = replace(shop.site, reopen=lambda: SqliteStore(shop.folder / "shop.db"))
        self.builder = Builder(site, Publisher(DirSite(folder / "public")), folder / "build")

    def shown(self) -> Mapping[str, bytes]:
        publisher = self.builder.publisher
        return {path: publisher.content(path) for path in publisher.paths()}


@pytest.fixture
def hands(shop: Changing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hands]:
    monkeypatch.setattr("generator.crew.WORTH_FORKING", 1)
    monkeypatch.setattr("generator.crew.cores", lambda: HANDS)
    monkeypatch.setattr("generator.crew.threading.active_count", lambda: 1)  # other tests' threads
    hands = Hands(shop, tmp_path)
    yield hands
    hands.builder.close()


@pytest.mark.parametrize("per_file", [1000, 10])
def test_many_hands_make_the_same_pages(
    hands: Hands, monkeypatch: pytest.MonkeyPatch, per_file: int
) -> None:
    """Where a bucket of products lies in one hand, and where it is shared by all."""
    monkeypatch.setattr("generator.collections.sitemap.PER_FILE", per_file)
    report = hands.builder.build()
    assert (report.full, report.failed) == (True, ())
    assert hands.shown() == hands.shop.from_nothing()


def test_a_shop_too_large_for_memory_has_the_same_pages(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its products wait in a file, its cards are forgotten and read again."""
    monkeypatch.setattr("generator.hand.KEPT", 0)
    monkeypatch.setattr("generator.index.whole.MANY", 0)
    monkeypatch.setattr("generator.index.whole.SOME", 2)
    hands.builder.build()
    assert hands.shown() == hands.shop.from_nothing()


def test_names_of_categories_are_those_of_the_first_product_whoever_reads_it(
    hands: Hands,
) -> None:
    products = [hands.shop.product(handle) for handle in hands.shop.handles()[:12]]
    texts = [
        {"vi": ProductText(categories=tuple(tuple(f"{p} {n}" for p in path) for path in c))}
        for n, c in enumerate(it.categories for it in products)
    ]
    named = [it.model_copy(update={"texts": own}) for it, own in zip(products, texts, strict=True)]
    hands.shop.release(hands.shop.change_set(*named))
    hands.builder.build()
    assert hands.shown() == hands.shop.from_nothing()


def test_what_many_hands_built_is_changed_by_one(hands: Hands) -> None:
    hands.builder.build()
    for handle in hands.shop.handles()[:3]:
        it = hands.shop.product(handle)
        hands.shop.release(hands.shop.change_set(it.model_copy(update={"title": "Changed"})))
        assert not hands.builder.build().full
        assert hands.shown() == hands.shop.from_nothing()


def test_a_preview_of_everything_counts_what_many_hands_will_write(hands: Hands) -> None:
    hands.builder.build()
    it = hands.shop.product("p-3").model_copy(update={"categories": (("New shelf",),)})
    change_set = hands.shop.change_set(it)
    impact = impact_of(hands.builder, change_set)
    hands.shop.release(change_set)
    report = hands.builder.build()
    assert report.full
    affected = report.pages_written + report.pages_deleted
    assert impact == Impact(affected, report.pages_total)


def test_a_hand_that_is_stopped_stops_the_build(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, print_page = os.getpid(), Press.print

    def die(press: Press, *page: Any) -> Any:
        if os.getpid() != mine:
            os.kill(os.getpid(), signal.SIGKILL)
        return print_page(press, *page)

    with monkeypatch.context() as patched:
        patched.setattr(Press, "print", die)
        with pytest.raises(BuildFailed, match="process that rendered pages"):
            hands.builder.build()
    assert hands.shown() == {}
    assert hands.builder.build().full
    assert hands.shown() == hands.shop.from_nothing()
