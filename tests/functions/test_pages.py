"""Pages for browsers: what a shopper typed comes back as text, and nothing of a cart is lost."""

import html
import json
import re
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from factories import checkout_body, offer, put_for_sale

from functions.notifications.handler import handler as notify
from shop.ports import Store
from shop.pricing.model import MAX_LINES

Invoke = Callable[..., SimpleNamespace]

MARKUP = "<script>alert(1)</script>"
BROWSER = {"content-type": "application/x-www-form-urlencoded", "accept": "text/html"}
ODD_SKUS = ("A#1", "B%2F", "C:3", "quantity:D", "E é漢", 'F"&<b>', "G+ H", "I%(x)s", "J/../K")


def posted(invoke: Invoke, path: str, form: Any, cookie: str = "", **headers: str) -> Any:
    function = "cart" if path.startswith("/api/cart") else "checkout"
    body = form if isinstance(form, str) else urlencode(form)
    return invoke(
        function,
        "POST",
        path,
        body=body,
        headers={**BROWSER, **headers},
        cookies=[cookie] if cookie else [],
    )


def cookie_of(answer: Any) -> str:
    return str(answer.cookies[0]).partition(";")[0]


def with_markup() -> dict[str, Any]:
    names = ("line1", "line2", "city", "region", "postcode")
    return checkout_body(
        contact={"name": MARKUP, "email": "hoa@example.com", "phone": MARKUP},
        address={**dict.fromkeys(names, MARKUP), "country": "VN"},
        note=MARKUP,
    )


def html_part(mail: Message) -> str:
    part = mail.get_payload()[1]
    assert isinstance(part, Message)
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode()


def test_markup_in_an_order_stays_text_on_its_page_and_in_both_mails(
    invoke: Invoke, tmp_path: Path
) -> None:
    body = with_markup()
    answer = invoke(
        "checkout", "POST", "/api/checkout", body=body, headers={"idempotency-key": "k"}
    )
    order = answer.json["order"]
    path, query = f"/api/orders/{order['id']}", f"token={order['token']}&lang=en"
    page = invoke("orders", "GET", path, query=query, headers={"accept": "text/html"})
    notify({"source": "aws.events"}, None)
    mails = [path.read_bytes() for path in (tmp_path / "shop" / "mail").glob("*.eml")]
    assert len(mails) == 2
    for text in (page.text, *(html_part(message_from_bytes(mail)) for mail in mails)):
        assert html.escape(MARKUP) in text
        assert "<script>alert" not in text


