"""What pages say beside the catalogue: renditions of pictures, and the price before a reduction."""

from pathlib import Path
from typing import Any

from factories import usd

from generator.source import Entry, StoredEntries
from generator.views import ProductViews
from shop.catalogue.model import Picture, Product
from shop.catalogue.releases.lowest import lowest_key
from shop.money import money_json
from shop.pictures.records import new_renditions, new_source, stored
from shop.ports import Item, Store

from .conftest import sell
from .samples import product, variant

PHOTO = "/media/0123456789abcdef-cup.jpg"
URL = "https://pictures.example/cup.jpg"
SOURCES = [{"type": "image/webp", "srcset": "/media/aa-cup-180.webp 180w"}]
CUP = product(
    "cup",
    pictures=(Picture(src=URL, alt="A cup"), Picture(src="/media/b.svg", alt="Drawn")),
    variants=(variant("CUP-S", 800, compare_at=usd(1000)), variant("CUP-L", 900)),
)


def draw(store: Store) -> None:
    """The picture by URL is stored, and has renditions."""
    facts: Any = {"width": 900, "height": 1200, "sources": SOURCES}
    store.put_many([stored(new_source(URL), path=PHOTO), stored(new_renditions(PHOTO), **facts)])


def read(store: Store, *products: Product) -> Entry:
    sell(store, *products)
    return next(StoredEntries(lambda: store).read([products[0].handle]))


def views() -> ProductViews:
    return ProductViews("en", "en")


def test_a_picture_with_renditions_says_so_on_page_and_card(store: Store) -> None:
    draw(store)
    entry = read(store, CUP)
    photo = {"src": PHOTO, "alt": "A cup", "width": 900, "height": 1200, "sources": SOURCES}
    assert views().product(entry)["pictures"] == [photo, {"src": "/media/b.svg", "alt": "Drawn"}]
    assert views().card(entry)["picture"] == photo


def test_a_stored_picture_that_is_named_twice_is_shown_once(store: Store) -> None:
    draw(store)
    twice = product("cup", pictures=(Picture(src=URL, alt="A cup"), Picture(src=PHOTO)))
    shown = views().product(read(store, twice))["pictures"]
    assert [(each["src"], each["alt"]) for each in shown] == [(PHOTO, "A cup")]


def test_without_renditions_a_picture_is_what_it_was(store: Store) -> None:
    entry = read(store, CUP)
    assert views().card(entry)["picture"] == {"src": URL, "alt": "A cup"}


def test_the_price_before_a_reduction_is_the_variants_own(store: Store) -> None:
    store.put_many(
        Item(lowest_key(sku), {"price": money_json(usd(850))}) for sku in ("CUP-S", "CUP-L")
    )
    page = views().product(read(store, CUP))
    assert page["lowest"] == money_json(usd(850))
    assert [v["lowest"] for v in page["variants"]] == [money_json(usd(850)), None]


def test_a_price_that_is_not_reduced_has_none_before_it(store: Store) -> None:
    store.put_many([Item(lowest_key("CUP-L"), {"price": money_json(usd(850))})])
    regular = product("cup", variants=(variant("CUP-L", 900),))
    assert views().product(read(store, regular))["lowest"] is None


def test_what_is_not_known_of_a_price_is_not_said(store: Store) -> None:
    store.put_many([Item(lowest_key("CUP-S"), {"price": None})])
    assert views().product(read(store, CUP))["lowest"] is None


def test_a_page_is_looked_at_again_when_one_of_them_comes(store: Store, tmp_path: Path) -> None:
    seen = {read(store, CUP).digest()}
    draw(store)
    seen.add(read(store, CUP).digest())
    store.put_many([Item(lowest_key("CUP-S"), {"price": money_json(usd(850))})])
    seen.add(read(store, CUP).digest())
    assert len(seen) == 3
