"""Announcements and pages of the desk: which pages they have built, and that these are the same as
of a file."""

import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from generator.atom import path_of
from generator.failures import BuildFailed
from shop.rebuilds.service import mark_item
from shop.texts.files import files_of
from shop.texts.model import Draft, Words
from shop.texts.public import ROOM, file_handles
from shop.texts.records import text_item
from shop.texts.service import Editor, Place, change, create, find, withdraw

from .changing import LANGUAGES, Beginning, Changing
from .conftest import PROJECT, write_text

NEWS = Place("announcement", "kiln")
ATOM = "{http://www.w3.org/2005/Atom}"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def shop(beginning: Beginning) -> Iterator[Changing]:
    """With a quiet announcement from long ago, which nobody changes, in English only."""
    with closing(beginning.again()) as opened:
        publish(opened, Place("announcement", "old"), draft("Old", banner=True))
        opened.pass_time(0)
        opened.build()
        yield opened


@pytest.fixture
def files(shop: Changing) -> Iterator[Path]:
    """The folder of announcements in files, as long as the test runs."""
    conf = shop.folder / "conf" / "pelicanconf.py"
    shutil.copy(PROJECT / "site" / "pelicanconf.py", conf)
    folder = shop.site.content / "announcements"
    folder.mkdir(parents=True, exist_ok=True)
    yield folder
    shutil.rmtree(folder)
    conf.unlink()


def draft(title: str = "The kiln opens", body: str = "**Come** in.", **more: object) -> Draft:
    words = {"en": Words(title=title, body=body)}
    return Draft.model_validate({"banner": False, **more, "words": words | more.pop("words", {})})


def editor(shop: Changing) -> Editor:
    return Editor("mai@example.com", shop.clock, UTC)


def publish(shop: Changing, place: Place, what: Draft) -> None:
    create(shop.store, editor(shop), place, what, ask="publish")


def page(shop: Changing, path: str) -> str:
    return shop.shown.pages()[path].decode()


def changed_by_a_build(shop: Changing) -> set[str]:
    """The paths whose bytes are others after the next build, which must not be of everything."""
    before = shop.shown.pages()
    report = shop.build()
    assert not report.full
    after = shop.shown.pages()
    assert after == shop.from_nothing()
    return {path for path in {*before, *after} if before.get(path) != after.get(path)}


def test_a_new_announcement_has_only_the_pages_built_that_show_it(shop: Changing) -> None:
    publish(shop, NEWS, draft())
    lists = {f"{code}/announcements.html" for code in LANGUAGES}
    homes = {f"{code}/index.html" for code in LANGUAGES}
    own = {"en/announcements/kiln.html"}
    assert changed_by_a_build(shop) == lists | homes | own | {path_of("en"), "sitemap-pages.xml"}
    assert "<strong>Come</strong> in." in page(shop, "en/announcements/kiln.html")
    assert "/en/announcements/kiln<" in page(shop, "sitemap-pages.xml")
    assert "The kiln opens" in page(shop, "vi/announcements.html")


def test_its_text_is_on_its_own_page_and_in_the_feed(shop: Changing) -> None:
    publish(shop, NEWS, draft())
    shop.build()
    what = draft(body="Stay **out**.", words={})
    change(shop.store, editor(shop), NEWS, what, seen=1)
    summaries = {f"{code}/{name}.html" for code in LANGUAGES for name in ("index", "announcements")}
    assert changed_by_a_build(shop) == {"en/announcements/kiln.html", path_of("en")} | summaries


def test_what_a_language_says_appears_in_that_language(shop: Changing) -> None:
    publish(shop, NEWS, draft(words={"vi": Words(title="Mở lò", summary="Tới nhé", body="Mời.")}))
    changed = changed_by_a_build(shop)
    assert {"vi/announcements/kiln.html", path_of("vi")} <= changed
    assert "Mở lò" in page(shop, "vi/index.html")
    assert 'hreflang="vi" href="https://shop.example.com/vi/announcements/kiln"' in page(
        shop, "en/announcements/kiln.html"
    )


def test_one_in_the_line_above_every_page_has_all_of_them_built(shop: Changing) -> None:
    publish(shop, NEWS, draft(banner=True))
    assert shop.build().full
    assert '<p class="banner"><a href="/en/announcements/kiln">' in page(
        shop, "en/products/p-1.html"
    )


def test_it_begins_and_ends_by_itself(shop: Changing) -> None:
    begins = shop.clock.moment.replace(minute=0) + timedelta(hours=2)
    publish(shop, NEWS, draft(begins=begins, ends=begins + timedelta(hours=2)))
    shop.build()
    for shown in (False, True, True, False):
        assert ("en/announcements/kiln.html" in shop.shown.pages()) is shown
        assert ("The kiln opens" in page(shop, "en/index.html")) is shown
        shop.pass_time(2 if shown is False else 1)
        changed_by_a_build(shop)


def test_a_withdrawn_one_leaves_all_pages(shop: Changing) -> None:
    before = shop.shown.pages()
    publish(shop, NEWS, draft())
    shop.build()
    withdraw(shop.store, editor(shop), NEWS, seen=1)
    changed_by_a_build(shop)
    assert shop.shown.pages() == before


