"""Every page in every language, each with its own words, links and feed."""

import re
from pathlib import Path

import pytest

from generator.site import Site
from shop.ports import Store

from .conftest import LANGUAGES, TITLES, Build, sell, text, write_text
from .samples import product, translated


def test_texts_fall_back_where_a_language_has_none(
    built: Build, public: Path, store: Store
) -> None:
    sell(store, translated())
    built()
    titles = dict.fromkeys(LANGUAGES, "Green tea")
    titles |= {"vi": "Trà xanh", "zh-Hant": "綠茶", "zh-Hans": "綠茶"}
    for code, title in titles.items():
        page = text(public, f"{code}/products/green-tea.html")
        assert f'<html lang="{code}">' in page
        assert f"<h1>{title}</h1>" in page
    assert "<h1>Trà hái xuân (1)</h1>" in text(
        public, "vi/categories/tea/green-tea/spring-picking.html"
    )


@pytest.mark.parametrize("name", ["products/green-tea", "categories/tea", "pages/about", "cart"])
def test_pages_name_their_sisters_and_a_default(
    built: Build, public: Path, store: Store, name: str
) -> None:
    sell(store, product())
    built()
    found = re.findall(r'hreflang="([^"]+)" href="([^"]+)"', text(public, f"vi/{name}.html"))
    assert dict(found) == {
        **{code: f"https://shop.example.com/{code}/{name}" for code in LANGUAGES},
        "x-default": f"https://shop.example.com/en/{name}",
    }


def test_home_pages_default_to_the_language_chooser(built: Build, public: Path) -> None:
    built()
    link = '<link rel="alternate" hreflang="x-default" href="https://shop.example.com/">'
    assert link in text(public, "zh-Hans/index.html")


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", ["announcements/open", "pages/about"])
def test_what_pelican_renders_has_the_frame_of_its_own_language(
    built: Build, public: Path, store: Store, code: str, name: str
) -> None:
    sell(store, translated())
    built()
    page = text(public, f"{code}/{name}.html")
    category = {"en": "Tea", "vi": "Trà", "zh-Hans": "茶", "zh-Hant": "茶"}[code]
    assert f'<html lang="{code}">' in page
    assert f'<a href="/{code}/categories/tea">{category}</a>' in page
    assert f'<link rel="canonical" href="https://shop.example.com/{code}/{name}">' in page
    assert f'<a href="/{code}/announcements/open">{TITLES[code]}</a>' in page
    assert page.count('aria-current="true"') == 1
    other = next(c for c in LANGUAGES if c != code)
    assert f"/{other}/categories/tea" not in page


def test_markdown_of_the_owner_is_html(built: Build, public: Path) -> None:
    built()
    assert "<strong>Come</strong> in." in text(public, "vi/announcements/open.html")


def test_a_text_missing_in_a_language_is_linked_in_another(
    built: Build, public: Path, site: Site
) -> None:
    write_text(site.content / "announcements", "only", "vi", "Chỉ tiếng Việt")
    built()
    assert '<a href="/vi/announcements/only">Chỉ tiếng Việt</a>' in text(
        public, "en/announcements.html"
    )
    page = text(public, "vi/announcements/only.html")
    assert '<a href="/en/">English</a>' in page
    assert 'hreflang="en"' not in page


def test_feeds_hold_their_own_language_only(built: Build, public: Path, site: Site) -> None:
    for path in site.content.glob("announcements/*.zh-Hant.md"):
        path.unlink()
    built()
    for code in LANGUAGES:
        feed = text(public, f"feeds/{code}.atom.xml")
        assert f'xml:lang="{code}"' in feed
        assert f"<id>https://shop.example.com/feeds/{code}.atom.xml</id>" in feed
        assert "<name/>" not in feed
        for other, title in TITLES.items():
            assert (title in feed) == (other == code and code != "zh-Hant")
