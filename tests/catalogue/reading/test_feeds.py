"""Google's product feeds as RSS and Atom."""

import pytest

from shop.catalogue.importing import read_file
from shop.errors import InvalidSpreadsheet

ITEMS = """
  <{0}><g:id>T-S</g:id><title>Tee, red, S</title><g:price>12.50 USD</g:price>
    <g:sale_price>10.00 USD</g:sale_price><g:item_group_id>T</g:item_group_id>
    <g:sale_price_effective_date>2026-01-01T00:00Z/2099-12-31T23:59Z</g:sale_price_effective_date>
    <g:color>red</g:color><g:size>S</g:size><g:gtin>4006381333931</g:gtin>
    <g:product_type>Clothes &gt; Tees</g:product_type><g:availability>in_stock</g:availability>
    <g:image_link>https://example.com/1.jpg</g:image_link>
    <g:additional_image_link>https://example.com/2.jpg</g:additional_image_link>
    <g:additional_image_link>https://example.com/3.jpg</g:additional_image_link>
    <g:shipping><g:price>4 USD</g:price></g:shipping></{0}>
  <{0}><g:id>T-M</g:id><title>Tee, red, M</title><g:price>12.50 USD</g:price>
    <g:item_group_id>T</g:item_group_id><g:color>red</g:color><g:size>M</g:size>
    <g:availability>out of stock</g:availability>
    <g:image_link>https://example.com/1.jpg</g:image_link></{0}>
  <{0}><g:id>C</g:id><g:title>Cup</g:title><g:price>8 USD</g:price>
    <g:availability>preorder</g:availability></{0}>"""
NAMESPACE = 'xmlns:g="http://base.google.com/ns/1.0"'
RSS = f'<?xml version="1.0"?><rss {NAMESPACE}><channel><title>Shop</title>{ITEMS.format("item")}'
RSS += "</channel></rss>"
ATOM = f'<feed xmlns="http://www.w3.org/2005/Atom" {NAMESPACE}><title>Shop</title>'
ATOM += ITEMS.format("entry") + "</feed>"


@pytest.mark.parametrize("text", [RSS, ATOM])
def test_items_become_products_with_variants(text: str) -> None:
    reading = read_file(text.encode(), "feed.xml", currency="USD")
    tee, cup = reading.products
    assert (reading.format, reading.rows, reading.problems.errors) == ("google", 3, [])
    assert (tee.title, tee.categories) == ("Tee, red", (("Clothes", "Tees"),))
    assert [option.name for option in tee.options] == ["Size"]
    assert tee.attributes == {"Color": "red"}
    assert [variant.sku for variant in tee.variants] == ["T-S", "T-M"]
    assert tee.variants[0].on_sale
    assert tee.variants[0].price.amount == 1000  # type: ignore[union-attr]
    assert [picture.src[-5:] for picture in tee.pictures] == ["1.jpg", "2.jpg", "3.jpg"]
    assert (tee.variants[0].tracked, tee.variants[1].tracked) == (False, True)
    assert (reading.stock, cup.variants[0].stock_policy) == ({"T-M": 0, "C": 0}, "continue")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<rss><channel></channel></rss>", "without items"),
        ("<rss><channel><item></rss>", "not well-formed"),
        ("<!DOCTYPE html><html></html>", "document type"),
    ],
)
def test_what_is_no_feed_is_refused(text: str, reason: str) -> None:
    with pytest.raises(InvalidSpreadsheet, match=reason):
        read_file(text.encode(), "feed.xml", currency="USD")
