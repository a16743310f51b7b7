"""Products as templates see them, and the reading of what they are made from."""

from typing import Any

import pytest
from markupsafe import Markup

from generator.source import Entry, StoredEntries
from generator.views import ProductViews
from generator.wording import plain, shortened
from shop.catalogue.model import Option, Picture, Product, ProductText
from shop.ports import Item, Key, Store

from .conftest import sell
from .samples import entry, product, usd, variant


def view(it: Product, language: str = "en", gone: frozenset[str] = frozenset()) -> dict[str, Any]:
    return ProductViews(language, "en").product(entry(it, gone))


def read(store: Store) -> dict[str, Entry]:
    """Everything published, by handle."""
    entries = StoredEntries(lambda: store)
    return {found.handle: found for found in entries.read(entries.handles())}


SHIRT = product(
    "shirt",
    options=(Option(name="Size", names={"vi": "Cỡ"}, values={"vi": {"Small": "Nhỏ"}}),),
    variants=(
        variant("S", 800, options=("Small",), compare_at=usd(1000), picture="/media/s.svg"),
        variant("L", 900, options=("Large",), compare_at=usd(900)),
        variant("X", None, options=("Huge",)),
    ),
    pictures=(Picture(src="/media/s.svg", alt="A shirt", alts={"vi": "Áo"}),),
    attributes={"Cloth": "Linen"},
    texts={"vi": ProductText(title="Áo sơ mi", attributes={"Vải": "Lanh"})},
)


def test_options_and_variants_speak_the_language() -> None:
    shirt = view(SHIRT, "vi")
    assert shirt["options"][0]["label"] == "Cỡ"
    assert shirt["options"][0]["values"][:2] == [
        {"value": "Small", "label": "Nhỏ"},
        {"value": "Large", "label": "Large"},
    ]
    assert [v["label"] for v in shirt["variants"]] == ["Nhỏ", "Large", "Huge"]
    assert shirt["attributes"] == [{"name": "Vải", "value": "Lanh"}]
    assert shirt["variants"][0]["picture"] == {"src": "/media/s.svg", "alt": "Áo"}


def test_price_of_a_product_is_its_lowest_with_the_former_price_that_belongs_to_it() -> None:
    shirt = view(SHIRT)
    assert shirt["price"] == {"amount": 800, "currency": "USD"}
    assert shirt["compare_at"] == {"amount": 1000, "currency": "USD"}
    assert (shirt["price_from"], shirt["on_sale"]) == (True, True)
    assert [v["compare_at"] is not None for v in shirt["variants"]] == [True, False, False]


def test_what_is_gone_or_has_no_price_cannot_be_bought() -> None:
    shirt = view(SHIRT, gone=frozenset({"S"}))
    assert [v["buyable"] for v in shirt["variants"]] == [False, True, False]
    assert [v["sold_out"] for v in shirt["variants"]] == [True, False, False]
    assert not shirt["sold_out"]
    assert view(SHIRT, gone=frozenset({"S", "L", "X"}))["sold_out"]


def test_a_picture_without_words_is_described_by_the_title() -> None:
    pictured = product(pictures=(Picture(src="/media/a.svg"),))
    assert view(pictured)["pictures"] == [{"src": "/media/a.svg", "alt": "Green tea"}]


def test_sold_out_is_what_the_ledger_limits_and_has_not(store: Store) -> None:
    sell(
        store,
        product("none", variants=(variant("NONE"),)),
        product("untracked", variants=(variant("UNTRACKED", tracked=False),)),
        product("to-order", variants=(variant("TO-ORDER", stock_policy="continue"),)),
        on_hand=0,
    )
    sell(store, product("some", variants=(variant("SOME"), variant("UNKNOWN"))))
    store.delete_many([Key("SKU#UNKNOWN", "STOCK")])
    found = read(store)
    assert {handle: it.sold_out for handle, it in found.items()} == {
        "none": True,
        "untracked": False,
        "to-order": False,
        "some": False,
    }
    assert found["some"].sold_out_skus == {"UNKNOWN"}


def test_digest_changes_with_the_product_and_with_being_sold_out_but_not_with_stock(
    store: Store,
) -> None:
    def digest() -> bytes:
        return read(store)["green-tea"].digest()

    def put_stock(on_hand: int) -> None:
        store.put_many([Item(Key("SKU#GREEN-TEA", "STOCK"), {"on_hand": on_hand})])

    sell(store, product())
    first = digest()
    put_stock(4)
    assert digest() == first
    put_stock(0)
    assert digest() != first
    sell(store, product(brand="Another"))
    assert digest() != first


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One &amp; two</p><p>three</p>", "One & two three"),
        ("  no tags,\n two  lines\u00a0", "no tags, two lines"),
        ('<ul>\n<li class="a">one</li>\n<li>t<em>w</em>o</li></ul>', "one two"),
        ("one<BR/>two<h2 id='b>'>three</h2>four<pre>five</pre>", "one two three fourfive"),
        ("""a<a title="<p>" href='x">y'>b</a>c<!-- <p> > -->d""", "abcd"),
        ("1 &lt; 2 &amp;&amp; 2&nbsp;&#60; 3", "1 < 2 && 2 < 3"),
        ("&amp;lt; &amp;amp;", "&lt; &amp;"),
        ("1 < 2 <3", "1 < 2 <3"),
        ("", ""),
    ],
)
def test_the_words_of_html_stand_on_one_line(html: str, text: str) -> None:
    assert plain(html) == text
    assert plain(Markup(html)) == text  # noqa: S704 - nothing is rendered


def test_words_are_of_the_product_at_hand() -> None:
    views = ProductViews("vi", "en")
    tea = entry(product(texts={"vi": ProductText(description="<p>Từ đồi.</p>")}))
    cup = entry(product("cup", description="<p>Of clay.</p>"))
    assert [views.words(it) for it in (tea, cup, tea)] == ["Từ đồi.", "Of clay.", "Từ đồi."]


def test_without_a_price_there_is_nothing_to_compare() -> None:
    unpriced = view(product(variants=(variant("A", None), variant("B", None))))
    assert (unpriced["price"], unpriced["compare_at"]) == (None, None)
    assert not unpriced["price_from"]
    assert not unpriced["on_sale"]


def test_of_equal_prices_the_first_stands_for_the_product() -> None:
    same = view(product(variants=(variant("A", 800), variant("B", 800, compare_at=usd(1000)))))
    assert (same["price_from"], same["compare_at"], same["on_sale"]) == (False, None, True)


def test_descriptions_are_shortened_at_a_word() -> None:
    assert shortened("one two three four", 12) == "one two…"
    assert shortened("春茶" * 100, 10) == "春茶" * 4 + "春…"
