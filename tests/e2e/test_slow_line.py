"""Answers that come late: what a shopper did meanwhile stays done."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest
from e2e.browsing import NO_FADING, REFUSED, SIZES, Visit, Way, until
from e2e.shopping import SHIRT, placed

from functions.bootstrap import Services

pytestmark = pytest.mark.browser

STOCK, CART, QUOTE = "**/api/stock?*", "**/api/cart", "**/api/checkout/quote"
TIMES = """<select name="slot"><option value="morning" selected>10-12</option>
<option value="evening">17-19</option></select>"""
ONE, OTHER = "CLO-BB-IND-M", "TEA-TN-050"
SETTLED = "main:not(:has([aria-busy=true])) .line"


def held(page: Any, address: str) -> Callable[[], Any]:
    """Holds back what the page asks of `address`; what it gives takes the oldest such request."""
    asked: list[Any] = []

    def hold(route: Any) -> None:
        asked.append(route)

    def taken() -> Any:
        for _ in range(1000):
            if asked:
                return asked.pop(0)
            page.wait_for_timeout(20)
        raise AssertionError(f"Nothing asks {address}")

    page.route(address, hold)
    return taken


def in_cart(page: Any, *skus: str) -> None:
    """The page of a cart that holds one of each."""
    page.goto("/en/")
    lines = [{"sku": sku, "quantity": 1} for sku in skus]
    page.evaluate("lines => localStorage.setItem('cart', JSON.stringify(lines))", lines)
    page.goto("/en/cart")
    page.wait_for_selector(SETTLED)


def before_the_stock(page: Any, anchor: str = "") -> Callable[[], Any]:
    """The shirt's page before it knows what is left; what it gives takes that question."""
    asked = held(page, STOCK)
    page.goto(f"/en{SHIRT}{anchor}", wait_until="domcontentloaded")
    return asked


def typing(page: Any, number: str) -> Any:
    """The number of the second line, which somebody is still typing."""
    field = page.locator(".line input").nth(1)
    field.press("Control+a")
    field.press_sequentially(number)
    return field


def known_stock(page: Any) -> None:
    until(page, "!!document.querySelector('stock-note').left")


def answer_with(page: Any, route: Any, gone: str, others: int = 4) -> None:
    skus = page.get_attribute("stock-note", "data-skus").split()
    left = [{"sku": sku, "available": 0 if sku == gone else others} for sku in skus]
    route.fulfill(json={"items": left})
    known_stock(page)


@SIZES
def test_what_was_added_stays_said_when_the_stock_is_known_late(
    visit: Visit, common_shop: tuple[Services, str], way: Way
) -> None:
    with visit(common_shop[1], way=way) as page:
        asked = before_the_stock(page)
        page.click("variant-picker label:has-text('M')")
        page.click(".buy__form button[type=submit]")
        page.wait_for_selector(".added a")
        asked().continue_()
        known_stock(page)
        assert page.locator(".added a").is_visible()
        page.click(".added a")
        page.wait_for_url("**/en/cart")


@SIZES
def test_what_is_chosen_stays_chosen_when_it_turns_out_to_be_gone(
    visit: Visit, common_shop: tuple[Services, str], way: Way
) -> None:
    """Another size in its place would be bought by mistake."""
    with visit(common_shop[1], way=way) as page:
        asked = before_the_stock(page)
        page.click("variant-picker label:has-text('M')")
        chosen = page.input_value("[name=sku]")
        answer_with(page, asked(), gone=chosen)
        assert page.input_value("[name=sku]") == chosen
        assert page.inner_text("stock-note") == "Sold out"
        assert page.is_disabled(".buy__form button[type=submit]")
        page.click("variant-picker label:has-text('L') >> nth=0")
        assert page.input_value("[name=sku]") != chosen
        assert page.inner_text("stock-note") == "Only 4 left"
        page.click(".buy__form button[type=submit]")
        page.wait_for_selector(".added a")


def test_what_the_address_names_stays_chosen(
    visit: Visit, common_shop: tuple[Services, str]
) -> None:
    with visit(common_shop[1]) as page:
        asked = before_the_stock(page, f"#sku={ONE}")
        answer_with(page, asked(), gone=ONE)
        assert page.input_value("[name=sku]") == ONE
        assert page.inner_text("stock-note") == "Sold out"


def test_what_was_added_as_it_stood_stays_chosen(
    visit: Visit, common_shop: tuple[Services, str]
) -> None:
    with visit(common_shop[1]) as page:
        asked = before_the_stock(page)
        first = page.input_value("[name=sku]")
        page.click(".buy__form button[type=submit]")
        answer_with(page, asked(), gone=first)
        assert page.input_value("[name=sku]") == first
        assert page.locator(".added a").is_visible()


