"""The owner's texts come, change and go; every page that names them follows."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from generator.build import Builder
from generator.publishing.publisher import Publisher
from generator.site import Site
from shop.ports import Store

from .conftest import sell, write_text
from .memory_site import MemorySite
from .samples import product, variant


def from_nothing(site: Site, folder: Path) -> Mapping[str, bytes]:
    shown = MemorySite()
    with closing(Builder(site.anew(), Publisher(shown), folder)) as builder:
        builder.build()
    (folder / "index.db").unlink()
    return shown.pages()


def test_texts_that_come_change_and_go_are_built_as_from_nothing(
    site: Site, store: Store, tmp_path: Path
) -> None:
    sell(store, product())
    shown = MemorySite()
    news, pages = site.content / "announcements", site.content / "pages"
    with closing(Builder(site, Publisher(shown), tmp_path / "build")) as builder:
        builder.build()
        for change in (
            lambda: write_text(news, "tet", "vi", "Tết"),
            lambda: write_text(news, "tet", "vi", "Tết!", "Closed."),
            (pages / "about.en.md").unlink,
            (news / "tet.vi.md").unlink,
        ):
            change()
            assert builder.build().full
            assert shown.pages() == from_nothing(site, tmp_path / "fresh")
            assert not builder.build().full


def test_a_price_leaves_texts_alone_and_pages_with_it_keep_their_banner(
    site: Site, store: Store, tmp_path: Path
) -> None:
    sell(store, product())
    shown = MemorySite()
    with closing(Builder(site, Publisher(shown), tmp_path / "build")) as builder:
        total = builder.build().pages_total
        sell(store, product(variants=(variant("GREEN-TEA", 1),)))
        report = builder.build()
    assert (report.full, report.pages_total) == (False, total)
    assert shown.pages() == from_nothing(site, tmp_path / "fresh")
    assert "Mở cửa lại" in shown.pages()["vi/products/green-tea.html"].decode()
