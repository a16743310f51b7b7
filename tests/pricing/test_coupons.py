"""What a coupon takes off a cart, and whom it refuses."""

from datetime import timedelta
from typing import Any

import pytest
from factories import MOMENT, offer, profile, usd
from hypothesis import given
from hypothesis import strategies as st

from shop.coupons.model import UNLIMITED, Coupon, Standing
from shop.money import Money, total
from shop.pricing.model import Cart, CartLine, Offer, Quote
from shop.pricing.rules import Today, quote_cart

OFFERS = (
    offer("TEA", 1000, categories=(("Tea", "Green tea"),)),
    offer("CUP", 501, categories=(("Clay", "Cups"),)),
    offer("SALE", 700, compare_at=usd(900), categories=(("Tea",),)),
)


def coupon(**changes: Any) -> Coupon:
    return Coupon.model_validate({"code": "SPRING", "kind": "percent", "percent": "10", **changes})


def standing(left: int = UNLIMITED, used: int = 0, *, active: bool = True, **rule: Any) -> Standing:
    return Standing(coupon(**rule), active, left, 0, used_by_person=used, turn=4)


def price(
    found: Standing | None,
    *skus: str,
    offers: tuple[Offer, ...] = OFFERS,
    shop: dict[str, Any] | None = None,
    **cart: Any,
) -> Quote:
    lines = tuple(CartLine(sku=sku, quantity=1) for sku in skus)
    wanted = Cart(**{"lines": lines, "coupon": "spring", "country": "VN", **cart})
    known = {entry.sku: entry for entry in offers}
    today = Today(MOMENT, found)
    return quote_cart(wanted, known, dict.fromkeys(known, 999), profile(**shop or {}), today)


def codes(quote: Quote) -> list[str]:
    return [problem.code for problem in quote.problems]


def test_a_percentage_is_rounded_once_and_shared_exactly() -> None:
    quote = price(standing(percent="12.5"), "TEA", "CUP", "SALE")
    assert quote.discount == usd(275)  # 22.01 × 0.125 = 2.751
    assert [line.discount for line in quote.lines] == [usd(125), usd(63), usd(87)]
    assert quote.coupon == "SPRING"
    assert quote.total == usd(2201 - 275 + 300)


def test_an_amount_never_takes_more_than_the_goods_cost() -> None:
    amount: dict[str, Any] = {"kind": "amount", "percent": None, "amount": {"USD": "90.00"}}
    quote = price(standing(**amount), "TEA", "CUP")
    assert quote.discount == quote.subtotal == usd(1501)
    assert quote.total == quote.shipping == usd(300)


def test_only_goods_it_is_for_are_reduced() -> None:
    by_category = price(standing(categories=["tea"]), "TEA", "CUP")
    assert [line.discount for line in by_category.lines] == [usd(100), usd(0)]
    by_sku = price(standing(skus=["CUP"]), "TEA", "CUP")
    assert [line.discount for line in by_sku.lines] == [usd(0), usd(50)]
    assert codes(price(standing(categories=["Tea > Black tea"]), "TEA")) == [
        "coupon_not_applicable"
    ]


def test_what_is_reduced_already_can_be_left_out() -> None:
    quote = price(standing(with_sale_prices=False), "TEA", "SALE")
    assert [line.discount for line in quote.lines] == [usd(100), usd(0)]
    alone = price(standing(with_sale_prices=False), "SALE")
    assert codes(alone) == ["coupon_not_applicable"]


def test_free_delivery_is_the_price_of_delivery_and_no_discount() -> None:
    free = standing(kind="free_shipping", percent=None)
    quote = price(free, "TEA")
    assert (quote.shipping, quote.discount, quote.total) == (usd(0), usd(0), usd(1000))
    assert quote.coupon == "SPRING"
    other = price(standing(kind="free_shipping", percent=None, methods=["express"]), "TEA")
    assert other.shipping == usd(300)


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (None, "unknown_coupon"),
        (standing(active=False), "coupon_over"),
        (standing(ends=MOMENT - timedelta(seconds=1)), "coupon_over"),
        (standing(starts=MOMENT + timedelta(days=2)), "coupon_not_yet"),
        (standing(left=0, limit=5), "coupon_used_up"),
        (standing(used=1, limit_per_person=1), "coupon_used_before"),
        (standing(minimum={"USD": "10.01"}), "coupon_minimum"),
        (standing(minimum={"VND": "1"}), "coupon_currency"),
        (standing(kind="amount", percent=None, amount={"VND": "1000"}), "coupon_currency"),
        (standing(skus=["OTHER"]), "coupon_not_applicable"),
    ],
)
def test_a_coupon_that_does_not_hold_says_why_and_takes_nothing(
    found: Standing | None, code: str
) -> None:
    quote = price(found, "TEA")
    assert codes(quote) == [code]
    (problem,) = quote.problems
    assert problem.message % problem.values
    assert (quote.coupon, quote.discount, quote.total) == ("", usd(0), usd(1300))