def test_who_has_chosen_by_keys_goes_on_by_keys(
    visit: Visit, common_shop: tuple[Services, str]
) -> None:
    """A size of which nothing is left keeps the focus until another one is chosen."""
    with visit(common_shop[1]) as page:
        asked = before_the_stock(page)
        page.locator("variant-picker input[type=radio]").first.focus()
        page.keyboard.press("ArrowRight")
        chosen = page.input_value("[name=sku]")
        every = page.get_attribute("stock-note", "data-skus").split()
        size = chosen.rpartition("-")[2]
        left = [{"sku": sku, "available": 4 * (not sku.endswith(f"-{size}"))} for sku in every]
        asked().fulfill(json={"items": left})
        known_stock(page)
        page.keyboard.press("ArrowRight")
        assert page.input_value("[name=sku]") != chosen
        assert page.is_enabled(".buy__form button[type=submit]")


def test_what_is_sold_out_is_not_what_a_page_begins_with(
    visit: Visit, common_shop: tuple[Services, str]
) -> None:
    with visit(common_shop[1]) as page:
        asked = before_the_stock(page)
        first = page.input_value("[name=sku]")
        answer_with(page, asked(), gone=first, others=9)
        assert page.input_value("[name=sku]") != first
        assert page.is_enabled(".buy__form button[type=submit]")


@SIZES
def test_a_number_being_typed_is_not_lost_to_an_earlier_answer(
    visit: Visit, common_shop: tuple[Services, str], way: Way
) -> None:
    with visit(common_shop[1], way=way, expected=NO_FADING) as page:
        in_cart(page, ONE, OTHER)
        asked = held(page, CART)
        page.click("[data-step='1'] >> nth=0")
        earlier = asked()
        field = typing(page, "5")
        with page.expect_response(CART):
            earlier.continue_()
        page.wait_for_selector(SETTLED)
        assert field.input_value() == "5"
        assert field.evaluate("field => field === document.activeElement")
        field.press("Tab")
        asked().continue_()
        page.wait_for_selector(f"{SETTLED} input[value='5']")
        assert page.locator(".line input").nth(0).input_value() == "2"


def test_a_number_that_was_only_looked_at_does_not_keep_old_totals(
    visit: Visit, common_shop: tuple[Services, str]
) -> None:
    """Typed, and put back: nothing is changed by that, but an answer had been left unshown."""
    with visit(common_shop[1], expected=NO_FADING) as page:
        in_cart(page, ONE, OTHER)
        asked = held(page, CART)
        page.click("[data-step='1'] >> nth=0")
        earlier = asked()
        typing(page, "5")
        with page.expect_response(CART):
            earlier.continue_()
        typing(page, "1").press("Tab")
        asked().continue_()
        page.wait_for_selector(f"{SETTLED} input[value='2']")


def test_enter_in_a_number_shows_what_it_comes_to(
    visit: Visit, common_shop: tuple[Services, str]
) -> None:
    with visit(common_shop[1], expected=NO_FADING) as page:
        in_cart(page, ONE)
        page.fill(".line input", "3")
        page.press(".line input", "Enter")
        page.wait_for_selector(f"{SETTLED} input[value='3']")


@SIZES
def test_the_checkout_takes_the_cart_as_it_is_now(
    visit: Visit, common_shop: tuple[Services, str], way: Way
) -> None:
    """Not as it was when the page showed it last."""
    with visit(common_shop[1], way=way, expected=NO_FADING) as page:
        in_cart(page, ONE)
        held(page, CART)
        page.click("[data-step='1']")
        page.click("form[action='/api/checkout/start'] button")
        page.wait_for_url("**/api/checkout?**")
        assert "× 2" in page.inner_text(".checkout__items")


def kept(page: Any) -> dict[str, int]:
    """What this browser's cart holds, by SKU."""
    lines = page.evaluate("JSON.parse(localStorage.getItem('cart'))")
    return {line["sku"]: line["quantity"] for line in lines}


def test_what_another_tab_puts_in_meanwhile_stays(
    visit: Visit, common_shop: tuple[Services, str]
) -> None:
    with visit(common_shop[1], expected=NO_FADING) as page:
        in_cart(page, ONE, OTHER)
        field = typing(page, "5")
        other = page.context.new_page()
        other.goto("/en/")
        other.evaluate(f"shopCart.add('{ONE}', 3)")
        other.close()
        page.wait_for_selector("[aria-busy=false] .line")
        field.press("Tab")
        page.wait_for_selector(f"{SETTLED} input[value='5']")
        assert kept(page) == {ONE: 4, OTHER: 5}


