"""What a build makes of a shop: every page, published, exported as a tree."""

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from generator.build import Builder
from generator.failures import BuildFailed
from generator.publishing.publisher import Publisher
from generator.site import Site
from shop.adapters.dir_site import DirSite
from shop.catalogue.model import Picture
from shop.ports import Store

from .conftest import LANGUAGES, Build, sell, text
from .samples import product, translated, usd, variant


def pages(public: Path) -> set[str]:
    return {path.relative_to(public).as_posix() for path in public.rglob("*.html")}


def snapshot(public: Path) -> dict[str, tuple[int, bytes]]:
    return {
        path.relative_to(public).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
        for path in public.rglob("*")
        if path.is_file()
    }


def test_every_page_exists_in_every_language(built: Build, public: Path, store: Store) -> None:
    sell(store, translated())
    report = built()
    expected = {"index.html", "404.html"}
    for code in LANGUAGES:
        expected |= {
            f"{code}/index.html",
            f"{code}/cart.html",
            f"{code}/search.html",
            f"{code}/products.html",
            f"{code}/announcements.html",
            f"{code}/announcements/open.html",
            f"{code}/pages/about.html",
            f"{code}/products/green-tea.html",
            f"{code}/categories/tea.html",
            f"{code}/categories/tea/green-tea.html",
            f"{code}/categories/tea/green-tea/spring-picking.html",
        }
    assert pages(public) == expected
    assert report.full
    assert report.pages_total == report.pages_written == len(expected)
    assert report.pages_rendered == len(expected) - 2 * len(LANGUAGES)  # Pelican rendered those


def test_shelves_on_the_home_page_show_different_pictures(
    built: Build, public: Path, store: Store
) -> None:
    pot = product("a-pot", pictures=(Picture(src="/media/pot.svg"),))
    tea = product("b-tea", pictures=(Picture(src="/media/tea.svg"),), categories=(("Gifts",),))
    sell(store, pot.model_copy(update={"categories": (("Ceramics",), ("Gifts",), ("Last",))}), tea)
    built()
    home = text(public, "en/index.html")
    assert re.findall(r'<a href="[^"]*"><img src="/media/(\w+).svg" alt="">', home) == [
        "pot",
        "tea",
        "pot",
    ]


def test_only_published_products_have_pages(built: Build, public: Path, store: Store) -> None:
    draft = product("draft-tea", status="draft", categories=(("Drafts",),))
    sell(store, product(), draft, product("old-tea", status="archived"))
    built()
    assert not [name for name in pages(public) if "draft" in name or "old-tea" in name]
    others = [file.read_bytes() for file in public.rglob("*") if file.is_file()]
    assert not [content for content in others if b"draft-tea" in content or b"old-tea" in content]


def test_listings_are_cut_into_pages_of_24(built: Build, public: Path, store: Store) -> None:
    sell(store, *(product(f"tea-{number}") for number in range(1, 51)))
    built()
    first = text(public, "en/categories/tea.html")
    third = text(public, "en/categories/tea/page/3.html")
    assert first.count("<article>") == 24
    assert '<a rel="next" href="/en/categories/tea/page/2">' in first
    assert third.count("<article>") == 2
    assert "3/3" in third
    assert first.index("Tea 2<") < first.index("Tea 10<")
    assert 'href="https://shop.example.com/vi/categories/tea/page/3"' in third


def test_a_title_with_markup_stays_text(built: Build, public: Path, store: Store) -> None:
    sell(store, product(title="<script>alert(1)</script>", description=""))
    built()
    for name in ("en/products/green-tea.html", "en/categories/tea.html", "en/index.html"):
        page = text(public, name)
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_json_ld_is_complete_json_on_the_page(built: Build, public: Path, store: Store) -> None:
    sell(store, product(title="Tea </script><b>"))
    built()
    page = text(public, "en/products/green-tea.html")
    body = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[0]
    things = {thing["@type"]: thing for thing in json.loads(body)["@graph"]}
    assert things["Product"]["name"] == "Tea </script><b>"
    assert [crumb["name"] for crumb in things["BreadcrumbList"]["itemListElement"]] == [
        "Hiên",
        "Tea",
        "Green tea",
        "Tea </script><b>",
    ]


