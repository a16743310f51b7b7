"""Drafts of any format become products: handles, SKUs, prices and texts the shop can rely on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from shop.catalogue.handles import Names, slugify
from shop.catalogue.html import clean_description
from shop.catalogue.model import Product, ProductText, Variant
from shop.catalogue.reading.drafts import DraftProduct, DraftVariant
from shop.catalogue.reading.faults import Fault, fault_of, stray_faults
from shop.catalogue.reading.pictures import with_pictures
from shop.catalogue.reading.problems import Problems
from shop.catalogue.reading.skus import assign_skus
from shop.i18n.messages import translatable
from shop.money import Money

MAX_TEXT = 200_000  # bytes of one description
# Bytes of a product as JSON in all languages. A stored item holds 400 KB, and counts otherwise.
MAX_PRODUCT = 320_000
NO_PRICE = translatable(
    "“%(title)s” has no price: it is shown, and cannot be bought until it has a price."
)
COSTS_NOTHING = translatable(
    "“%(title)s” costs 0: it is shown, and cannot be bought until it has a price."
)

# Gives the pictures of a product their addresses; called when it is known what is wrong with it.
Place = Callable[[DraftProduct, Fault | None], None]
Named = list[tuple[DraftProduct, str]]  # with their handles


@dataclass(slots=True)
class Assembled:
    """`costs` and `stock` are by SKU; `rows` are first rows and `derived` those products whose
    handle is only a form of the title, by handle; `old_skus` what new SKUs were called before;
    `moved` the handles of products of the store that were called otherwise, by what they were.

    `faults` are by the handle of their product, which is among `products` as far as it could be
    read; `strays` are faulty rows that are no product. Where the file has no titles (`titled`),
    products are called by their handle or SKU until it is known which of the shop's they are.
    """

    products: list[Product] = field(default_factory=list)
    costs: dict[str, Money] = field(default_factory=dict)
    stock: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    derived: set[str] = field(default_factory=set)
    old_skus: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    faults: dict[str, Fault] = field(default_factory=dict)
    strays: list[Fault] = field(default_factory=list)
    titled: bool = True


def assemble(
    drafts: list[DraftProduct],
    problems: Problems,
    place: Place | None = None,
    *,
    titled: bool = True,
) -> Assembled:
    """Every draft that can be a product; the others become problems.

    Faulty ones take part: they keep the handles and SKUs they will have once they are corrected.
    """
    if not titled:
        _call_by_sku(drafts)
    named = _named(drafts, problems)
    skus = assign_skus(named, problems)
    result = Assembled(titled=titled)
    for draft, handle in named:
        product = _product(draft, handle, skus, problems)
        _check_size(product, draft.row, problems)
        _check_variants(product, draft.row, problems)
        result.products.append(product)
        result.rows[handle] = draft.row
        if not draft.handle:
            result.derived.add(handle)
        _keep_apart(draft, skus, result)
    result.faults = _faults(named, problems)
    result.strays = stray_faults(drafts, problems)
    if place:
        _place_pictures(named, result, place)
    return result


def _faults(named: Named, problems: Problems) -> dict[str, Fault]:
    found = {handle: fault_of(draft, handle, problems) for draft, handle in named}
    return {handle: fault for handle, fault in found.items() if fault}


def _place_pictures(named: Named, result: Assembled, place: Place) -> None:
    for index, (draft, handle) in enumerate(named):
        place(draft, result.faults.get(handle))
        result.products[index] = with_pictures(result.products[index], draft)


def _keep_apart(draft: DraftProduct, skus: dict[int, str], result: Assembled) -> None:
    """Costs and stock are no part of a product."""
    for variant in draft.variants:
        sku = skus[id(variant)]
        if variant.cost:
            result.costs[sku] = variant.cost
        if variant.stock is not None:
            result.stock[sku] = variant.stock
        if variant.old_sku:
            result.old_skus[sku] = variant.old_sku


def _call_by_sku(drafts: list[DraftProduct]) -> None:
    for draft in drafts:
        skus = (variant.sku for variant in draft.variants if variant.sku)
        draft.title = draft.title or draft.handle or next(skus, "")


def _named(drafts: list[DraftProduct], problems: Problems) -> Named:
    """Those that have a title, with their handles. One without keeps its handle from others."""
    for draft in drafts:
        if not draft.title:
            problems.error(
                draft.row,
                "Title",
                "title_missing",
                _untitled(draft.handle),
            )
    known = [draft for draft in drafts if draft.title or draft.handle]
    pairs = zip(known, _handles(known, problems), strict=True)
    return [(draft, handle) for draft, handle in pairs if draft.title]


def _untitled(handle: str) -> str:
    if not handle:
        return translatable("This product has no title. Give it one.")
    return translatable("“%(handle)s” has no title. Give it one.", handle=handle)


def _handles(drafts: list[DraftProduct], problems: Problems) -> list[str]:
    """A handle that is written as it should be keeps its name before others are fitted to it."""
    slugs = [slugify(draft.handle or draft.title) for draft in drafts]
    names = Names()
    chosen: dict[int, str] = {}
    for i in sorted(range(len(drafts)), key=lambda i: drafts[i].handle != slugs[i]):
        chosen[i] = names.claim(slugs[i])
        if drafts[i].handle and chosen[i] != drafts[i].handle:
            problems.info(
                drafts[i].row,
                "Handle",
                "handle_changed",
                translatable(
                    "“%(handle)s” becomes “%(chosen)s” in addresses.",
                    handle=drafts[i].handle,
                    chosen=chosen[i],
                ),
            )
    return [chosen[i] for i in range(len(drafts))]


def _check_size(product: Product, row: int, problems: Problems) -> None:
    """A product that the store cannot hold is told before anything is written."""
    size = len(product.model_dump_json().encode())
    if size > MAX_PRODUCT:
        problems.error(
            row,
            "",
            "product_too_large",
            translatable(
                "“%(title)s” has %(size)s bytes with its %(variants)s variants; a "
                "product may have %(most)s. Shorten its texts or split it.",
                title=product.title[:80],
                size=size,
                variants=str(len(product.variants)),
                most=MAX_PRODUCT,
            ),
        )


def _check_variants(product: Product, row: int, problems: Problems) -> None:
    if product.published and not product.variants:
        problems.warn(
            row,
            "",
            "variants_missing",
            translatable(
                "“%(title)s” has no variants in the file: it is shown, and cannot be bought.",
                title=product.title,
            ),
        )


def _product(draft: DraftProduct, handle: str, skus: dict[int, str], problems: Problems) -> Product:
    return Product(
        handle=handle,
        title=draft.title,
        description=_description(draft.row, draft.description, problems),
        brand=draft.brand,
        origin=draft.origin,
        categories=draft.categories,
        tags=draft.tags,
        status=draft.status,
        options=tuple(draft.options),
        variants=tuple(_variants(draft, skus, problems)),
        pictures=tuple(draft.pictures),
        attributes=draft.attributes,
        supplier=draft.supplier,
        recommended=draft.recommended,
        reason=draft.reason,
        sale_starts=draft.sale_starts,
        sale_ends=draft.sale_ends,
        low_stock_level=draft.low_stock_level,
        digital_file=draft.digital_file,
        seo_title=draft.seo_title,
        seo_description=draft.seo_description,
        texts={
            language: _text(draft.row, text, problems) for language, text in draft.texts.items()
        },
    )


def _text(row: int, text: ProductText, problems: Problems) -> ProductText:
    clean = _description(row, text.description, problems)
    return text.model_copy(update={"description": clean})


def _description(row: int, text: str, problems: Problems) -> str:
    if len(text.encode()) > MAX_TEXT:
        problems.error(
            row,
            "Description",
            "text_too_long",
            translatable("The description is over %(most)s bytes.", most=MAX_TEXT),
        )
        return ""
    return clean_description(text)


def _variants(draft: DraftProduct, skus: dict[int, str], problems: Problems) -> Iterable[Variant]:
    for variant in draft.variants:
        yield Variant(
            sku=skus[id(variant)],
            options=_option_values(draft, variant, problems),
            price=_selling_price(draft, variant, problems),
            compare_at=_positive(variant.compare_at),
            member_price=_positive(variant.member_price),
            barcode=variant.barcode,
            weight_grams=variant.weight_grams,
            picture=variant.picture,
            tracked=variant.tracked,
            stock_policy=variant.stock_policy,
            digital=variant.digital,
            **_sale(draft, variant),
        )


def _sale(draft: DraftProduct, variant: DraftVariant) -> dict[str, datetime | None]:
    """The days of a sale; a variant's own go before the product's."""
    if not (variant.price and variant.compare_at and variant.price < variant.compare_at):
        return {}
    return {
        "sale_starts": variant.sale_starts or draft.sale_starts,
        "sale_ends": variant.sale_ends or draft.sale_ends,
    }


def _option_values(
    draft: DraftProduct, variant: DraftVariant, problems: Problems
) -> tuple[str, ...]:
    for option, value in zip(draft.options, variant.options, strict=True):
        if not value:
            problems.warn(
                variant.row,
                option.name,
                "option_missing",
                translatable(
                    "A variant of “%(title)s” has no %(option)s. Shoppers see “–”.",
                    title=draft.title,
                    option=option.name,
                ),
            )
    return tuple(value or "–" for value in variant.options)


def _selling_price(draft: DraftProduct, variant: DraftVariant, problems: Problems) -> Money | None:
    """No price, or 0, is never live: the variant is kept and cannot be bought."""
    price = _positive(variant.price)
    if price is None and draft.status == "active" and not problems.failed(variant.row):
        problems.warn(
            variant.row,
            "Price",
            "price_missing",
            translatable(COSTS_NOTHING if variant.price else NO_PRICE, title=draft.title),
        )
    return price


def _positive(price: Money | None) -> Money | None:
    return price if price and price.amount > 0 else None
