"""Editions, whatever the site lies in: what is written, what is skipped, what can come back."""

from collections.abc import Callable

import pytest

from generator.publishing.publisher import Published, Publisher
from shop.errors import InvalidInput, NotFound
from shop.ports import SiteFiles

Publish = Callable[..., Published]
Shown = Callable[[], dict[str, str]]

FILES = {
    "sitemap.xml": "s",
    "en/index.html": "h",
    "en/categories/tea.html": "c",
    "en/products/a.html": "p",
    "assets/site.1.css": "a",
}


def test_an_edition_shows_what_was_written(publish: Publish, shown: Shown) -> None:
    assert publish(FILES) == Published(release=1, pages_written=3, pages_deleted=0, bytes_written=5)
    assert shown() == FILES


def test_only_what_differs_is_written(publish: Publish, shown: Shown) -> None:
    publish(FILES)
    result = publish({**FILES, "en/products/a.html": "longer"})
    assert (result.release, result.pages_written, result.bytes_written) == (2, 1, 6)
    assert shown() == {**FILES, "en/products/a.html": "longer"}


def test_where_nothing_differs_there_is_no_release(publish: Publish, publisher: Publisher) -> None:
    publish(FILES)
    assert publish(FILES, whole=True) == Published()
    assert [release.number for release in publisher.releases()] == [1]


def test_a_whole_edition_deletes_everything_else(publish: Publish, shown: Shown) -> None:
    publish(FILES)
    result = publish({"en/index.html": "h"}, whole=True)
    assert (result.pages_written, result.pages_deleted) == (0, 2)
    assert shown() == {"en/index.html": "h"}


def test_named_pages_are_deleted_and_unknown_ones_are_not_missed(
    publish: Publish, shown: Shown
) -> None:
    publish(FILES)
    assert publish({}, ["en/products/a.html", "en/never.html"]).pages_deleted == 1
    assert shown().keys() == FILES.keys() - {"en/products/a.html"}


def test_a_page_that_is_written_and_deleted_is_written(publish: Publish, shown: Shown) -> None:
    publish({"en/a.html": "new"}, ["en/a.html"])
    assert shown() == {"en/a.html": "new"}


def test_an_edition_that_fails_shows_nothing(
    publish: Publish, publisher: Publisher, shown: Shown
) -> None:
    publish(FILES)

    def failing() -> None:
        with publisher.edition() as edition:
            edition.write("en/index.html", b"new")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert shown() == FILES
    publish({"en/index.html": "new"})
    assert shown() == {**FILES, "en/index.html": "new"}


@pytest.mark.parametrize("path", ["/en/a.html", "../a.html", "en/../../a.html", "en//a.html", ""])
def test_a_path_that_leads_elsewhere_is_refused(
    publish: Publish, publisher: Publisher, path: str
) -> None:
    with pytest.raises(InvalidInput):
        publish({path: "x"})
    assert publisher.paths() == frozenset()


def test_releases_tell_what_happened_newest_first(publish: Publish, publisher: Publisher) -> None:
    publish(FILES, note="first")
    publish({"en/products/a.html": "cheaper"}, ["sitemap.xml"], note="prices")
    newest, oldest = publisher.releases()
    assert (newest.number, newest.note, newest.pages_written) == (2, "prices", 1)
    assert (oldest.number, oldest.note, oldest.pages_written) == (1, "first", 3)


@pytest.fixture
def history(publish: Publish, shown: Shown) -> list[dict[str, str]]:
    """What readers saw after each of five releases; something changes twice, something returns,
    something is deleted, something deleted comes back."""
    states = []
    for files, deleted in (
        (FILES, []),
        ({"en/products/a.html": "2", "en/products/b.html": "b"}, []),
        ({"en/products/a.html": "3"}, ["en/products/b.html", "assets/site.1.css"]),
        ({"en/products/a.html": "p", "assets/site.2.css": "a"}, ["sitemap.xml"]),
        ({"en/products/b.html": "again"}, ["en/index.html"]),
    ):
        publish(files, deleted)
        states.append(shown())
    return states


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_every_release_comes_back_byte_for_byte(
    history: list[dict[str, str]], publisher: Publisher, shown: Shown, number: int
) -> None:
    assert publisher.rollback(number).release == 6
    assert shown() == history[number - 1]
    publisher.rollback(5)
    assert shown() == history[4]


def test_the_release_that_is_shown_needs_no_way_back(
    history: list[dict[str, str]], publisher: Publisher
) -> None:
    assert publisher.rollback(5) == Published()


def test_a_release_that_never_was_cannot_come_back(
    history: list[dict[str, str]], publisher: Publisher, shown: Shown
) -> None:
    with pytest.raises(NotFound):
        publisher.rollback(7)
    assert shown() == history[4]


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/en/products/a", "en/products/a.html"),
        ("/en/products/a.html", "en/products/a.html"),
        ("/en/", "en/index.html"),
        ("/en", "en/index.html"),
        ("/sitemap.xml", "sitemap.xml"),
        ("/assets/site.1.css", "assets/site.1.css"),
        ("/en/products/", None),
        ("/../secret", None),
        ("/", None),
    ],
)
def test_addresses_find_their_files(
    publish: Publish, publisher: Publisher, address: str, path: str | None
) -> None:
    publish(FILES)
    found = publisher.find(address)
    assert (found.path if found else None) == path
    if found:
        assert publisher.read(found) == FILES[found.path].encode()


def test_what_visitors_take_back_is_in_no_former_release(
    publish: Publish, publisher: Publisher, site: SiteFiles, shown: Shown
) -> None:
    voices = ("en/guestbook.html", "en/guestbook/page/2.html", "feeds/guestbook.en.atom.xml")
    publish({**FILES, **dict.fromkeys(voices, "taken back")})
    taken_back = [site.live()[path] for path in voices]
    now = {**FILES, "en/index.html": "new", voices[0]: "left", voices[2]: "left"}
    publish(now, whole=True)
    for kept in taken_back:
        with pytest.raises(NotFound):
            site.read(kept)
    publisher.rollback(1)
    assert shown() == {**now, "en/index.html": "h"}
