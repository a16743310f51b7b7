"""Page, JSON-LD, feed and search say the price the checkout takes, of every sample product."""

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import orjson
import pytest

from functions.bootstrap import compose
from generator.product_data import product_data
from generator.source import Entry, StoredEntries
from generator.views import ProductViews
from infra.cli.catalogue import load_sample
from shop.clock import now
from shop.money import Money
from shop.ports import Store
from shop.pricing.keys import offer_key
from shop.pricing.model import Offer
from shop.settings import load_settings

from .shelf import BASE, files_of

LANGUAGES = ("en", "vi", "zh-Hans", "zh-Hant")
Prices = dict[str, tuple[Money, Money | None]]  # by SKU: what is taken, and the former price


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    home = tmp_path_factory.mktemp("shop")
    services = compose(load_settings({"SHOP_HOME": str(home)}))
    load_sample(services)
    yield services.store
    services.store.close()


@pytest.fixture(scope="module")
def entries(store: Store) -> list[Entry]:
    found = StoredEntries(lambda: store)
    return list(found.read(found.handles()))


@pytest.fixture(scope="module")
def book(store: Store, entries: list[Entry]) -> Prices:
    """The price book, read as the checkout reads it."""
    keys = [offer_key(v["sku"]) for entry in entries for v in entry.product["variants"]]
    offers = [Offer.model_validate(item.data).at(now()) for item in store.get_many(keys).values()]
    assert len(offers) == len(keys) > 50
    return {
        offer.sku: (offer.price, former(offer.price, offer.compare_at))
        for offer in offers
        if offer.price
    }


def former(price: Money, before: Money | None) -> Money | None:
    return before if before and price < before else None


def decimal(text: str, currency: str) -> Money:
    return Money.from_decimal(text, currency)


def written(text: str) -> Money:
    return decimal(*text.split(" "))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_it(book: Prices, entries: list[Entry], language: str) -> None:
    said: Prices = {}
    for entry in entries:
        for variant in ProductViews(language, "en").product(entry)["variants"]:
            if variant["price"]:
                before = variant["compare_at"]
                said[variant["sku"]] = Money(**variant["price"]), before and Money(**before)
    assert said == book


@pytest.mark.parametrize("language", LANGUAGES)
def test_json_ld_says_it(book: Prices, entries: list[Entry], language: str) -> None:
    said: Prices = {}
    for entry in entries:
        view = ProductViews(language, "en").product(entry)
        data = orjson.loads(product_data(BASE, entry, view, "", ""))
        for thing in data.get("hasVariant", [data]):
            if "offers" in thing:
                said[thing["sku"]] = offer_prices(thing["offers"])
    assert said == book


def offer_prices(offer: dict[str, Any]) -> tuple[Money, Money | None]:
    currency = offer["priceCurrency"]
    before = offer.get("priceSpecification")
    return (
        decimal(offer["price"], currency),
        decimal(before["price"], currency) if before else None,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_feed_says_it(book: Prices, entries: list[Entry], language: str) -> None:
    said: Prices = {}
    feed = files_of("product-feed", entries)[f"feeds/{language}/products.xml"]
    for item in ET.fromstring(feed).iter("item"):  # noqa: S314 - our own
        facts = {child.tag.partition("}")[2]: child.text or "" for child in item}
        price = written(facts["price"])
        sale = written(facts["sale_price"]) if "sale_price" in facts else None
        said[facts["id"]] = (sale, price) if sale else (price, None)
    assert said == book


@pytest.mark.parametrize("language", LANGUAGES)
def test_search_says_the_lowest_of_each_product(
    book: Prices, entries: list[Entry], language: str
) -> None:
    cards = ProductViews(language, "en").card
    wanted = {entry.handle: cards(entry)["price"] for entry in entries}
    for entry in entries:
        prices = [book[v["sku"]][0] for v in entry.product["variants"] if v["sku"] in book]
        lowest = min(prices, key=lambda price: price.amount, default=None)
        assert wanted[entry.handle] == (lowest and lowest.model_dump())
    assert searched(entries, language) == {
        handle: price["amount"] if price else -1 for handle, price in wanted.items()
    }


def searched(entries: list[Entry], language: str) -> dict[str, int]:
    """What the browser puts together of the files of a small shop."""
    files = {}
    for name in ("search-docs", "search-prices", "search-cards"):
        files |= files_of(name, entries)
    read = {
        path.removeprefix(f"search/{language}/"): orjson.loads(content)
        for path, content in files.items()
        if path.startswith(f"search/{language}/")
    }
    docs, prices = read["docs-1-0.json"], read["prices-1-0.json"]
    assert docs["t"] == prices["t"]
    handles = [
        card[0]
        for group, size in enumerate(docs["n"])
        if size
        for card in read[f"cards-{len(docs['n'])}-{group:x}.json"]
    ]
    return dict(zip(handles, prices["p"][0], strict=True))
