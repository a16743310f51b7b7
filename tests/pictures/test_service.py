"""Collecting pictures: each content once, failures as warnings that are tried again."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from shop.adapters.dir_media import DirMedia
from shop.errors import PictureUnavailable, ShopError
from shop.pictures.fetching import keep
from shop.pictures.hosts import FAILURES, Hosts
from shop.pictures.lab import Lab
from shop.pictures.records import PICTURES, shown_key, source_key
from shop.pictures.rules import MAX_ATTEMPTS
from shop.pictures.service import collect, retry_due
from shop.pictures.shown import paths
from shop.ports import Fetched, Item, Store
from shop.rebuilds.service import waiting

from .conftest import PNG, A, B, C, Clock, Web


def away(host: str | None = None) -> ShopError:
    details = {"unreachable": host} if host else {}
    return PictureUnavailable("The server is away.", **details)


def test_pictures_are_cleaned_stored_and_remembered(
    lab: Callable[..., Lab], store: Store, tmp_path: Path
) -> None:
    web = Web({A: PNG + b"EXIFa", B: PNG + b"b"})
    seen: list[tuple[int, int]] = []
    done = collect(lab(web), [A, B, A, "cup.png", "/media/x.png"], lambda *n: seen.append(n))
    assert done.warnings == []
    assert done.paths.keys() == {A, B}
    assert seen == [(1, 2), (2, 2)]
    assert (tmp_path / done.paths[A].lstrip("/")).read_bytes() == PNG + b"a"
    record = store.get(source_key(A))
    assert record
    assert record.index is None
    assert record.data["state"] == "stored"
    assert (record.data["etag"], record.data["width"], record.data["height"]) == ('"v1"', 3, 2)
    assert paths(store, [A, "cup.png", C]) == {A: done.paths[A]}


def test_what_is_stored_is_not_fetched_again(lab: Callable[..., Lab]) -> None:
    web = Web({A: PNG, B: PNG + b"b"})
    first = collect(lab(web), [A])
    second = collect(lab(web), [A, B])
    assert second.paths[A] == first.paths[A]
    assert web.asked == [A, B]


def test_one_content_under_many_urls_is_stored_once(
    lab: Callable[..., Lab], tmp_path: Path
) -> None:
    many = {f"https://pictures.example/{i}/name-{i}.png": PNG + b"EXIF" * i for i in range(20)}
    done = collect(lab(Web(dict(many))), many)
    assert len(set(done.paths.values())) == 1
    assert len(list((tmp_path / "media").iterdir())) == 1


def test_a_reference_without_scheme_is_the_same_picture(lab: Callable[..., Lab]) -> None:
    web = Web({A: PNG})
    bare = A.removeprefix("https:")
    done = collect(lab(web), [bare, A])
    assert done.paths[bare] == done.paths[A]
    assert web.asked == [A]


def test_a_failing_picture_is_a_warning_with_its_next_try(
    lab: Callable[..., Lab], store: Store
) -> None:
    web = Web({A: away(), B: PNG, C: b"<html>"})
    done = collect(lab(web), [A, B, C, "http://127.1/x.png"])
    assert done.paths.keys() == {B}
    warnings = {warning.reference: warning for warning in done.warnings}
    assert warnings.keys() == {A, C, "http://127.1/x.png"}
    assert (warnings[A].code, warnings[A].message) == ("picture_waits", "The server is away.")
    assert warnings[A].next_try == "2026-11-22T08:35:00.000000Z"
    assert (warnings[C].code, warnings[C].next_try) == ("picture_failed", "")
    assert [item.key for item in store.query_index(PICTURES).items] == [source_key(A)]


def test_a_failure_is_tried_again_when_its_time_has_come(lab: Callable[..., Lab]) -> None:
    web, clock = Web({A: away()}), Clock()
    collect(lab(web, clock), [A])
    assert retry_due(lab(web, clock)).paths == {}
    assert len(web.asked) == 1
    clock.now += timedelta(minutes=6)
    web.pages[A] = PNG
    assert retry_due(lab(web, clock)).paths.keys() == {A}
    clock.now += timedelta(days=9)
    assert retry_due(lab(web, clock)).paths == {}
    assert len(web.asked) == 2


def test_it_is_given_up_after_a_while_and_tried_when_asked_for_again(
    lab: Callable[..., Lab], store: Store
) -> None:
    web, clock = Web({A: away()}), Clock()
    collect(lab(web, clock), [A])
    for _ in range(20):
        clock.now += timedelta(days=10)
        retry_due(lab(web, clock))
    assert len(web.asked) == MAX_ATTEMPTS
    assert not store.query_index(PICTURES).items
    web.pages[A] = PNG
    assert collect(lab(web, clock), [A]).paths.keys() == {A}


def test_two_workers_do_not_fetch_one_picture_twice(lab: Callable[..., Lab], store: Store) -> None:
    clock = Clock()
    collect(lab(Web({A: away()}), clock), [A])
    clock.now += timedelta(minutes=6)
    second = Web({A: PNG})

    class Slow(Web):
        def fetch(self, url: str) -> Fetched:
            retry_due(lab(second, clock))
            return super().fetch(url)

    assert retry_due(lab(Slow({A: PNG}), clock)).paths.keys() == {A}
    assert second.asked == []


def test_a_process_that_died_leaves_its_pictures_to_the_worker(lab: Callable[..., Lab]) -> None:
    class Died(Exception):
        """Not one that anybody expects."""

    clock = Clock()
    with pytest.raises(Died):
        collect(lab(Web({A: Died(), B: Died()}), clock), [A, B])
    clock.now += timedelta(hours=1)
    done = retry_due(lab(Web({A: PNG, B: PNG}), clock))
    assert done.paths.keys() == {A, B}


def test_a_host_that_is_away_is_not_waited_for_again_and_again(lab: Callable[..., Lab]) -> None:
    many = [f"https://away.example/{i}.png" for i in range(100)]
    web = Web(dict.fromkeys(many, away("away.example")) | {A: PNG})
    done = collect(lab(web), [*many, A])
    assert done.paths.keys() == {A}
    assert len(done.warnings) == 100
    assert FAILURES <= len(web.asked) - 1 < 30
    assert all(warning.next_try for warning in done.warnings)


def test_a_full_disk_is_a_warning_too(lab: Callable[..., Lab], tmp_path: Path) -> None:
    (tmp_path / "media").write_bytes(b"a file where the folder should be")
    done = collect(lab(Web({A: PNG})), [A])
    assert done.paths == {}
    assert [warning.code for warning in done.warnings] == ["picture_waits"]


def test_pictures_are_fetched_side_by_side(lab: Callable[..., Lab]) -> None:
    meeting = threading.Barrier(8, timeout=30)

    class Together(Web):
        def fetch(self, url: str) -> Fetched:
            meeting.wait()
            return super().fetch(url)

    many = {f"https://pictures.example/{i}.png": PNG + bytes([i]) for i in range(16)}
    assert len(collect(lab(Together(dict(many))), many).paths) == 16


def test_kept_pictures_share_a_path_whatever_they_are_called(store: Store, tmp_path: Path) -> None:
    media = DirMedia(tmp_path / "media")
    assert keep(store, media, "a.png", PNG) == keep(store, media, "b.png", PNG)
    assert keep(store, media, "a.png", PNG + b"c") != keep(store, media, "a.png", PNG)


def test_no_references_do_nothing(lab: Callable[..., Lab]) -> None:
    done = collect(lab(Web({})), [])
    assert (done.paths, done.warnings) == ({}, [])


def test_pictures_of_a_host_that_is_away_are_put_off_all_at_once(
    lab: Callable[..., Lab], store: Store
) -> None:
    many = [f"https://away.example/{i}.png" for i in range(100)]
    web, clock = Web(dict.fromkeys(many, away("away.example"))), Clock()
    collect(lab(web, clock), many)
    clock.now += timedelta(minutes=6)
    tired = lab(web, clock)._replace(hosts=Hosts(clock))
    retry_due(tired, limit=FAILURES)
    asked = len(web.asked)
    done = retry_due(tired, limit=1)
    assert len(web.asked) == asked
    assert len(done.warnings) == 100 - FAILURES
    assert retry_due(tired) == retry_due(lab(Web({}), clock))


def test_a_host_that_is_never_back_is_given_up(lab: Callable[..., Lab], store: Store) -> None:
    many = [f"https://away.example/{i}.png" for i in range(30)]
    web, clock = Web(dict.fromkeys(many, away("away.example"))), Clock()
    tired = lab(web, clock)._replace(hosts=Hosts(clock))
    collect(tired, many)
    for _ in range(MAX_ATTEMPTS):
        clock.now += timedelta(days=10)
        while retry_due(tired).warnings:
            pass
    assert not store.query_index(PICTURES).items


def test_products_that_show_a_picture_are_marked_when_it_comes(
    lab: Callable[..., Lab], store: Store
) -> None:
    store.put_many([Item(shown_key(A, handle), {}) for handle in ("cup", "saucer")])
    store.put_many([Item(shown_key(B, "plate"), {})])
    collect(lab(Web({A: PNG, B: away()})), [A, B])
    assert waiting(store).handles == {"cup", "saucer"}


def test_a_picture_of_very_many_products_marks_them_all(
    lab: Callable[..., Lab], store: Store
) -> None:
    handles = {f"product-{number}" for number in range(2500)}
    store.put_many([Item(shown_key(A, handle), {}) for handle in handles])
    collect(lab(Web({A: PNG})), [A])
    assert waiting(store).handles == handles
