"""Products, stock and exports at the desk, through the real handler."""

import csv
import html
import io
import json
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from catalogue_desk import TABLE, Desk, Invoke

from functions.registry import FUNCTIONS
from shop.catalogue.releases.service import current_states
from shop.ports import Store
from shop.stock.movements import movements, pieces


@pytest.fixture
def desk(invoke: Invoke, store: Store) -> Desk:
    return Desk(invoke, store)


def typed(desk: Desk, handle: str = "old-cup", **changes: str) -> dict[str, str]:
    """The fields of a product's form as they are shown, and `changes`."""
    page = desk.get(f"/admin/catalogue/products/{handle}").text
    inputs = re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', page)
    areas = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    found = {name: html.unescape(value) for name, value in [*inputs, *areas]}
    found.pop("recommended", None)
    return {**found, "status": "active", **changes}


def test_a_product_saved_in_its_form_is_a_release_like_any_other(desk: Desk) -> None:
    desk.published()
    path = "/admin/catalogue/products/old-cup"
    changes = {"price:CUP-2": "12", "title:vi": "Tách cũ", "categories": "Cups > Old cups"}
    where = desk.post(path, **typed(desk, **changes)).headers["location"]
    shown = html.unescape(desk.get(where).text)
    assert re.search(r"<s>9\.00 USD</s> → 12\.00 USD", shown)
    assert "Cups > Old cups" in shown
    desk.answered()
    assert desk.post(f"{where}/publish", when="now").status == 303
    product = current_states(desk.store, ["old-cup"])["old-cup"].product
    assert product.categories == (("Cups", "Old cups"),)
    assert product.texts["vi"].title == "Tách cũ"
    assert product.variants[0].price is not None
    assert product.variants[0].price.amount == 1200
    assert pieces(desk.store, "CUP-2").on_hand == 4


def test_a_form_shown_before_somebody_elses_change_is_refused_and_kept(desk: Desk) -> None:
    desk.published()
    fields = typed(desk, title="My own title")
    desk.published(TABLE.replace("9.00", "10.00"))
    answer = desk.post("/admin/catalogue/products/old-cup", **fields)
    assert answer.status == 409
    assert "Somebody else has changed this product" in answer.text
    assert 'value="My own title"' in answer.text


def test_what_cannot_be_a_product_is_refused_and_kept(desk: Desk) -> None:
    desk.published()
    path = "/admin/catalogue/products/old-cup"
    for wrong in ({"title": " "}, {"price:CUP-2": "1.250"}, {"low_stock_level": "few"}):
        answer = desk.post(path, **typed(desk, brand="Kept", **wrong))
        assert (answer.status, 'value="Kept"' in answer.text) == (400, True), wrong
        shown = re.findall(r'name="([^"]+)" aria-invalid="true"', answer.text)
        assert shown == [name for name in wrong if name.startswith("price:")]
    assert desk.post(path, **typed(desk)).status == 409  # nothing is different
    assert desk.get("/admin/catalogue/products/none").status == 404


def test_products_are_found_by_title_in_any_language_and_by_sku(desk: Desk) -> None:
    desk.published(
        "Handle,Title,Title[vi],SKU,Price\na,Blue Cup,Tách xanh,CUP-1,7\nb,Red Pot,Ấm đỏ,POT/1,9\n"
    )
    for query, found in (("TÁCH", "Blue Cup"), ("POT/1", "Red Pot"), ("pot red", "Red Pot")):
        text = desk.get("/admin/catalogue", urlencode({"q": query})).text
        assert (found in text, text.count("data-label") // 5) == (True, 1), query
    assert "No product is found." in desk.get("/admin/catalogue", "q=nowhere").text
    assert "No product is found." in desk.get("/admin/catalogue", "status=draft").text


def test_stock_is_adjusted_by_a_movement_that_says_why(desk: Desk) -> None:
    desk.published()
    path = "/admin/catalogue/stock"
    for _twice in range(2):
        desk.post(path, sku="CUP-1", pieces="-2", cause="damaged", note="fell", once="a")
    assert pieces(desk.store, "CUP-1").on_hand == 1
    newest = movements(desk.store, "CUP-1").items[0]
    assert (newest.cause, newest.actor, newest.on_hand) == (
        "damaged: fell",
        "owner@example.com",
        -2,
    )
    assert "damaged: fell" in desk.get(path, "sku=CUP-1").text
    too_many = desk.post(path, sku="CUP-1", pieces="-9", cause="lost")
    assert (too_many.status, "Fewer pieces" in too_many.text) == (409, True)
    for wrong in ("", "0", "1.5", "--1", "٣", "9" * 9):
        assert desk.post(path, sku="CUP-1", pieces=wrong, cause="lost").status == 400, wrong
    assert desk.post(path, sku="CUP-1", pieces="1", cause="because").status == 400
    assert desk.get(path, "sku=none").status == 404
    assert pieces(desk.store, "CUP-1").on_hand == 1


@pytest.mark.parametrize("name", ["table", "shopify", "woocommerce"])
def test_an_export_can_be_handed_in_again(desk: Desk, name: str) -> None:
    desk.published()
    answer = desk.get("/admin/catalogue/export", f"format={name}&type=csv")
    assert "attachment" in answer.headers["content-disposition"]
    again = desk.hand_in(("files", "export.csv", answer.content), currency="USD")
    assert "Nothing is different" in desk.get(again.headers["location"]).text


def test_what_is_no_format_is_refused(desk: Desk) -> None:
    assert desk.get("/admin/catalogue/export", "format=table&type=exe").status == 400
    assert desk.get("/admin/catalogue/export").status == 200


def test_titles_are_shown_as_they_were_typed(desk: Desk, shared: Path) -> None:
    strings = json.loads((shared / "specs" / "naughty-strings" / "blns.json").read_text())
    nasty = [" ".join(text.split()) for text in strings if "<" in text or "'" in text][:60]
    assert len(nasty) == 60
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["Handle", "Title", "SKU", "Price"])
    writer.writerows([f"n-{n}", text, f"N{n}", "1.00"] for n, text in enumerate(nasty))
    path = desk.submission(stream.getvalue())
    pages = "".join(desk.get(path, f"page={page}").text for page in (1, 2, 3))
    desk.answered()
    desk.post(f"{path}/publish", when="now")
    states = current_states(desk.store, [f"n-{n}" for n in range(60)])
    pages += desk.get("/admin/catalogue").text
    for state in states.values():
        title = state.product.title
        if "<" in title:
            assert title not in pages
        assert html.escape(title, quote=False).replace("'", "&#39;") in pages.replace("&#34;", '"')


def test_each_role_does_what_the_registry_grants_it(invoke: Invoke, store: Store) -> None:
    looks = Desk(invoke, store, "read_only")
    (function,) = (each for each in FUNCTIONS if each.name == "admin_catalogue")
    for entry in function.endpoints:
        path = re.sub(r"\{\w+\}", "1", entry.path)
        allowed = entry.permission == "catalogue.view"
        answer = looks.get(path) if entry.method == "GET" else looks.post(path)
        refused = "Your role does not let you do this" in answer.text
        assert refused is not allowed, entry
    assert "Hand in a spreadsheet" not in looks.get("/admin/catalogue").text
