"""Arbitrary products as a release may hold them: every text, currency and shape that is valid."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from shop.catalogue.html import clean_description
from shop.catalogue.model import Option, Picture, Product, ProductText, Variant
from shop.catalogue.reading.cells import FAILED
from shop.i18n.languages import LANGUAGES
from shop.money import Money

# ROUND_TRIPS=2000 looks deeper than every run can.
EXAMPLES = int(os.environ.get("ROUND_TRIPS", "30"))
NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
CURRENCIES = ("USD", "VND", "JPY", "KWD", "EUR", "CNY", "KRW", "ISK", "TND")
LARGEST = 10**15 - 1  # fifteen digits, as many as a cell of a workbook keeps
NASTY = (
    "=1+1", "+84 90", "-5", "@SUM(A1)", "'1", "'=1", "''+x", "＝１＋１", "＠x", "007", "90.750",
    "a;b", "a,b", "a\\", "\\;", "\\,", "A > B", "x: y", "产：地", "_x0041_", "__x000D_",
    "שלום עולם", "\u202eabc\u202c", "🧧👩\u200d👩\u200d👧", "e\u0301", "Trà Ô long", "龍井茶",
    '"quoted"', "sep=;", "TRUE", "1e5", "2026-12-31", "NULL", "#VALUE", "–", "\u200f",
    "\ufeffbom", "a\u3000b", "\\n", "=cmd|' /C calc'!A0",
    "Type", "Title", "Default Title", "Uncategorized", "Any", "parent",
)  # fmt: skip
_CHARACTERS = st.characters(
    exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufffe\uffff"
)


def lines(without: str = "", *, empty: bool = False) -> st.SearchStrategy[str]:
    """Names and words: one line, without blanks around it."""
    found = st.one_of(st.sampled_from(NASTY), st.text(_CHARACTERS, max_size=12)).map(str.strip)
    kept = found.filter(lambda text: text not in FAILED and not set(text) & set(without))
    return st.one_of(st.just(""), kept) if empty else kept.filter(bool)


blocks = st.lists(lines(), min_size=1, max_size=3).map("\n".join)
descriptions = st.one_of(
    st.just(""),
    blocks,
    st.lists(lines(), max_size=3).map(lambda words: f"<p>{'</p><ul><li>'.join(words)}</b>"),
    st.sampled_from(["<font>x</font> &amp; y", "<!-- a -->b", "<pre>\n\n\nx</pre>", "a\u00a0b",
                     "<b>a&#13;b</b>", "<p>\\n</p>", "<script>x</script>ok", "<table><b>x"]),
).map(clean_description)  # fmt: skip
moments = st.none() | st.one_of(
    st.sampled_from([datetime(2026, 12, 1), datetime(2026, 12, 31, 23, 59, 59)]),  # noqa: DTZ001
    st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001
).map(lambda moment: moment.replace(tzinfo=UTC))
handles = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
skus = lines().filter(lambda text: text.isprintable())
addresses = st.one_of(
    lines(without=" ").map(lambda text: f"https://x.example/{text}"),
    st.from_regex(r"/media/[a-z0-9]{1,12}\.svg", fullmatch=True),
)


def money(currency: str) -> st.SearchStrategy[Money]:
    amounts = st.one_of(st.integers(1, LARGEST), st.sampled_from([1, 9075, 90750, 1234, 123400]))
    return amounts.map(lambda amount: Money.of(amount, currency))


@dataclass(frozen=True, slots=True)
class Habits:
    """What a format's lists can hold: characters of list parts, and the only currency, if any.

    `own_days`: whether the first variant's sale may have other days than its product says."""

    without: str = ""
    currency: str = ""
    statuses: tuple[str, ...] = ("active", "draft", "archived")
    own_days: bool = True


@dataclass(frozen=True, slots=True)
class Catalogue:
    products: list[Product]
    costs: dict[str, Money]
    stock: dict[str, int]


@st.composite
def catalogues(draw: st.DrawFn, habits: Habits = Habits()) -> Catalogue:
    names = draw(st.lists(handles, unique=True, min_size=1, max_size=3))
    free = draw(st.lists(skus, unique_by=str.casefold, min_size=12, max_size=12))
    # A title may be the handle of another product.
    titles = draw(st.lists(st.sampled_from(names) | lines(), min_size=3, max_size=3))
    products = [draw(_products(name, title, free[4 * n : 4 * n + 4], habits))
                for n, (name, title) in enumerate(zip(names, titles, strict=False))]  # fmt: skip
    used = [variant.sku for product in products for variant in product.variants]
    currencies = st.just(habits.currency) if habits.currency else st.sampled_from(CURRENCIES)
    costs = {sku: draw(currencies.flatmap(money)) for sku in used if draw(st.booleans())}
    stock = {sku: draw(st.integers(0, 10**6)) for sku in used if draw(st.booleans())}
    return Catalogue(products, costs, stock)


