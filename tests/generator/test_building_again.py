"""The second build and all that follow: few pages, whatever happened in between."""

from contextlib import closing
from typing import Any

import pytest

from generator.collections.model import bucket_of
from generator.failures import BuildFailed

from .changes import make
from .changing import PRODUCTS, Changing
from .memory_site import MemorySite
from .previewing import impact_of


def edit(shop: Changing, name: str, old: str, new: str) -> None:
    path = shop.theme / "templates" / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.mark.parametrize("change", ["price", "title", "sell", "sale", "recommend"])
def test_a_change_renders_only_pages_that_show_the_product(shop: Changing, change: str) -> None:
    before = shop.shown.pages()
    make(shop, change, 3, 0)
    handle = shop.handles()[3]
    shop.shown.kept.clear()
    report = shop.build()
    after = shop.shown.pages()
    rendered = {path for path in shop.shown.kept if path.endswith(".html")}
    assert not report.full
    assert len(rendered) == report.pages_rendered < report.pages_total / 3
    # The shelves of these look for a picture on every card of their first page.
    looking = {f"{code}/{name}.html" for code in ("en", "vi") for name in ("index", "search")}
    address = f"/products/{handle}".encode()
    vain = {path for path in rendered - looking if before[path] == after[path]}
    assert [path for path in vain if address not in before[path]] == []
    assert report.pages_written == sum(before[path] != after[path] for path in rendered)


def test_nothing_to_do_renders_nothing(shop: Changing) -> None:
    report = shop.build()
    assert (report.full, report.pages_rendered, report.release) == (False, 0, None)


def test_of_many_changes_all_is_built(shop: Changing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.incremental.MOST", 4)
    for which in range(6):
        make(shop, "price", which, 1)
    assert shop.build().full
    assert shop.is_right()


def test_more_products_than_collections_were_sorted_for_are_sorted_anew(
    shop: Changing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.collections.sitemap.PER_FILE", PRODUCTS)
    make(shop, "add", 1, 1)
    assert shop.build().full
    assert "sitemap-products-2.xml" in shop.shown.entries
    assert shop.is_right()
    make(shop, "remove", 0, 0)
    assert shop.build().full
    assert "sitemap-products-2.xml" not in shop.shown.entries
    assert shop.is_right()


def test_every_sitemap_of_other_pages_is_named_now_and_later(
    shop: Changing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.collections.sitemap.PAGES_PER_FILE", 4)
    (shop.theme / "css" / "a.css").write_text("body{color:red}")
    assert shop.build().full
    both = [b"/sitemap-pages.xml<", b"/sitemap-pages-2.xml<"]
    assert [name in shop.shown.pages()["sitemap.xml"] for name in both] == [True, True]
    assert b"/categories/" in shop.shown.pages()["sitemap-pages-2.xml"]
    # A file of cards that has none any more: what names files is written without the others.
    files = [bucket_of(handle, 16) for handle in shop.handles()]
    least = min(files, key=files.count)
    shop.release(shop.change_set(removed=[h for h in shop.handles() if bucket_of(h, 16) == least]))
    shop.shown.kept.clear()
    assert not shop.build().full
    assert "sitemap.xml" in shop.shown.kept
    assert shop.is_right()


def test_a_page_that_fails_is_named_and_the_rest_is_published(shop: Changing) -> None:
    old = shop.shown.pages()
    edit(
        shop,
        "product.html",
        "<h1>",
        '<h1 class="new">{% if product.title == "Thing 3" %}\n{{ product.titel }}{% endif %}',
    )
    report = shop.build()
    assert [f"/{code}/products/p-3:" in problem for code, problem in failures(report)] == [True] * 2
    assert all("product.html, line 5" in problem for problem in report.failed)
    now = shop.shown.pages()
    assert now["en/products/p-3.html"] == old["en/products/p-3.html"]
    assert b'<h1 class="new">' in now["en/products/p-4.html"]
    make(shop, "price", 10, 1)
    again = shop.build()
    assert (again.full, again.failed) == (False, report.failed)
    shop.release(shop.change_set(shop.product("p-3").model_copy(update={"title": "Third"})))
    assert shop.build().failed == ()
    assert shop.is_right()


def failures(report: Any) -> list[tuple[str, str]]:
    return list(zip(("en", "vi"), report.failed, strict=True))


def test_a_new_product_whose_page_fails_gets_it_when_it_can(shop: Changing) -> None:
    edit(shop, "product.html", "<h1>", '<h1>{{ product.nothing if product.title == "New" }}')
    shop.build()
    it = shop.product("p-3").model_copy(update={"handle": "n", "title": "New", "variants": ()})
    shop.release(shop.change_set(it))
    report = shop.build()
    assert (report.full, len(report.failed)) == (False, 2)
    assert "en/products/n.html" not in shop.shown.entries
    shop.release(shop.change_set(it.model_copy(update={"title": "Newer"})))
    assert shop.build().failed == ()
    assert shop.is_right()


def test_where_every_page_fails_nothing_changes_and_nothing_is_forgotten(shop: Changing) -> None:
    old = shop.shown.pages()
    make(shop, "price", 3, 5)
    edit(shop, "base.html", "{{ page_title }}", "{{ page_titel }}")
    with pytest.raises(BuildFailed, match="for the page /en/products/p-0: UndefinedError"):
        shop.build()
    assert shop.shown.pages() == old
    edit(shop, "base.html", "{{ page_titel }}", "{{ page_title }}")
    assert shop.build().failed == ()
    assert shop.shown.pages() != old
    assert shop.is_right()


def test_settings_and_words_of_the_theme_are_read_anew(shop: Changing) -> None:
    words = shop.theme / "translations" / "vi.po"
    words.parent.mkdir(exist_ok=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    for word in ("Giỏ", "Giỏ hàng"):
        words.write_text(f'{head}msgid "Cart"\nmsgstr "{word}"\n')
        assert shop.build().full
        assert f"<title>{word}</title>".encode() in shop.shown.pages()["vi/cart.html"]
    (shop.theme / "css" / "a.css").write_text("body{color:red}")
    shop.build()
    assert shop.is_right()


def test_a_preview_of_more_than_is_built_one_by_one(
    shop: Changing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.incremental.MOST", 0)
    cheaper = [shop.product(handle) for handle in shop.handles()[:6]]
    change_set = shop.change_set(
        *(it.model_copy(update={"title": f"{it.title}!"}) for it in cheaper)
    )
    impact = impact_of(shop.builder, change_set)
    shop.release(change_set)
    report = shop.build()
    assert (report.full, report.pages_written) == (True, impact.affected)


def test_builders_of_different_sites_leave_each_other_alone(shop: Changing) -> None:
    site = MemorySite()
    with closing(shop.another("build-2", site)) as other:
        other.build()
        make(shop, "price", 3, 5)
        shop.build()
    assert shop.is_right()
    assert site.pages() != shop.shown.pages()
