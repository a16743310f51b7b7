"""The guestbook's pages: what is on them, and what an approved entry has built anew."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import closing

import pytest

from generator.guestbook import PER_SHEET, feed_path
from shop.guestbook.model import Draft
from shop.guestbook.service import approve, reply, withdraw, write

from .changing import LANGUAGES, Beginning, Changing
from .previewing import impact_of

PAGE = """{% extends "base.html" %}{% block content %}<h1>{{ page_title }}</h1>
{% for entry in entries %}<p id="{{ entry.id }}">{{ entry.name }}: {{ entry.text }}</p>
{% if entry.reply %}<blockquote>{{ entry.reply }}</blockquote>{% endif %}{% endfor %}
<p>{{ pagination.page }} of {{ pagination.pages }}</p>{% endblock %}"""
ATOM = "{http://www.w3.org/2005/Atom}"
SCRIPT = "<script>alert('1')</script> & “more”\nsecond line"


@pytest.fixture
def shop(beginning: Beginning) -> Iterator[Changing]:
    """With a guestbook in its theme, and built."""
    with closing(beginning.again()) as opened:
        (opened.theme / "templates" / "guestbook.html").write_text(PAGE, encoding="utf-8")
        opened.build()
        yield opened


def leave(shop: Changing, number: int, text: str = "Lovely tea") -> str:
    draft = Draft(name=f"Guest {number}", text=text, language="vi")
    return write(shop.store, draft, f"E{number}", shop.clock).id


def publish(shop: Changing, number: int, text: str = "Lovely tea") -> str:
    shop.pass_time(0)
    return approve(shop.store, leave(shop, number, text), "mai", shop.clock).id


def page(shop: Changing, path: str) -> str:
    return shop.shown.pages()[path].decode()


def test_an_empty_guestbook_has_a_page_and_a_feed_in_every_language(shop: Changing) -> None:
    for language in LANGUAGES:
        assert "1 of 1" in page(shop, f"{language}/guestbook.html")
        assert feed_path(language) in shop.shown.pages()
    assert "https://shop.example.com/en/guestbook<" in page(shop, "sitemap-pages.xml")


def test_an_approved_entry_has_only_the_guestbook_built(shop: Changing) -> None:
    before = shop.shown.pages()
    publish(shop, 1)
    report = shop.build()
    after = shop.shown.pages()
    assert (report.full, report.pages_rendered) == (False, len(LANGUAGES))
    changed = {path for path in after if after[path] != before.get(path)}
    own = {f"{code}/guestbook.html" for code in LANGUAGES} | set(map(feed_path, LANGUAGES))
    assert changed == own
    assert after == shop.from_nothing()


def test_an_entry_that_waits_has_nothing_built(shop: Changing) -> None:
    leave(shop, 1)
    assert shop.build().pages_rendered == 0


def test_markup_is_shown_as_it_was_typed(shop: Changing) -> None:
    publish(shop, 1, SCRIPT)
    shop.build()
    text = page(shop, "en/guestbook.html")
    assert "<script>" not in text
    assert "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; “more”\nsecond line" in text
    feed = ET.fromstring(page(shop, feed_path("en")))  # noqa: S314 - our own
    content = feed.findtext(f"{ATOM}entry/{ATOM}content") or ""
    assert "&lt;script&gt;" in content
    assert "“more”<br>second line" in content


def test_entries_fill_sheets_and_leave_them(shop: Changing) -> None:
    for number in range(PER_SHEET + 1):
        publish(shop, number)
    shop.build()
    assert "2 of 2" in page(shop, "vi/guestbook/page/2.html")
    assert 'id="E0"' in page(shop, "vi/guestbook/page/2.html")
    assert shop.is_right()
    withdraw(shop.store, "E5", "author", shop.clock)
    report = shop.build()
    assert (report.full, report.pages_deleted) == (False, len(LANGUAGES))
    assert 'id="E0"' in page(shop, "vi/guestbook.html")
    assert shop.is_right()


def test_a_reply_touches_only_its_sheet(shop: Changing) -> None:
    for number in range(PER_SHEET + 2):
        publish(shop, number)
    shop.build()
    reply(shop.store, "E0", "Thank you", "mai", shop.clock)
    report = shop.build()
    assert report.pages_rendered == len(LANGUAGES)
    assert "Thank you" in page(shop, "en/guestbook/page/2.html")
    assert shop.is_right()


def test_other_changes_leave_the_guestbook_alone_and_right(shop: Changing) -> None:
    publish(shop, 1)
    shop.build()
    shop.stock("P-3", 0)
    publish(shop, 2)
    report = shop.build()
    assert not report.full
    assert shop.is_right()


def test_a_preview_leaves_the_guestbook_as_it_is(shop: Changing) -> None:
    publish(shop, 1)
    before = shop.shown.pages()
    change_set = shop.change_set(shop.product("p-1").model_copy(update={"title": "Other"}))
    impact = impact_of(shop.builder, change_set)
    assert shop.shown.pages() == before
    shop.release(change_set)
    report = shop.build()
    assert impact.affected == report.pages_written
    assert shop.is_right()


def test_a_shop_without_one_has_no_page(beginning: Beginning) -> None:
    with closing(beginning.again()) as shop:
        publish(shop, 1)
        shop.build()
        assert not any("guestbook" in path for path in shop.shown.pages())