@pytest.mark.parametrize("typed", ["", "2.5", "5000"])
def test_taking_one_out_leaves_the_others_as_they_were(
    visit: Visit, common_shop: tuple[Services, str], typed: str
) -> None:
    with visit(common_shop[1], expected=NO_FADING) as page:
        in_cart(page, ONE, OTHER)
        page.fill(".line input >> nth=1", typed)
        page.click(".line button:has-text('Remove') >> nth=0")
        until(page, "document.querySelectorAll('.line').length == 1")
        assert kept(page) == {OTHER: 1}


def test_a_cart_that_holds_too_much_is_shown_all_the_same(
    visit: Visit, common_shop: tuple[Services, str]
) -> None:
    with visit(common_shop[1], expected=NO_FADING) as page:
        page.goto("/en/")
        page.evaluate(f'localStorage.setItem(\'cart\', \'[{{"sku":"{ONE}","quantity":5000}}]\')')
        page.goto("/en/cart")
        page.wait_for_selector(f"{SETTLED} input[value='999']")


def test_the_coupon_goes_along_to_the_checkout(
    visit: Visit, common_shop: tuple[Services, str]
) -> None:
    with visit(common_shop[1], expected=f"{NO_FADING}|{REFUSED}") as page:
        in_cart(page, ONE)
        held(page, CART)
        page.fill("#coupon", "SPRING")
        page.click("form[action='/api/checkout/start'] button")
        page.wait_for_url("**/api/checkout?**")
        assert page.input_value("#coupon") == "SPRING"


def test_an_order_takes_its_own_lines_out_of_the_cart_and_only_once(
    visit: Visit, common_shop: tuple[Services, str]
) -> None:
    """Its page is opened again and again: its address is the order's own."""
    services, address = common_shop
    order = placed(services.desk)
    thanks = f"/api/orders/{order.id}?token={order.token}&lang=en&fresh=1"
    (line,) = order.lines
    with visit(address, expected=NO_FADING) as page:
        in_cart(page, line.sku, ONE)
        page.evaluate(f"shopCart.add('{line.sku}', {line.quantity})")
        for _ in range(2):
            page.goto(thanks)
            page.wait_for_selector("shop-order-placed:defined", state="attached")
            assert kept(page) == {line.sku: 1, ONE: 1}


def at_checkout(page: Any) -> None:
    in_cart(page, ONE)
    page.click("form[action='/api/checkout/start'] button")
    page.wait_for_url("**/api/checkout?**")
    page.wait_for_selector("checkout-form:defined")


@SIZES
def test_what_is_entered_while_totals_are_on_their_way_stays(
    visit: Visit, common_shop: tuple[Services, str], way: Way
) -> None:
    with visit(common_shop[1], way=way, expected=f"{NO_FADING}|{REFUSED}") as page:
        at_checkout(page)
        asked = held(page, QUOTE)
        questions: list[str] = []
        page.on("request", lambda request: questions.append(request.url))
        page.select_option("[name=country]", "TW")
        earlier = asked()
        page.check("[name=payment][value=bank_transfer]")
        coupon = page.locator("#coupon")
        coupon.press_sequentially("SPRI")
        page.evaluate("document.querySelector('[data-summary] section').id = 'old'")
        earlier.continue_()
        until(page, "!document.querySelector('#old')")
        assert page.is_checked("[name=payment][value=bank_transfer]")
        assert coupon.input_value() == "SPRI"
        assert coupon.evaluate("field => field === document.activeElement")
        [_country] = [url for url in questions if url.endswith("/quote")]  # not of half a coupon
        coupon.press("Tab")
        sent = parse_qs(asked().request.post_data)
        assert sent["coupon"] == ["SPRI"]
        assert sent["country"] == ["TW"]
        assert sent["shipping"]


@SIZES
def test_a_time_chosen_while_totals_are_on_their_way_stays(
    visit: Visit, common_shop: tuple[Services, str], way: Way
) -> None:
    with visit(common_shop[1], way=way, expected=NO_FADING) as page:
        at_checkout(page)
        asked = held(page, QUOTE)
        page.select_option("[name=country]", "TW")
        first = asked()
        answer = first.fetch().text()
        first.fulfill(body=f"{TIMES}{answer}")
        page.wait_for_selector("[name=slot]")
        page.select_option("[name=country]", "VN")
        earlier = asked()
        page.select_option("[name=slot]", "evening")
        earlier.fulfill(body=f"{TIMES}<p id=new></p>{answer}")
        page.wait_for_selector("#new", state="attached")
        assert page.input_value("[name=slot]") == "evening"
