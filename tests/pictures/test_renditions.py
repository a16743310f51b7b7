"""Smaller versions of stored pictures: drawn once, remembered, and shown where there are any."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from shop.adapters.dir_media import DirMedia
from shop.pictures.backlog import DRAWN_AT_ONCE, Bite, work_off
from shop.pictures.lab import LEASE, Lab
from shop.pictures.model import Drawn
from shop.pictures.records import (
    RENDITIONS,
    new_renditions,
    new_source,
    renditions_key,
    shown_key,
    waiting,
)
from shop.pictures.renditions import renditions_due
from shop.pictures.service import collect
from shop.pictures.shown import shown, with_sources
from shop.ports import Item, Store
from shop.rebuilds.service import waiting as marked

from .conftest import PNG, A, Clock, Web


def stored_photo(lab: Lab, content: bytes = PNG + b"photo", name: str = "cup.png") -> str:
    """A picture that waits to be drawn, shown by the product "cup"."""
    path = lab.media.put(name, content)
    lab.store.put_many(
        [waiting(new_renditions(path), lab.clock()), Item(shown_key(path, "cup"), {})]
    )
    return path


def state(store: Store, path: str) -> dict[str, object]:
    item = store.get(renditions_key(path))
    assert item
    return dict(item.data)


def test_they_are_stored_and_the_products_are_marked(
    lab: Callable[..., Lab], store: Store, tmp_path: Path
) -> None:
    path = stored_photo(lab(Web({})))
    assert renditions_due(lab(Web({}))) == (1, [path])
    facts = shown(store, [path, "/media/0123456789abcdef-unknown.png", A])
    assert facts.keys() == {path}
    assert (facts[path]["width"], facts[path]["height"]) == (400, 300)
    types = [source["type"] for source in facts[path]["sources"]]
    assert types == ["image/webp", "image/png"]
    for source in facts[path]["sources"]:
        address, width = source["srcset"].split()
        assert (tmp_path / address.lstrip("/")).exists()
        assert width == "180w"
    assert marked(store).handles == {"cup"}
    assert renditions_due(lab(Web({}))) == (0, [])


def test_a_picture_from_a_url_marks_the_products_that_name_the_url(
    lab: Callable[..., Lab], store: Store
) -> None:
    store.put_many([Item(shown_key(A, "saucer"), {})])
    path = collect(lab(Web({A: PNG})), [A]).paths[A]
    store.delete_many(marked(store).marks)
    assert renditions_due(lab(Web({}))).paths == [path]
    assert marked(store).handles == {"saucer"}


def test_where_the_picture_itself_is_best_it_stands_among_them(
    lab: Callable[..., Lab], store: Store
) -> None:
    path = stored_photo(lab(Web({})))

    def itself(content: bytes, name: str) -> Drawn:
        drawn = lab(Web({})).draw(content, name)
        first, second = drawn.renditions
        own = second.__class__("image/png", 400, b"")
        return Drawn(400, 300, (first, second, own))

    renditions_due(lab(Web({}))._replace(draw=itself))
    assert shown(store, [path])[path]["sources"][1]["srcset"].endswith(f"180w, {path} 400w")


def test_a_picture_that_cannot_be_drawn_is_shown_as_it_is(
    lab: Callable[..., Lab], store: Store
) -> None:
    path = stored_photo(lab(Web({})), PNG + b"damaged")
    assert renditions_due(lab(Web({}))) == (1, [])
    assert shown(store, [path]) == {}
    assert state(store, path)["state"] == "failed"
    assert not store.query_index(RENDITIONS).items


def test_a_picture_that_saves_nothing_is_shown_as_it_is(
    lab: Callable[..., Lab], store: Store
) -> None:
    path = stored_photo(lab(Web({})))
    renditions_due(lab(Web({}))._replace(draw=lambda *_: Drawn(10, 10)))
    assert shown(store, [path]) == {}
    assert state(store, path)["state"] == "stored"


def test_a_picture_that_is_gone_is_no_reason_to_stop(lab: Callable[..., Lab], store: Store) -> None:
    store.put_many([waiting(new_renditions("/media/0123456789abcdef-gone.png"), Clock()())])
    path = stored_photo(lab(Web({})))
    assert renditions_due(lab(Web({}))) == (2, [path])
    assert renditions_due(lab(Web({}))).tried == 0


def test_a_full_disk_is_waited_for(lab: Callable[..., Lab], store: Store, tmp_path: Path) -> None:
    def put(*_: object) -> str:
        raise OSError(28, "No space left on device")

    clock = Clock()
    path = stored_photo(lab(Web({}), clock))
    full = DirMedia(tmp_path / "media")
    full.put = put  # type: ignore[method-assign]
    assert renditions_due(lab(Web({}), clock)._replace(media=full)) == (1, [])
    assert state(store, path)["state"] == "pending"
    clock.now += timedelta(minutes=6)
    assert renditions_due(lab(Web({}), clock)).paths == [path]


def test_who_died_at_work_leaves_it_to_the_next(lab: Callable[..., Lab]) -> None:
    clock = Clock()
    path = stored_photo(lab(Web({}), clock))

    def die(*_: object) -> Drawn:
        raise SystemExit

    with suppress(SystemExit):
        renditions_due(lab(Web({}), clock)._replace(draw=die))
    assert renditions_due(lab(Web({}), clock)).tried == 0, "it is leased"
    clock.now += LEASE + timedelta(seconds=1)
    assert renditions_due(lab(Web({}), clock)).paths == [path]


def test_two_workers_do_not_draw_one_picture_twice(lab: Callable[..., Lab]) -> None:
    path = stored_photo(lab(Web({})))
    other: list[int] = []

    def meanwhile(content: bytes, name: str) -> Drawn:
        other.append(renditions_due(lab(Web({}))).tried)
        return lab(Web({})).draw(content, name)

    assert renditions_due(lab(Web({}))._replace(draw=meanwhile)).paths == [path]
    assert other == [0]


def test_a_backlog_is_worked_off_in_small_bites(lab: Callable[..., Lab]) -> None:
    for number in range(DRAWN_AT_ONCE + 2):
        stored_photo(lab(Web({})), PNG + b"photo" + bytes([number]))
    assert work_off(lab(Web({})), fetch=True) == Bite(DRAWN_AT_ONCE, 0, DRAWN_AT_ONCE)
    assert work_off(lab(Web({})), fetch=True) == Bite(2, 0, 2)
    assert work_off(lab(Web({})), fetch=True) == Bite()


def test_nothing_is_asked_of_the_web_where_the_owner_says_so(
    lab: Callable[..., Lab], store: Store
) -> None:
    store.put_many([waiting(new_source(A), Clock()())])
    path = stored_photo(lab(Web({})))
    web = Web({A: PNG})
    assert work_off(lab(web), fetch=False) == Bite(1, 0, 1)
    assert web.asked == []
    assert shown(store, [path])


def test_a_picture_is_fetched_and_then_drawn(lab: Callable[..., Lab], store: Store) -> None:
    clock = Clock()
    shop = lab(Web({A: PNG}), clock)
    collect(lab(Web({A: OSError("away")}), clock), [A])
    clock.now += timedelta(minutes=6)
    assert work_off(shop, fetch=True) == Bite(2, 1, 1)


def test_a_view_has_sources_where_there_are_renditions(
    lab: Callable[..., Lab], store: Store
) -> None:
    path = stored_photo(lab(Web({})))
    renditions_due(lab(Web({})))
    known = shown(store, [path])
    view = {"src": path, "alt": "A cup"}
    assert with_sources(view, known) == {**view, **known[path]}
    assert with_sources({**view, "src": A}, known) == {**view, "src": A}
    assert with_sources(view, {}) == view