@st.composite
def _products(draw: st.DrawFn, handle: str, title: str, free: list[str], habits: Habits) -> Product:
    part = lines(habits.without)
    names = draw(st.lists(part, unique=True, max_size=3))
    choices = st.tuples(*(part for _ in names))
    values = (
        draw(st.lists(choices, unique=True, min_size=1, max_size=4))
        if names
        else [()] * draw(st.integers(1, 2))
    )
    currency = habits.currency or draw(st.sampled_from(CURRENCIES))
    sale_starts, sale_ends = draw(moments), draw(moments)
    variants = tuple(
        draw(_variants(sku, options, currency)) for sku, options in zip(free, values, strict=False)
    )
    shape = draw(st.lists(st.integers(1, 3), max_size=3))
    return Product(
        handle=handle,
        title=title,
        description=draw(descriptions),
        brand=draw(lines(habits.without, empty=True)),
        origin=draw(lines(empty=True)),
        categories=draw(_paths(shape, part).filter(lambda paths: len(set(paths)) == len(paths))),
        tags=tuple(draw(st.lists(part, unique=True, max_size=3))),
        status=draw(st.sampled_from(habits.statuses)),
        options=tuple(draw(_options(n, name, values)) for n, name in enumerate(names)),
        variants=tuple(
            draw(_on_sale(v, sale_starts, sale_ends, own=habits.own_days or v is not variants[0]))
            for v in variants
        ),
        pictures=tuple(draw(st.lists(_pictures(habits), unique_by=lambda p: p.src, max_size=3))),
        attributes=draw(_attributes(habits)),
        supplier=draw(lines(empty=True)),
        recommended=draw(st.booleans()),
        reason=draw(lines(empty=True)),
        sale_starts=sale_starts,
        sale_ends=sale_ends,
        low_stock_level=draw(st.none() | st.integers(-9, 10**6)),
        digital_file=draw(st.just("") | _addresses(habits)),
        seo_title=draw(lines(empty=True)),
        seo_description=draw(lines(empty=True)),
        texts=draw(_texts(shape)),
    )


@st.composite
def _on_sale(
    draw: st.DrawFn,
    variant: Variant,
    starts: datetime | None,
    ends: datetime | None,
    *,
    own: bool,
) -> Variant:
    """The days of a variant's own sale, else the product's."""
    if not variant.on_sale:
        return variant
    days = (draw(moments), draw(moments)) if own else (None, None)
    update = {"sale_starts": days[0] or starts, "sale_ends": days[1] or ends}
    return variant.model_copy(update=update)


@st.composite
def _variants(draw: st.DrawFn, sku: str, options: tuple[str, ...], currency: str) -> Variant:
    prices = st.none() | money(currency)
    return Variant(
        sku=sku,
        options=options,
        price=draw(prices),
        compare_at=draw(prices),
        member_price=draw(prices),
        barcode=draw(lines(empty=True)),
        weight_grams=draw(st.none() | st.integers(1, 10**8)),
        picture=draw(st.just("") | addresses.filter(lambda text: "\\" not in text)),
        tracked=draw(st.booleans()),
        stock_policy=draw(st.sampled_from(["deny", "continue"])),
        digital=draw(st.booleans()),
    )


def _addresses(habits: Habits) -> st.SearchStrategy[str]:
    return addresses.filter(lambda text: not set(text) & set(habits.without))


def _pictures(habits: Habits) -> st.SearchStrategy[Picture]:
    return st.builds(
        Picture, src=_addresses(habits), alt=lines(empty=True), alts=_words(lines(), max_size=2)
    )


def _options(n: int, name: str, values: list[Any]) -> st.SearchStrategy[Option]:
    used = [options[n] for options in values[:4]]
    return st.builds(
        Option,
        name=st.just(name),
        names=_words(lines(), max_size=3),
        values=_words(
            st.dictionaries(st.sampled_from(used), lines(), min_size=1, max_size=3), max_size=2
        ),
    )


def _words(words: st.SearchStrategy[Any], max_size: int) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(list(LANGUAGES)), words, max_size=max_size)


def _attributes(habits: Habits) -> st.SearchStrategy[dict[str, str]]:
    values = blocks.filter(lambda text: not set(text) & set(habits.without))
    return st.dictionaries(lines(habits.without), values, max_size=3)


def _paths(
    shape: list[int], part: st.SearchStrategy[str]
) -> st.SearchStrategy[tuple[tuple[str, ...], ...]]:
    return st.tuples(*(st.tuples(*(part for _ in range(length))) for length in shape))


def _texts(shape: list[int]) -> st.SearchStrategy[dict[str, ProductText]]:
    texts = st.builds(
        ProductText,
        title=lines(empty=True),
        description=descriptions,
        categories=st.just(()) | _paths(shape, lines()),
        attributes=_attributes(Habits()),
        origin=lines(empty=True),
        reason=lines(empty=True),
    ).filter(lambda text: text != ProductText())
    return _words(texts, max_size=2)