def test_a_second_build_writes_nothing(built: Build, public: Path, store: Store) -> None:
    sell(store, product(), translated("spring-tea"))
    built()
    before = snapshot(public)
    report = built()
    assert (report.pages_written, report.pages_deleted, report.bytes_written) == (0, 0, 0)
    assert (report.pages_rendered, report.full, report.release) == (0, False, None)
    assert snapshot(public) == before


def test_a_price_rewrites_only_the_pages_that_show_it(
    built: Build, public: Path, store: Store
) -> None:
    pot = product("pot", categories=(("Ceramics",),))
    sell(store, product(), product("black-tea", categories=(("Tea", "Black tea"),)), pot)
    built()
    before = snapshot(public)
    sell(store, product(variants=(variant("GREEN-TEA", 999),)))
    report = built()
    after = snapshot(public)
    changed = {name for name in after if name.endswith(".html") and after[name] != before.get(name)}
    shown_on = {
        "index.html",
        "products.html",
        "categories/tea.html",
        "categories/tea/green-tea.html",
        "products/green-tea.html",
        "products/black-tea.html",
    }
    assert changed == {f"{code}/{name}" for code in LANGUAGES for name in shown_on}
    assert report.pages_written == len(changed)


def test_what_is_no_longer_sold_disappears(built: Build, public: Path, store: Store) -> None:
    sell(store, product(), product("pot", categories=(("Ceramics",),)))
    built()
    foreign = public / "verification.txt"
    foreign.write_text("not the shop's")
    sell(store, product("pot", status="archived"))
    report = built()
    assert report.pages_deleted == 8
    assert not (public / "vi/products/pot.html").exists()
    assert not (public / "vi/categories/ceramics.html").exists()
    assert foreign.exists()


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("Title: No date\nLang: en\nSlug: bad", "could not find information about 'date'"),
        ("Title: Bad date\nLang: en\nSlug: bad\nDate: soon", "'soon' is not a valid date"),
        ("Title: Klingon\nLang: tlh\nSlug: bad\nDate: 2026-11-20", "no language “tlh”"),
    ],
)
def test_a_text_pelican_would_skip_stops_the_build(
    built: Build, site: Site, head: str, reason: str
) -> None:
    (site.content / "announcements" / "bad.md").write_text(head + "\n\nWords.\n")
    with pytest.raises(BuildFailed, match=r"bad\.md") as failure:
        built()
    assert reason in failure.value.message


def test_a_setting_without_the_plugin_stops_the_build(site: Site, tmp_path: Path) -> None:
    conf = (site.conf / "pelicanconf.py").read_text().replace("[plugin]", "['missing_plugin']")
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "pelicanconf.py").write_text(conf)
    publisher = Publisher(DirSite(tmp_path / "published"))
    builder = Builder(replace(site, conf=tmp_path / "conf"), publisher, tmp_path / "build")
    with pytest.raises(BuildFailed, match="Cannot load plugin `missing_plugin`"):
        builder.build()
    assert publisher.paths() == frozenset()
    builder.close()


def test_money_of_a_listing_is_the_lowest_price(built: Build, public: Path, store: Store) -> None:
    sizes = (variant("S", 800, compare_at=usd(1000)), variant("L", 1500), variant("XL", None))
    sell(store, product(variants=sizes))
    built()
    assert "from $8.00 sale $10.00" in text(public, "en/categories/tea.html")


@pytest.mark.parametrize("name", ["announcements/2026/deep.md", "announcements/plain.markdown"])
def test_texts_are_found_wherever_pelican_reads_them(
    built: Build, public: Path, site: Site, name: str
) -> None:
    shutil.rmtree(site.content)
    path = site.content / name
    path.parent.mkdir(parents=True)
    path.write_text("Title: Moved\nSlug: moved\nLang: en\nDate: 2026-11-20\n\nWords.\n")
    built()
    assert "Words." in text(public, "en/announcements/moved.html")
    assert ">Moved</a>" in text(public, "vi/announcements.html")


def test_a_shop_without_texts_has_empty_feeds(built: Build, public: Path, site: Site) -> None:
    shutil.rmtree(site.content)
    built()
    assert "<entry>" not in text(public, "feeds/vi.atom.xml")
    assert "<article>" not in text(public, "vi/announcements.html")