def test_a_page_is_in_the_footer_of_every_page(shop: Changing) -> None:
    publish(shop, Place("page", "visit"), draft("Visit us"))
    assert shop.build().full
    assert '<a href="/en/pages/visit">Visit us</a>' in page(shop, "en/products/p-1.html")
    change(shop.store, editor(shop), Place("page", "visit"), draft("Visit us", "By boat."), seen=1)
    assert changed_by_a_build(shop) == {"en/pages/visit.html"}


def test_many_announcements_are_listed_on_pages_of_their_own(shop: Changing) -> None:
    for number in range(24):
        shop.pass_time(0)
        publish(shop, Place("announcement", f"n-{number}"), draft(f"News {number}"))
    assert "en/announcements/page/2.html" in changed_by_a_build(shop)
    withdraw(shop.store, editor(shop), Place("announcement", "n-3"), seen=1)
    assert "en/announcements/page/2.html" in changed_by_a_build(shop)
    assert "en/announcements/page/2.html" not in shop.shown.pages()


def test_markup_is_shown_as_it_was_typed(shop: Changing) -> None:
    publish(shop, NEWS, draft(SCRIPT, f"{SCRIPT} [x](javascript:alert(1))"))
    shop.build()
    for path, content in shop.shown.pages().items():
        assert SCRIPT not in content.decode(), path
        assert "javascript:" not in content.decode(), path
    assert page(shop, "en/announcements/kiln.html").count("&lt;script&gt;") >= 2
    feed = ET.fromstring(page(shop, path_of("en")))  # noqa: S314 - our own
    assert feed.findtext(f"{ATOM}entry/{ATOM}title") == SCRIPT


def test_a_file_of_the_same_address_is_refused_by_the_build(shop: Changing, files: Path) -> None:
    publish(shop, NEWS, draft())
    shop.build()
    write_text(files, "kiln", "en", "From a file")
    with pytest.raises(BuildFailed, match=r"content/announcements and the desk both have .*kiln"):
        shop.build()


def test_one_that_got_into_the_store_beside_a_file_is_refused_too(
    shop: Changing, files: Path
) -> None:
    write_text(files, "kiln", "en", "From a file")
    shop.build()
    assert file_handles(shop.store) == {"announcement": ["kiln"], "page": []}
    publish(shop, Place("announcement", "other"), draft())
    one = find(shop.store, Place("announcement", "other")).model_copy(update={"handle": "kiln"})
    shop.store.put_many([text_item(one), mark_item(rooms=[ROOM], clock=shop.clock)])
    with pytest.raises(BuildFailed, match="both have a text “kiln”"):
        shop.build()


def test_both_are_in_one_list_the_newest_first(shop: Changing, files: Path) -> None:
    write_text(files, "tet", "en", "Closed")  # of 20 November
    publish(shop, NEWS, draft(words={"vi": Words(title="Mở lò", body="Mời.")}))
    shop.build()
    for listed in (page(shop, "en/announcements.html"), page(shop, path_of("en"))):
        assert listed.index("The kiln opens") < listed.index("Closed")
    assert "Mở lò" in page(shop, "vi/announcements.html")
    assert 'class="banner"><a href="/en/announcements/old">' in page(
        shop, "en/announcements/tet.html"
    )
    assert shop.is_right()


def test_as_a_file_it_makes_the_same_pages(shop: Changing, files: Path) -> None:
    words = {
        "vi": Words(title="Mở lò", summary="Tới nhé", body="| a |\n|--:|\n| <b> |\n\n[x](/vi/)")
    }
    begins = shop.clock.moment.replace(minute=0)
    publish(shop, NEWS, draft(words=words, begins=begins, ends=begins + timedelta(days=9)))
    publish(shop, Place("page", "visit"), draft("Visit us", "By `<boat>`."))
    shop.build()
    before = shop.shown.pages()
    for place in (NEWS, Place("page", "visit")):
        for file in files_of(find(shop.store, place)):
            assert file.same
            path = shop.site.content / file.path
            path.parent.mkdir(exist_ok=True)
            path.write_text(file.content, encoding="utf-8")
        withdraw(shop.store, editor(shop), place, seen=1)
    shop.build()
    assert shop.shown.pages() == before
    shutil.rmtree(shop.site.content / "pages")


def test_a_file_begins_and_ends_by_itself(shop: Changing, files: Path) -> None:
    write_text(files, "tet", "en", "Closed")
    begins, ends = (shop.clock.moment + timedelta(hours=hours) for hours in (1, 3))
    head = f"Begins: {begins.isoformat()}\nEnds: {ends.isoformat()}\nBanner: no\n"
    file = files / "tet.en.md"
    file.write_text(head + file.read_text(encoding="utf-8"), encoding="utf-8")
    shop.build()
    for shown in (False, True, False):
        assert ("en/announcements/tet.html" in shop.shown.pages()) is shown
        assert ("Closed" in page(shop, "vi/index.html")) is shown
        assert "Closed" not in page(shop, "en/products/p-1.html")
        assert shop.is_right()
        shop.pass_time(2)
        shop.build()