def test_thanks_are_given_for_an_order_just_placed(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page's address is the order's own, and opened again when much else has happened."""
    placed = invoke(
        "checkout", "POST", "/api/checkout", body=with_markup(), headers={"idempotency-key": "k"}
    )
    order = placed.json["order"]
    path, query = f"/api/orders/{order['id']}", f"token={order['token']}&lang=en&fresh=1"
    assert "Thank you." in invoke("orders", "GET", path, query=query, headers=BROWSER).text
    monkeypatch.setattr("functions.orders.endpoints.THANKS", timedelta(0))
    later = invoke("orders", "GET", path, query=query, headers=BROWSER).text
    assert "Thank you." not in later
    assert "shop-order-placed" not in later


def test_markup_in_a_form_stays_text_when_it_is_shown_again(invoke: Invoke) -> None:
    lines = json.dumps([{"sku": f'"><b>{MARKUP}', "quantity": 1}])
    fields = dict.fromkeys(("name", "line1", "note", "idempotency_key"), f'">{MARKUP}')
    page = posted(invoke, "/api/checkout/quote", {**fields, "lines": lines})
    assert page.status == 200
    assert "<script>alert" not in page.text


def test_a_sku_of_any_characters_can_be_added_changed_and_removed(
    invoke: Invoke, store: Store
) -> None:
    put_for_sale(store, *(offer(sku) for sku in ODD_SKUS))
    cookie = ""
    for sku in ODD_SKUS:
        cookie = cookie_of(posted(invoke, "/api/cart/lines", {"sku": sku, "lang": "en"}, cookie))
    page = invoke("cart", "GET", "/api/cart", cookies=[cookie], headers=BROWSER)
    names = [html.unescape(name) for name in re.findall('name="(quantity:[^"]*)"', page.text)]
    assert names == [f"quantity:{sku}" for sku in ODD_SKUS]
    changed = {**dict.fromkeys(names, "3"), "remove": ODD_SKUS[0], names[0]: "many"}
    cookie = cookie_of(posted(invoke, "/api/cart/lines", changed, cookie))
    page = invoke("cart", "GET", "/api/cart", cookies=[cookie], headers=BROWSER)
    (hidden,) = re.findall('name="lines" value="([^"]*)"', page.text)
    kept = [{"sku": sku, "quantity": 3} for sku in ODD_SKUS[1:]]
    assert json.loads(html.unescape(hidden)) == kept


def test_one_article_too_many_is_refused_and_not_dropped(invoke: Invoke, store: Store) -> None:
    cookie = ""
    for number in range(MAX_LINES):
        cookie = cookie_of(posted(invoke, "/api/cart/lines", {"sku": f"S{number}"}, cookie))
    answer = posted(invoke, "/api/cart/lines", {"sku": "ONE-MORE"}, cookie)
    assert (answer.status, answer.cookies) == (413, [])
    assert posted(invoke, "/api/cart/lines", {"sku": "S1"}, cookie).status == 303


@pytest.mark.parametrize("path", ["/api/checkout/start", "/api/checkout/quote", "/api/checkout"])
def test_a_checkout_never_leaves_lines_out_in_silence(invoke: Invoke, path: str) -> None:
    lines = [{"sku": f"S{number}", "quantity": 1} for number in range(MAX_LINES + 1)]
    answer = posted(invoke, path, {"lines": json.dumps(lines)})
    assert answer.status == 413
    assert str(MAX_LINES) in answer.text


def test_lines_too_long_for_a_cookie_go_to_the_checkout_all_the_same(
    invoke: Invoke, store: Store
) -> None:
    skus = [f"{number}-{'x' * 180}" for number in range(MAX_LINES)]
    put_for_sale(store, *(offer(sku) for sku in skus))
    lines = json.dumps([{"sku": sku, "quantity": 1} for sku in skus])
    page = posted(invoke, "/api/checkout/start", {"lines": lines, "lang": "en"})
    assert page.status == 200
    (hidden,) = re.findall('name="lines" value="([^"]*)"', page.text)
    assert len(json.loads(html.unescape(hidden))) == MAX_LINES


@pytest.mark.parametrize("accepted", ["en-EU", "xx-ZZ", "vi-VN"])
def test_the_checkout_begins_with_a_country_that_can_be_chosen(
    invoke: Invoke, accepted: str
) -> None:
    cookie = cookie_of(posted(invoke, "/api/cart/lines", {"sku": "CUP"}))
    headers = {**BROWSER, "accept-language": accepted}
    page = invoke("checkout", "GET", "/api/checkout", cookies=[cookie], headers=headers)
    assert re.findall('<option value="(..)" selected', page.text) == ["VN"]


def test_only_fields_that_the_page_shows_are_marked(invoke: Invoke) -> None:
    lines = json.dumps([{"sku": "CUP", "quantity": 1}])
    form = {"lines": lines, "lang": "en", "name": "Hoa", "email": "x", "idempotency_key": "k"}
    page = posted(invoke, "/api/checkout", {**form, "payment": "bank_transfer", "country": "VN"})
    assert page.status == 422
    assert re.findall('<li><a href="#([^"]*)"', page.text) == ["email"]


@pytest.mark.parametrize("path", ["/api/cart/lines", "/api/checkout/start", "/api/checkout/quote"])
@pytest.mark.parametrize("kind", ["application/json", "text/plain", ""])
def test_what_is_no_form_is_refused(invoke: Invoke, path: str, kind: str) -> None:
    answer = posted(invoke, path, "sku=CUP", **{"content-type": kind, "accept": "*/*"})
    assert (answer.status, answer.json["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-8; charset=unicode_escape", "utf-7"])
def test_a_charset_that_makes_half_characters_is_refused(invoke: Invoke, charset: str) -> None:
    part = 'Content-Disposition: form-data; name="name"\r\n\r\n\\ud800 +2AA-'
    kind = f"multipart/form-data; boundary=XX; charset={charset}"
    body = f"--XX\r\n{part}\r\n--XX--\r\n"
    answer = posted(invoke, "/api/checkout/quote", body, **{"content-type": kind, "accept": "*/*"})
    assert (answer.status, answer.json["code"]) == (400, "malformed_request")


@pytest.mark.parametrize("lang", ["en", "vi", "zh-Hans", "zh-Hant"])
def test_a_browser_gets_a_problem_as_a_page(invoke: Invoke, lang: str) -> None:
    headers = {"accept": "text/html"}
    page = invoke("orders", "GET", "/api/orders/x", query=f"lang={lang}", headers=headers)
    assert page.status == 404
    assert page.headers["content-type"].startswith("text/html")
    assert f'lang="{lang}"' in page.text


@pytest.mark.parametrize(
    ("lang", "unusable", "unknown"),
    [
        ("en", "A quantity cannot be used.", "Not Found: /api/nowhere"),
        ("vi", "Có số lượng không dùng được.", "Không tìm thấy: /api/nowhere"),
        ("zh-Hans", "有一个数量无法使用。", "未找到：/api/nowhere"),
        ("zh-Hant", "有一個數量無法使用。", "找不到：/api/nowhere"),
    ],
)
def test_a_refusal_is_said_to_a_person_in_their_language_and_to_programs_in_english(
    invoke: Invoke, lang: str, unusable: str, unknown: str
) -> None:
    form = {"sku": "TEA-50", "quantity": "three"}
    page = posted(invoke, "/api/cart/lines", form, **{"accept-language": lang})
    assert page.status == 422
    assert unusable in page.text
    assert "Please give a whole number" not in page.text
    headers = {"accept": "text/html", "accept-language": lang}
    assert unknown in invoke("cart", "GET", "/api/nowhere", headers=headers).text
    told = posted(invoke, "/api/cart/lines", form, accept="*/*", **{"accept-language": lang})
    assert told.json["detail"] == "A quantity cannot be used."


def test_an_address_that_is_markup_is_shown_as_text(invoke: Invoke) -> None:
    page = invoke("cart", "GET", f"/api/{MARKUP}", headers={"accept": "text/html"})
    assert page.status == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "<script>alert" not in page.text


def test_what_is_wrong_inside_is_not_told_to_shoppers(
    invoke: Invoke, store: Store, tmp_path: Path
) -> None:
    store.close()
    answer = invoke("cart", "GET", "/api/stock", query="sku=CUP")
    assert (answer.status, answer.json["code"]) == (500, "store_error")
    assert str(tmp_path) not in answer.text
