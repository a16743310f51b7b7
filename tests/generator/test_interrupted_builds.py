"""Builds that were stopped, that others came between, and whose index is lost."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from generator import full
from generator.incremental import IncrementalBuild
from generator.index.pages import Pages

from .changes import make
from .changing import Changing
from .memory_site import MemorySite


class Killed(BaseException):
    """As by a signal: nobody catches it."""


@contextmanager
def killed_at(owner: Any, name: str) -> Iterator[None]:
    def die(*_args: Any, **_more: Any) -> None:
        raise Killed

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(owner, name, die)
        try:
            yield
        except Killed:
            return
    pytest.fail(f"{name} was never reached")


@pytest.mark.parametrize("taken_back", [False, True])
def test_a_build_killed_after_publishing_is_made_good_by_the_next(
    shop: Changing, *, taken_back: bool
) -> None:
    it = shop.product("p-3")
    shop.release(shop.change_set(it.model_copy(update={"title": "Killed"})))
    with killed_at(Pages, "update"):
        shop.build()
    assert b"Killed" in shop.shown.pages()["en/products/p-3.html"]
    if taken_back:
        shop.release(shop.change_set(it))
    shop.build()
    assert shop.is_right()
    make(shop, "price", 4, 4)
    assert not shop.build().full
    assert shop.is_right()


@pytest.mark.parametrize("step", ["stock", "other_pages", "write_slices", "remember"])
def test_a_whole_build_that_was_killed_is_begun_again(shop: Changing, step: str) -> None:
    make(shop, "new_shelf", 3, 1)
    with killed_at(full, step):
        shop.build()
    assert shop.build().full
    assert shop.is_right()


def test_a_build_killed_before_publishing_changes_nothing(shop: Changing) -> None:
    old = shop.shown.pages()
    make(shop, "price", 3, 5)
    with killed_at(IncrementalBuild, "_refill"):
        shop.build()
    assert shop.shown.pages() == old
    assert not shop.build().full
    assert shop.is_right()


def test_two_builders_of_one_index_see_what_the_other_did(shop: Changing) -> None:
    with closing(shop.another("build", shop.shown)) as other:
        for which in range(4):
            make(shop, "title", which, which)
            builder = other if which % 2 else shop.builder
            assert not builder.build().full
            assert shop.is_right()


def test_an_index_knows_only_what_it_published_itself(shop: Changing) -> None:
    with closing(shop.another("elsewhere", shop.shown)) as elsewhere:
        make(shop, "title", 3, 9)
        elsewhere.build()
        make(shop, "price", 4, 9)
        shop.build()
        assert shop.is_right()


def brought_back(shop: Changing, *names: str) -> None:
    """As from a backup of the store that is as old as the shop's beginning."""
    kept = shop.folder / "kept" / "shop.db"
    shop.close()
    (shop.folder / "shop.db").write_bytes(kept.read_bytes())
    for name in names:
        (shop.folder / name).unlink(missing_ok=True)
    shop.__post_init__()


def test_a_store_that_was_brought_back_from_a_backup_is_built_whole(shop: Changing) -> None:
    make(shop, "title", 3, 9)
    shop.build()
    brought_back(shop, "shop.db-wal", "shop.db-shm")
    make(shop, "price", 4, 9)
    report = shop.build()
    assert report.full
    assert shop.is_right()
    make(shop, "price", 5, 9)
    assert not shop.build().full


def test_a_power_failure_that_undoes_site_and_index_but_not_the_store(shop: Changing) -> None:
    """Marks are gone for good with `synchronous=FULL`; the other two may be a moment older."""
    shop.builder.close()
    index = shop.folder / "build" / "index.db"
    before, shown = index.read_bytes(), shop.shown.copy()
    make(shop, "title", 3, 9)
    assert not shop.build().full
    shop.builder.close()
    index.write_bytes(before)
    with closing(shop.another("build", shown)) as builder:
        assert builder.build().full
    assert shown.pages() == shop.shown.pages()


def test_marks_that_another_site_has_taken_are_missed(shop: Changing) -> None:
    """One store, two sites: what one has built, the other has not."""
    site = MemorySite()
    with closing(shop.another("other", site)) as other:
        other.build()
        make(shop, "title", 3, 9)
        shop.build()
        other.build()
        assert site.pages() == shop.shown.pages()


def test_what_a_power_failure_took_is_built_anew(shop: Changing) -> None:
    shop.shown.broken = frozenset({"en/products/p-3.html"})
    del shop.shown.entries["en/products/p-3.html"]
    assert shop.build().full
    assert shop.is_right()


def test_an_index_that_cannot_be_read_is_made_anew(shop: Changing) -> None:
    shop.builder.close()
    index = shop.folder / "build" / "index.db"
    for broken in (b"no database at all" * 100, torn(index)):
        index.write_bytes(broken)
        make(shop, "price", 3, 5)
        with closing(shop.another("build", shop.shown)) as builder:
            assert builder.build().full
        assert shop.is_right()


def torn(index: Path) -> bytes:
    """Its first page is whole, and then nothing makes sense."""
    content = index.read_bytes()
    return content[:4096] + b"\xff" * (len(content) - 4096)
