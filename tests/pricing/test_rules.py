"""What a cart costs."""

import pytest
from factories import offer, profile, usd
from hypothesis import given
from hypothesis import strategies as st

from shop.errors import InvalidMoney
from shop.money import Money
from shop.pricing.model import Cart, CartLine, Offer, Quote
from shop.pricing.rules import quote_cart


def price(
    *lines: tuple[str, int], offers: list[Offer] | None = None, stock: int = 10, **cart: str
) -> Quote:
    known = {entry.sku: entry for entry in offers or [offer()]}
    wanted = Cart(lines=tuple(CartLine(sku=s, quantity=q) for s, q in lines), **cart)
    return quote_cart(wanted, known, dict.fromkeys(known, stock), profile())


def codes(quote: Quote) -> list[str]:
    return [problem.code for problem in quote.problems]


def test_total_is_lines_plus_shipping_and_contains_the_tax() -> None:
    quote = price(("TEA-50", 2), country="VN")
    assert quote.subtotal == usd(2500)
    assert quote.shipping == usd(300)
    assert quote.total == usd(2800)
    assert quote.tax == usd(207)  # 28.00 × 0.08 / 1.08 = 2.074
    assert quote.problems == ()


def test_exclusive_tax_is_added() -> None:
    shop = profile(tax={"rate": "0.08", "inclusive": False})
    cart = Cart(lines=(CartLine(sku="TEA-50", quantity=1),), country="VN")
    quote = quote_cart(cart, {"TEA-50": offer()}, {"TEA-50": 1}, shop)
    assert quote.total == usd(1550) + usd(124)


def test_the_same_sku_on_two_lines_is_one_demand() -> None:
    quote = price(("TEA-50", 6), ("TEA-50", 6), country="VN")
    assert [line.quantity for line in quote.lines] == [12]
    assert codes(quote) == ["out_of_stock"]


def test_every_problem_is_named_at_once() -> None:
    offers = [offer(), offer("SOLD"), offer("UNPRICED", None), offer("GONE", published=False)]
    wanted = [("TEA-50", 11), ("NOPE", 1), ("UNPRICED", 1), ("GONE", 1)]
    quote = price(*wanted, offers=offers, country="FR", payment="cod", coupon="SPRING")
    assert codes(quote) == [
        "out_of_stock",
        "unknown_sku",
        "not_for_sale",
        "not_for_sale",
        "unknown_coupon",
        "payment_unavailable",
    ]


def test_a_variant_without_a_price_is_never_sold_for_nothing() -> None:
    quote = price(("FREE", 1), offers=[offer("FREE", None)])
    assert quote.lines == ()
    assert codes(quote) == ["not_for_sale"]


def test_shipping_is_free_above_the_limit_and_not_just_below() -> None:
    at_limit = price(("A", 1), offers=[offer("A", 8000)], country="VN")
    below = price(("A", 1), offers=[offer("A", 7999)], country="VN")
    assert (at_limit.shipping, below.shipping) == (usd(0), usd(300))


def test_a_country_nobody_delivers_to_offers_only_pick_up() -> None:
    assert [m.id for m in price(("TEA-50", 1), country="FR").shipping_methods] == ["pickup"]


def test_a_delivery_method_that_is_not_offered_is_refused() -> None:
    assert codes(price(("TEA-50", 1), country="FR", shipping="courier")) == ["shipping_unavailable"]


def test_downloads_need_no_address_and_no_cash_on_delivery() -> None:
    quote = price(("PDF", 1), offers=[offer("PDF", 900, digital=True, tracked=False)], country="VN")
    assert [m.id for m in quote.shipping_methods] == ["download"]
    assert [m.id for m in quote.payment_methods] == ["bank_transfer"]
    assert quote.lines[0].available is None


def test_two_currencies_are_never_added_up() -> None:
    vnd = offer("PHIN", price=None, titles={})
    vnd = vnd.model_copy(update={"price": Money.of(50000, "VND")})
    quote = price(("TEA-50", 1), ("PHIN", 1), offers=[offer(), vnd], country="VN")
    assert codes(quote) == ["mixed_currencies"]
    assert quote.subtotal == usd(1250)


def test_a_sum_nobody_can_be_charged_is_refused_in_a_sentence() -> None:
    with pytest.raises(InvalidMoney, match="more money"):
        price(("GOLD", 999), offers=[offer("GOLD", 10**14)], stock=999)


def test_what_is_not_for_sale_is_named_in_the_language_of_the_cart() -> None:
    quote = price(("GONE", 1), offers=[offer("GONE", published=False)], language="vi")
    assert quote.problems[0].values == {"title": "Trà GONE"}


def test_titles_come_in_the_language_of_the_cart() -> None:
    assert price(("TEA-50", 1), language="vi").lines[0].title == "Trà TEA-50"
    assert price(("TEA-50", 1), language="zh-Hans").lines[0].title == "Tea TEA-50"


@pytest.mark.parametrize("country", ["VN", "FR", ""])
@given(
    quantities=st.lists(st.integers(1, 999), min_size=1, max_size=8), cents=st.integers(1, 10**6)
)
def test_sums_are_exact(country: str, quantities: list[int], cents: int) -> None:
    offers = [offer(f"S{i}", cents + i) for i in range(len(quantities))]
    lines = [(f"S{i}", quantity) for i, quantity in enumerate(quantities)]
    quote = price(*lines, offers=offers, stock=999, country=country)
    expected = sum((cents + i) * quantity for i, quantity in enumerate(quantities))
    assert quote.subtotal == usd(expected)
    assert quote.total == quote.subtotal + quote.shipping
    assert sum(line.total.amount for line in quote.lines) == expected
