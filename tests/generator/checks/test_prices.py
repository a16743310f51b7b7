"""One price for machines, people, feeds, search and checkout."""

import json
from typing import Any

import orjson
import pytest

from generator.checks.feeds import check_feed
from generator.checks.findings import Finding
from generator.checks.search_data import check_search
from generator.collections.search_docs import card_files, grouped, price_columns, tag
from shop.money import Money

from .pages_of import Book, check, page, sold

HERE = "en/products/cup.html"
CUP = Book({"CUP-1": sold()})


def offer(sku: str = "CUP-1", **changes: str) -> dict[str, Any]:
    facts = {"@type": "Offer", "price": "8.50", "priceCurrency": "USD"}
    facts["availability"] = "https://schema.org/InStock"
    return {"@type": "Product", "sku": sku, "offers": facts | changes}


def sells(*offers: dict[str, Any], form: str = "<p>$8.50</p>", lang: str = "en") -> str:
    data = json.dumps({"@context": "https://schema.org", "@graph": [{"hasVariant": [*offers]}]})
    body = f'<form class="x" method="post" action="/api/cart/lines">{form}</form>'
    return page(body, f'<script type="application/ld+json">{data}</script>', lang)


def codes(html: str, book: Book = CUP) -> list[tuple[str, str]]:
    pages = {HERE: html}
    return [(each.code, each.about) for each in check(pages, HERE, book)]


def test_a_page_that_says_what_checkout_says_is_right() -> None:
    assert codes(sells(offer())) == []


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (offer(price="8.00"), "price_differs"),
        (offer(price="8.5"), "price_differs"),
        (offer(priceCurrency="EUR"), "price_differs"),
        (offer(availability="https://schema.org/OutOfStock"), "availability_differs"),
        (offer("CUP-2"), "offer_unknown"),
    ],
)
def test_an_offer_that_the_price_book_does_not_make_is_an_error(
    told: dict[str, Any], code: str
) -> None:
    assert [found for found, _about in codes(sells(told))] == [code]


@pytest.mark.parametrize(
    "kept",
    [sold(left=False), sold(published=False), sold(None)],
    ids=["sold out", "withdrawn", "no price"],
)
def test_what_cannot_be_bought_must_not_be_offered(kept: Any) -> None:
    assert [code for code, _ in codes(sells(offer()), Book({"CUP-1": kept}))] == [
        "availability_differs"
    ]
    gone = offer(availability="https://schema.org/OutOfStock")
    assert codes(sells(gone), Book({"CUP-1": kept})) == []


def test_the_price_must_stand_where_the_page_sells() -> None:
    assert codes(sells(offer(), form="<p>$9.00</p>")) == [("price_not_shown", "CUP-1")]
    elsewhere = sells(offer(), form="<p>Price on request</p>").replace("</body>", "$8.50</body>")
    assert codes(elsewhere) == [("price_not_shown", "CUP-1")]


def test_each_variant_must_show_its_own_price() -> None:
    book = Book({"CUP-1": sold(), "CUP-2": sold(900)})
    both = (offer(), offer("CUP-2", price="9.00"))
    right = '<template data-sku="CUP-1">$8.50</template><template data-sku="CUP-2">$9.00</template>'
    wrong = '<template data-sku="CUP-1">$8.50</template><template data-sku="CUP-2">$8.50</template>'
    assert codes(sells(*both, form=right), book) == []
    assert codes(sells(*both, form=wrong), book) == [("price_not_shown", "CUP-2")]


def test_prices_are_looked_for_as_the_language_writes_them() -> None:
    vi = sells(offer(), form="<p><span>8,50&nbsp;US$</span></p>", lang="vi")
    assert codes(vi) == []


def test_json_ld_that_is_none_is_an_error() -> None:
    broken = page("", '<script type="application/ld+json">{"a": }</script>')
    assert [code for code, _ in codes(broken)] == ["json_ld_unreadable"]


def item(price: str = "8.50 USD", more: str = "", left: str = "in_stock") -> str:
    facts = f"<g:id>CUP-1</g:id><g:price>{price}</g:price>{more}"
    return f"<item>{facts}<g:availability>{left}</g:availability></item>"


def feed_faults(text: str, book: Book) -> list[str]:
    return [each.about for each in check_feed("feeds/en/products.xml", text, book)]


def test_a_feed_has_the_prices_of_the_price_book() -> None:
    reduced = Book({"CUP-1": sold(compare_at=Money.of(1200, "USD"))})
    assert feed_faults(item(), CUP) == []
    assert feed_faults(item("12.00 USD", "<g:sale_price>8.50 USD</g:sale_price>"), reduced) == []
    for text, book in (
        (item("9.00 USD"), CUP),
        (item(left="out_of_stock"), CUP),
        (item(), reduced),
        (item(), Book()),
        (item(), Book({"CUP-1": sold(published=False)})),
    ):
        assert feed_faults(text, book) == ["CUP-1"]


def search_file(handles: list[str], rows: dict[str, list[Any]]) -> bytes:
    order = [handle for group in grouped(handles, card_files(len(handles))) for handle in group]
    return orjson.dumps({**price_columns(rows[handle] for handle in order), "t": tag(order)})


def searched(content: bytes, book: Book) -> list[Finding]:
    skus = {"cup": ["CUP-1", "CUP-2"], "pot": ["POT-1"]}
    return list(check_search("search/en/prices-1-0.json", content, skus, book))


def test_search_shows_the_lowest_price_of_what_is_sold() -> None:
    book = Book({"CUP-1": sold(900), "CUP-2": sold(850), "POT-1": sold(None)})
    right = {"cup": [850, "USD", 4, 0], "pot": [-1, "", 0, 0]}
    assert searched(search_file(["cup", "pot"], right), book) == []
    wrong = search_file(["cup", "pot"], right | {"cup": [900, "USD", 4, 0]})
    assert [each.about for each in searched(wrong, book)] == ["cup"]
    gone = Book({sku: each._replace(left=False) for sku, each in book.items()})
    found = searched(search_file(["cup", "pot"], right), gone)
    assert [each.about for each in found] == ["cup", "pot"]


def test_search_data_of_other_products_is_told_once() -> None:
    content = search_file(["cup", "mug"], {"cup": [850, "USD", 0, 0], "mug": [1, "USD", 0, 0]})
    assert [(each.code, each.about) for each in searched(content, CUP)] == [("search_differs", "")]
    assert [each.about for each in searched(b"{", CUP)] == [""]


def test_whole_documents_have_their_prices_with_them() -> None:
    rows = price_columns([[850, "USD", 0, 0]])
    content = orjson.dumps({**rows, "a": [["pot"], [""]], "t": "x"})
    assert searched(content, Book({"POT-1": sold()})) == []
    assert [each.about for each in searched(content, Book({"POT-1": sold(1)}))] == ["pot"]