@pytest.mark.parametrize(
    "rule",
    [
        {"ends": MOMENT, "starts": MOMENT - timedelta(days=1)},
        {"starts": MOMENT},
        {"minimum": {"USD": "10.00"}},
        {"limit_per_person": 2},
    ],
)
def test_at_its_very_bounds_a_coupon_holds(rule: dict[str, Any]) -> None:
    assert codes(price(standing(left=1, used=1, **rule), "TEA")) == []


def test_the_day_and_the_minimum_are_written_in_the_shoppers_language() -> None:
    later = price(standing(starts=MOMENT + timedelta(days=2)), "TEA", language="vi")
    assert "tháng 11" in str(later.problems[0].values["day"])
    least = price(standing(minimum={"USD": "30.00"}), "TEA", language="vi")
    assert "30,00" in str(least.problems[0].values["minimum"])


def test_a_turn_is_needed_only_for_a_limit_per_person() -> None:
    assert price(standing(limit_per_person=2), "TEA").coupon_turn == 4
    assert price(standing(), "TEA").coupon_turn is None


def test_a_code_can_be_typed_in_any_way() -> None:
    for typed in (" Spring ", "SPRING", "sp ring", "ｓｐｒｉｎｇ", "spring\u200b"):
        assert price(standing(), "TEA", coupon=typed).coupon == "SPRING"


def test_delivery_is_free_for_what_goods_cost_after_the_discount() -> None:
    pot = offer("POT", 8000)
    assert price(None, "POT", offers=(pot,), coupon="").shipping == usd(0)
    assert price(standing(), "POT", offers=(pot,)).shipping == usd(300)


def test_members_pay_their_price_only_where_it_is_lower() -> None:
    tea = offer("TEA", 1000, member_price=usd(900))
    assert tea.at(MOMENT, member=True).price == usd(900)
    assert tea.at(MOMENT, member=True).reduced
    assert tea.at(MOMENT).price == usd(1000)
    dear = offer("TEA", 1000, member_price=usd(1100))
    assert dear.at(MOMENT, member=True) == dear
    sale = offer("TEA", 800, compare_at=usd(1000), member_price=usd(900))
    assert sale.at(MOMENT, member=True).price == usd(800)
    over = sale.model_copy(update={"sale_ends": MOMENT - timedelta(days=1)})
    assert over.at(MOMENT, member=True).price == usd(900)
    other = offer("TEA", 1000, member_price=Money.of(1, "VND"))
    assert other.at(MOMENT, member=True).price == usd(1000)


RULES = st.one_of(
    st.decimals("0.01", 100, places=2).map(lambda p: {"percent": p}),
    st.integers(1, 10**7).map(
        lambda a: {"kind": "amount", "percent": None, "amount": {"USD": f"{a // 100}.{a % 100:02}"}}
    ),
    st.just({"kind": "free_shipping", "percent": None}),
)
SCOPES = st.sampled_from([{}, {"skus": ["S0", "S2"]}, {"categories": ["Tea"]}])
TAXES = st.sampled_from(
    [
        {"rate": "0.08", "inclusive": True},
        {"rate": "0.0825", "inclusive": False},
        {"rate": "0.2", "classes": [{"categories": ["Tea"], "rate": "0.05"}]},
        {"rate": "0.19", "inclusive": False, "shipping": False, "rates": {"VN": "0.1"},
         "classes": [{"skus": ["S1"], "rate": "0.07", "rates": {"VN": "0.033"}}]},
    ]
)  # fmt: skip


@given(
    rule=RULES,
    scope=SCOPES,
    tax=TAXES,
    lines=st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 999)), min_size=1, max_size=8),
)
def test_every_split_sums_exactly(
    rule: dict[str, Any],
    scope: dict[str, Any],
    tax: dict[str, Any],
    lines: list[tuple[int, int]],
) -> None:
    offers = tuple(
        offer(f"S{i}", cents, categories=(("Tea",) if i % 2 else ("Clay",),))
        for i, (cents, _) in enumerate(lines)
    )
    cart = tuple(CartLine(sku=f"S{i}", quantity=n) for i, (_, n) in enumerate(lines))
    quote = price(standing(**rule, **scope), offers=offers, lines=cart, shop={"tax": tax})
    plain = price(None, offers=offers, lines=cart, shop={"tax": tax}, coupon="")
    assert total((line.discount for line in quote.lines), "USD") == quote.discount
    assert total((line.tax for line in quote.lines), "USD") + quote.shipping_tax == quote.tax
    assert all(usd(0).amount <= line.discount.amount <= line.total.amount for line in quote.lines)
    assert quote.discount.amount <= quote.subtotal.amount
    assert 0 <= quote.shipping.amount <= max(plain.shipping.amount, 300)
    net = quote.subtotal - quote.discount + quote.shipping
    assert quote.total == (net if quote.tax_included else net + quote.tax)
    assert 0 <= quote.tax.amount <= quote.total.amount
