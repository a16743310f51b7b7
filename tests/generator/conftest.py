"""A small shop to build: a theme of a few lines, texts in four languages, products three deep."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from factories import profile

from generator.build import Builder
from generator.publishing.publisher import Publisher
from generator.report import BuildReport
from generator.site import Site
from shop.adapters.dir_site import DirSite
from shop.adapters.sqlite_store import SqliteStore
from shop.adapters.theme import Theme
from shop.catalogue.model import Product
from shop.catalogue.records import product_item
from shop.ports import Item, Key, Store
from shop.rebuilds.service import mark

from .changing import Beginning, Changing

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
LANGUAGES = ("en", "vi", "zh-Hans", "zh-Hant")
BASE_URL = "https://shop.example.com"
TITLES = {"en": "Open again", "vi": "Mở cửa lại", "zh-Hans": "重新开门", "zh-Hant": "重新開門"}


Build = Callable[[], BuildReport]


def sell(store: Store, *products: Product, on_hand: int = 5) -> None:
    """Puts products into the catalogue, each of their variants with stock, and marks them."""
    stock = {"on_hand": on_hand, "held": 0, "sold": 0}
    for product in products:
        store.put_many([product_item(product)])
        store.put_many(Item(Key(f"SKU#{v.sku}", "STOCK"), stock) for v in product.variants)
    mark(store, handles=[product.handle for product in products])


def write_text(folder: Path, slug: str, language: str, title: str, body: str = "Words.") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    head = f"Title: {title}\nSlug: {slug}\nLang: {language}\nDate: 2026-11-20\nSummary: {title}!\n"
    (folder / f"{slug}.{language}.md").write_text(f"{head}\n{body}\n", encoding="utf-8")


def text(public: Path, name: str) -> str:
    return (public / name).read_text(encoding="utf-8")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = SqliteStore(tmp_path / "shop.db")
    yield store
    store.close()


@pytest.fixture
def site(tmp_path: Path, store: Store) -> Site:
    """The small theme and its texts, in folders a test may change."""
    theme = tmp_path / "theme"
    shutil.copytree(HERE / "theme", theme)
    content = tmp_path / "content"
    for language in LANGUAGES:
        write_text(content / "announcements", "open", language, TITLES[language], "**Come** in.")
        write_text(content / "pages", "about", language, f"About {language}")
    return Site(
        load_profile=lambda: profile(look={}),
        load_theme=lambda: Theme(theme, BASE_URL),
        store=store,
        theme_root=theme,
        content=content,
        conf=PROJECT / "site",
        base_url=BASE_URL,
    )


@pytest.fixture
def public(tmp_path: Path) -> Path:
    return tmp_path / "public"


@pytest.fixture
def builder(site: Site, tmp_path: Path) -> Iterator[Builder]:
    builder = Builder(site, Publisher(DirSite(tmp_path / "published")), tmp_path / "build")
    yield builder
    builder.close()


@pytest.fixture
def built(builder: Builder, public: Path) -> Build:
    """Builds the shop as it is now, and writes it as a tree into `public`."""

    def build() -> BuildReport:
        report = builder.build()
        builder.publisher.export(public)
        return report

    return build


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Beginning:
    """A shop to change: many products, no texts."""
    return Beginning(tmp_path_factory.mktemp("shop"))


@pytest.fixture
def shop(beginning: Beginning) -> Iterator[Changing]:
    opened = beginning.again()
    yield opened
    opened.close()
