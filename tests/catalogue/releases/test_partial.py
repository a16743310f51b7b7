"""What a spreadsheet does not say stays as it was."""

from factories import usd

from shop.catalogue.model import Option, ProductText, Variant
from shop.catalogue.releases.model import ProductState
from shop.catalogue.releases.partial import completed

from .conftest import tea

SIZES = tea(
    brand="Uji",
    options=(Option(name="Size"),),
    variants=(
        Variant(sku="S", options=("Small",), price=usd(500), barcode="0001"),
        Variant(sku="L", options=("Large",), price=usd(900), barcode="0002"),
    ),
    texts={"vi": ProductText(title="Trà", description="Thơm")},
).model_copy(update={"costs": {"S": usd(100), "L": usd(200)}, "added": "2026"})


def given(*variants: Variant, **changes: object) -> ProductState:
    return tea(variants=variants, **changes).model_copy(update={"costs": {}})


def test_a_price_list_changes_prices_and_nothing_else() -> None:
    prices = given(Variant(sku="L", price=usd(950)), title="ignored")
    state, renamed = completed(SIZES, prices, frozenset({"variant.price"}), {})
    assert [(v.sku, v.price, v.barcode) for v in state.product.variants] == [
        ("S", usd(500), "0001"),
        ("L", usd(950), "0002"),
    ]
    assert state.product.model_copy(update={"variants": ()}) == SIZES.product.model_copy(
        update={"variants": ()}
    )
    assert (state.costs, state.added, renamed) == (SIZES.costs, "2026", {})


def test_an_empty_cell_clears_its_field() -> None:
    silent = given(Variant(sku="S", options=("Small",)), brand="")
    state, _ = completed(SIZES, silent, frozenset({"brand", "variant.barcode"}), {})
    assert state.product.brand == ""
    assert [v.barcode for v in state.product.variants] == ["", "0002"]


def test_a_whole_file_replaces_everything() -> None:
    whole = given(Variant(sku="S", options=("Small",), price=usd(1)), options=SIZES.product.options)
    state, _ = completed(SIZES, whole, None, {})
    assert [v.sku for v in state.product.variants] == ["S"]
    assert (state.product.brand, state.product.texts, state.costs) == ("", {}, {})


def test_an_sku_that_changes_keeps_its_variant() -> None:
    by_column = given(Variant(sku="SMALL", options=("Tiny",)))
    state, renamed = completed(SIZES, by_column, frozenset(), {"SMALL": "S"})
    assert renamed == {"S": "SMALL"}
    assert [(v.sku, v.price) for v in state.product.variants] == [
        ("SMALL", usd(500)),
        ("L", usd(900)),
    ]
    assert state.costs == {"SMALL": usd(100), "L": usd(200)}


def test_the_same_options_under_a_new_sku_are_the_same_variant() -> None:
    new = given(
        Variant(sku="S-2", options=("Small",), price=usd(500)),
        Variant(sku="L", options=("Large",), price=usd(900)),
        options=SIZES.product.options,
    )
    state, renamed = completed(SIZES, new, None, {})
    assert renamed == {"S": "S-2"}
    assert [v.sku for v in state.product.variants] == ["S-2", "L"]


def test_a_translation_is_changed_word_by_word() -> None:
    text = given(Variant(sku="S", options=("Small",)), texts={"vi": ProductText(title="Trà xanh")})
    state, _ = completed(SIZES, text, frozenset({"texts.vi.title"}), {})
    assert state.product.texts["vi"] == ProductText(title="Trà xanh", description="Thơm")
