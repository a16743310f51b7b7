"""A file that says only some things of a product: what it does not say stays as it was.

A missing column leaves its field untouched, an empty cell clears it. `fields` are what the file
has columns for: names of `Product` fields, ``variant.NAME``, ``cost``, ``texts.LANGUAGE.NAME``,
``options.names``, ``pictures.alt``, ``pictures.alts``, ``categories.all``; None means all of them.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from shop.catalogue.model import Option, Picture, Product, ProductText, Variant
from shop.catalogue.releases.model import ProductState

VARIANT_FIELDS = tuple(name for name in Variant.model_fields if name not in {"sku", "options"})
PRODUCT_FIELDS = tuple(
    name for name in Product.model_fields if name not in {"handle", "variants", "texts"}
)

Fields = frozenset[str] | None
Paths = tuple[tuple[str, ...], ...]


class Completed(NamedTuple):
    """`renamed` maps SKUs that a variant had before to those it has now."""

    state: ProductState
    renamed: dict[str, str]


def completed(
    stored: ProductState, given: ProductState, fields: Fields, old_skus: Mapping[str, str]
) -> Completed:
    """`given` with everything the file is silent about taken from `stored`.

    `old_skus` maps new SKUs to old ones, as the file's own column says.
    """
    pairs = matched(stored.product.variants, given.product.variants, old_skus)
    renamed = {old.sku: new.sku for new, old in pairs if old and old.sku != new.sku}
    variants = _variants(stored.product, pairs, fields, renamed)
    updates = {name: getattr(given.product, name) for name in PRODUCT_FIELDS if _says(fields, name)}
    updates |= _inner(stored.product, given.product, fields, updates)
    product = stored.product.model_copy(
        update={**updates, "variants": variants, "texts": _texts(stored, given, fields)}
    )
    if product != stored.product:
        product = _without_remains(product)
    costs = _costs(stored, given, fields, renamed)
    kept = {variant.sku for variant in variants}
    own = {sku: cost for sku, cost in costs.items() if sku in kept}
    return Completed(ProductState(product=product, costs=own, added=stored.added), renamed)


def _without_remains(product: Product) -> Product:
    """What belonged to something that is gone goes with it: the days of a sale, words for values
    that no variant has, paths in other languages that run beside no others."""
    shape = list(map(len, product.categories))
    return product.model_copy(
        update={
            "variants": tuple(map(_without_days, product.variants)),
            "options": tuple(
                _without_words(
                    option, {v.options[n] for v in product.variants if len(v.options) > n}
                )
                for n, option in enumerate(product.options)
            ),
            "texts": {
                language: own
                for language, text in product.texts.items()
                if (own := _without_paths(text, shape)) != ProductText()
            },
        }
    )


def _without_days(variant: Variant) -> Variant:
    if variant.on_sale:
        return variant
    return variant.model_copy(update={"sale_starts": None, "sale_ends": None})


def _without_words(option: Option, used: Collection[str]) -> Option:
    words = {
        language: {value: word for value, word in values.items() if value in used}
        for language, values in option.values.items()
    }
    return option.model_copy(update={"values": {code: own for code, own in words.items() if own}})


def _without_paths(text: ProductText, shape: Sequence[int]) -> ProductText:
    if list(map(len, text.categories)) == shape:
        return text
    return text.model_copy(update={"categories": ()})


def _inner(
    stored: Product, given: Product, fields: Fields, updates: Mapping[str, Any]
) -> dict[str, Any]:
    """Parts of a field that the file has no columns for: translations of options, texts of
    pictures, and the further categories of a product whose first one is the same."""
    found: dict[str, Any] = {}
    if "options" in updates and not _says(fields, "options.names"):
        found["options"] = tuple(_translated(option, stored.options) for option in given.options)
    if "pictures" in updates:
        found["pictures"] = _described(given.pictures, stored.pictures, fields)
    if "categories" in updates and not _says(fields, "categories.all"):
        found["categories"] = _further(given.categories, stored.categories)
    return found


def _further(given: Paths, stored: Paths) -> Paths:
    return stored if given and given == stored[: len(given)] else given


def _translated(option: Option, stored: Sequence[Option]) -> Option:
    before = next((each for each in stored if each.name == option.name), option)
    return option.model_copy(update={"names": before.names, "values": before.values})


def _described(
    given: Sequence[Picture], stored: Sequence[Picture], fields: Fields
) -> tuple[Picture, ...]:
    """Pictures with the texts they had, as far as the file has no columns for texts."""
    known = {picture.src: picture for picture in stored}
    kept = [name for name in ("alt", "alts") if not _says(fields, f"pictures.{name}")]
    return tuple(
        picture.model_copy(
            update={name: getattr(known.get(picture.src, picture), name) for name in kept}
        )
        for picture in given
    )


def matched(
    stored: Sequence[Variant], given: Sequence[Variant], old_skus: Mapping[str, str]
) -> list[tuple[Variant, Variant | None]]:
    """Each given variant with the stored one it is: by SKU, by its old SKU, by its options."""
    by_sku = {variant.sku: variant for variant in stored}
    here = {variant.sku for variant in given}
    taken = here | set(old_skus.values())
    by_options = {v.options: v for v in reversed(stored) if v.sku not in taken}
    return [
        (
            variant,
            by_sku.get(variant.sku)
            or by_sku.get(old_skus.get(variant.sku, ""))
            or by_options.get(variant.options),
        )
        for variant in given
    ]


def _variants(
    stored: Product,
    pairs: Sequence[tuple[Variant, Variant | None]],
    fields: Fields,
    renamed: Mapping[str, str],
) -> tuple[Variant, ...]:
    """The file's variants; the others stay where the file says nothing of options."""
    written = {new.sku: _variant(new, old, fields) for new, old in pairs}
    if _says(fields, "options") or len(stored.variants) <= 1:
        return tuple(written.values())
    kept = [
        written.pop(renamed.get(variant.sku, variant.sku), variant) for variant in stored.variants
    ]
    return (*kept, *written.values())


def _variant(new: Variant, old: Variant | None, fields: Fields) -> Variant:
    if old is None:
        return new
    updates: dict[str, Any] = {"sku": new.sku}
    if _says(fields, "options"):
        updates["options"] = new.options
    updates |= {n: getattr(new, n) for n in VARIANT_FIELDS if _says(fields, f"variant.{n}")}
    return old.model_copy(update=updates)


def _texts(stored: ProductState, given: ProductState, fields: Fields) -> dict[str, ProductText]:
    before, after = stored.product.texts, given.product.texts
    if fields is None:
        return after
    found = {}
    for language in dict.fromkeys([*before, *after]):
        old = before.get(language, ProductText())
        new = after.get(language, ProductText())
        said = [name for name in ProductText.model_fields if f"texts.{language}.{name}" in fields]
        text = old.model_copy(update={name: getattr(new, name) for name in said})
        if text != ProductText():
            found[language] = text
    return found


def _costs(
    stored: ProductState, given: ProductState, fields: Fields, renamed: Mapping[str, str]
) -> dict[str, Any]:
    before = {renamed.get(sku, sku): cost for sku, cost in stored.costs.items()}
    if not _says(fields, "cost"):
        return before
    mentioned = {variant.sku for variant in given.product.variants}
    others = {sku: cost for sku, cost in before.items() if sku not in mentioned}
    return others | given.costs


def _says(fields: Fields, name: str) -> bool:
    return fields is None or name in fields
