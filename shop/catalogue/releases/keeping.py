"""A product that a file has with faults, kept as a draft: what could be read, and what was there.

The owner corrects it later; until then nothing that the shop knew may be lost, and nothing that
was not read goes live. Which cells are at fault is not asked: in such a product an empty or
unreadable cell keeps what the shop had, the last good price above all.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

from shop.catalogue.model import Product, ProductText, Record, Variant
from shop.catalogue.releases.model import ProductState
from shop.catalogue.releases.partial import matched

R = TypeVar("R", bound=Record)


def as_draft(
    before: ProductState | None,
    after: ProductState,
    old_skus: Mapping[str, str],
    elsewhere: Collection[str],
) -> ProductState:
    """`after` as a draft. What it lacks it has from `before`, but for variants whose SKUs are
    `elsewhere`, that is in the file as well."""
    if before is None:
        return after.model_copy(update={"product": _unpublished(after.product)})
    stored, given = before.product, after.product
    pairs = matched(stored.variants, given.variants, old_skus)
    variants = [_filled(new, old) if old else new for new, old in pairs]
    known = {variant.sku for variant in variants} | {old.sku for _, old in pairs if old}
    variants += _lost(stored, given, known.union(elsewhere))
    product = _unpublished(_filled(given, stored)).model_copy(
        update={"variants": tuple(variants), "texts": _texts(stored, given)}
    )
    own = {variant.sku for variant in variants}
    costs = {sku: cost for sku, cost in before.costs.items() if sku in own} | dict(after.costs)
    return after.model_copy(update={"product": product, "costs": costs})


def _unpublished(product: Product) -> Product:
    """What is archived stays so: a draft would be nearer to the shoppers, not farther."""
    return product.model_copy(update={"status": "draft"}) if product.published else product


def _filled(given: R, stored: R) -> R:
    """`given`, where it says nothing as `stored`; but a choice and its values belong together."""
    names = type(given).model_fields.keys() - {"options"}
    lacking = [name for name in names if not getattr(given, name)]
    return given.model_copy(update={name: getattr(stored, name) for name in lacking})


def _lost(stored: Product, given: Product, known: Collection[str]) -> Sequence[Variant]:
    """Variants whose rows may be those that could not be read."""
    width = len(given.options)
    return [v for v in stored.variants if v.sku not in known and len(v.options) == width]


def _texts(stored: Product, given: Product) -> dict[str, ProductText]:
    empty = ProductText()
    codes = dict.fromkeys([*stored.texts, *given.texts])
    pairs = {code: (given.texts.get(code, empty), stored.texts.get(code, empty)) for code in codes}
    return {code: _filled(new, old) for code, (new, old) in pairs.items()}
