"""Tax by country and by kind of goods, and every line's share of it."""

from typing import Any

from factories import offer, profile, usd

from shop.pricing.model import Cart, CartLine, Quote
from shop.pricing.rules import quote_cart

TEA = offer("TEA", 1000, categories=(("Tea",),))
CUP = offer("CUP", 1000, categories=(("Clay",),))


def price(country: str, **tax: Any) -> Quote:
    cart = Cart(
        lines=(CartLine(sku="TEA", quantity=1), CartLine(sku="CUP", quantity=1)), country=country
    )
    return quote_cart(
        cart, {"TEA": TEA, "CUP": CUP}, {"TEA": 9, "CUP": 9}, profile(tax=tax)
    )  # courier to VN and TW: 3.00


def test_a_country_has_its_own_rate() -> None:
    added = {"rate": "0.08", "rates": {"TW": "0.05"}, "inclusive": False}
    assert price("VN", **added).tax == usd(184)
    assert price("TW", **added).tax == usd(115)


def test_goods_have_the_rate_of_their_class() -> None:
    classes = [{"categories": ["tea"], "rate": "0.05", "rates": {"TW": "0"}}]
    quote = price("VN", rate="0.1", inclusive=False, classes=classes)
    assert [line.tax for line in quote.lines] == [usd(50), usd(100)]
    assert (quote.shipping_tax, quote.tax) == (usd(30), usd(180))
    assert price("TW", rate="0.1", inclusive=False, classes=classes).tax == usd(130)


def test_delivery_can_be_free_of_tax() -> None:
    quote = price("VN", rate="0.1", inclusive=False, shipping=False)
    assert (quote.shipping_tax, quote.total) == (usd(0), usd(2500))


def test_tax_that_is_contained_adds_nothing_and_is_shared_exactly() -> None:
    quote = price("VN", rate="0.07", inclusive=True)
    assert (quote.total, quote.tax) == (usd(2300), usd(150))  # 23.00 × 0.07 / 1.07 = 1.5047
    assert [line.tax for line in quote.lines] == [usd(65), usd(65)]
    assert quote.shipping_tax == usd(20)


def test_a_line_tells_its_rate() -> None:
    classes = [{"skus": ["CUP"], "rate": "0.2"}]
    quote = price("VN", rate="0.08", classes=classes)
    assert [str(line.tax_rate) for line in quote.lines] == ["0.08", "0.2"]
