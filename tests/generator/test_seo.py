"""What search engines read."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from generator.product_data import product_data
from generator.seo import absolute, alternates, in_address, json_ld
from generator.views import ProductViews
from shop.catalogue.model import Option, Picture, Product

from .samples import entry, product, usd, variant

BASE = "https://shop.example.com"
URL = f"{BASE}/en/products/green-tea"


def data(it: Product, gone: frozenset[str] = frozenset(), **more: Any) -> dict[str, Any]:
    found = entry(it, gone)
    view = {**ProductViews("en", "en").product(found), **more}
    return told(product_data(BASE, found, view, "From the hills.", URL))


def told(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return found


def test_json_in_a_page_cannot_end_its_script() -> None:
    hostile = "</script><!--<script>&\u2028"
    text = str(json_ld({"name": hostile}))
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text)["@graph"][0]["name"] == hostile


def test_one_variant_is_one_offer() -> None:
    tea = variant("T", barcode="0012345")
    it = product(brand="Hiên", pictures=(Picture(src="/media/a b.svg"),), variants=(tea,))
    assert data(it) == {
        "@type": "Product",
        "name": "Green tea",
        "description": "From the hills.",
        "url": URL,
        "image": [f"{BASE}/media/a%20b.svg"],
        "brand": {"@type": "Brand", "name": "Hiên"},
        "sku": "T",
        "gtin": "0012345",
        "offers": {
            "@type": "Offer",
            "price": "12.00",
            "priceCurrency": "USD",
            "availability": "https://schema.org/InStock",
            "itemCondition": "https://schema.org/NewCondition",
            "url": URL,
        },
    }


def test_several_variants_are_a_group_each_with_its_options_and_its_offer() -> None:
    it = product(
        options=(Option(name="Size"), Option(name="Collar")),
        variants=(
            variant("S", 800, options=("Small", "Round")),
            variant("L &", 1500, options=("Large", "Round"), picture="/media/l.svg"),
            variant("XL", None, options=("Huge", "Round")),
        ),
    )
    group = data(it, gone=frozenset({"L &"}))
    small, large, huge = group["hasVariant"]
    assert (group["@type"], group["productGroupID"]) == ("ProductGroup", "green-tea")
    assert group["variesBy"] == ["https://schema.org/size"]
    assert (small["name"], small["size"]) == ("Green tea – Small / Round", "Small")
    assert small["additionalProperty"] == [
        {"@type": "PropertyValue", "name": "Collar", "value": "Round"}
    ]
    assert large["image"] == f"{BASE}/media/l.svg"
    assert large["offers"]["url"] == f"{URL}#sku=L%20%26"
    assert large["offers"]["availability"] == "https://schema.org/OutOfStock"
    assert [small["offers"]["price"], large["offers"]["price"]] == ["8.00", "15.00"]
    assert "offers" not in huge


def test_of_a_sale_the_former_price_is_struck_through_and_its_last_day_known() -> None:
    ends = datetime(2026, 12, 24, tzinfo=UTC)
    offer = data(product(variants=(variant("T", 900, compare_at=usd(1200), sale_ends=ends),)))
    assert offer["offers"]["price"] == "9.00"
    assert offer["offers"]["priceSpecification"]["price"] == "12.00"
    assert offer["offers"]["priceSpecification"]["priceType"].endswith("/StrikethroughPrice")
    assert offer["offers"]["priceValidUntil"] == "2026-12-24T00:00:00Z"


def test_a_long_description_is_told_up_to_a_word() -> None:
    it = entry(product())
    words = "word " * 200
    view = ProductViews("en", "en").product(it)
    description = told(product_data(BASE, it, view, words, URL))["description"]
    assert description.endswith("word…")
    assert 490 < len(description) <= 500


def test_without_a_price_there_is_no_offer() -> None:
    assert "offers" not in data(product(variants=(variant("T", None),)))


def test_prices_of_different_currencies_are_not_compared() -> None:
    other = variant("B").model_copy(update={"price": usd(1).model_copy(update={"currency": "VND"})})
    first, second = data(product(variants=(variant("A"), other)))["hasVariant"]
    assert first["offers"]["priceCurrency"] == "USD"
    assert "offers" not in second


def test_what_is_no_longer_sold_is_discontinued() -> None:
    gone = data(product(), discontinued=True)
    assert gone["offers"]["availability"] == "https://schema.org/Discontinued"


@pytest.mark.parametrize("rating", [None, {"value": "4.6", "count": 0}])
def test_nobody_has_rated_what_has_no_rating(rating: Any) -> None:
    assert "aggregateRating" not in data(product(), rating=rating)


def test_a_rating_is_told() -> None:
    rated = data(product(), rating={"value": "4.6", "count": 12})["aggregateRating"]
    assert (rated["ratingValue"], rated["reviewCount"]) == ("4.6", 12)


def test_complete_addresses_stay_complete() -> None:
    assert absolute(BASE, "https://cdn.example.com/x y.jpg?v=1") == (
        "https://cdn.example.com/x%20y.jpg?v=1"
    )


def test_x_default_is_the_default_language_and_for_home_the_chooser() -> None:
    addresses = {"vi": "/vi/products/a", "en": "/en/products/a"}
    assert alternates(BASE, addresses, "en")[-1] == {
        "lang": "x-default",
        "url": f"{BASE}/en/products/a",
    }
    assert alternates(BASE, {"en": "/en/", "vi": "/vi/"}, "en")[-1]["url"] == f"{BASE}/"


@pytest.mark.parametrize(
    ("sku", "written"), [("TEA-0.5_a~", "TEA-0.5_a~"), ("L &/é", "L%20%26%2F%C3%A9"), ("", "")]
)
def test_a_sku_in_an_address_is_percent_encoded(sku: str, written: str) -> None:
    assert in_address(sku) == written
