"""Fields and values of a difference, as people read them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from shop.i18n.languages import LANGUAGES
from shop.i18n.messages import translatable

LONGEST = 400  # of a value that is shown; a description may have pages

LABELS = {
    "handle": translatable("Address"),
    "title": translatable("Title"),
    "description": translatable("Description"),
    "brand": translatable("Brand"),
    "origin": translatable("Origin"),
    "categories": translatable("Categories"),
    "tags": translatable("Tags"),
    "status": translatable("Status"),
    "options": translatable("Options"),
    "pictures": translatable("Pictures"),
    "attributes": translatable("Specification"),
    "supplier": translatable("Supplier"),
    "recommended": translatable("Recommended"),
    "reason": translatable("Reason"),
    "sale_starts": translatable("Sale begins"),
    "sale_ends": translatable("Sale ends"),
    "low_stock_level": translatable("Low stock level"),
    "digital_file": translatable("Download"),
    "seo_title": translatable("Title for search engines"),
    "seo_description": translatable("Description for search engines"),
    "price": translatable("Price"),
    "compare_at": translatable("Former price"),
    "member_price": translatable("Price for members"),
    "barcode": translatable("Barcode"),
    "weight_grams": translatable("Weight in grams"),
    "picture": translatable("Picture"),
    "tracked": translatable("Stock is counted"),
    "stock_policy": translatable("When it is sold out"),
    "digital": translatable("Is a download"),
    "costs": translatable("Cost"),
    "variants": translatable("Variant"),
}
STATUSES = {
    "active": translatable("on sale"),
    "draft": translatable("draft"),
    "archived": translatable("archived"),
}
YES, NO = translatable("yes"), translatable("no")

Say = Callable[[str], str]


class Field(NamedTuple):
    """`about` is the SKU or language it belongs to, "" for the product itself."""

    about: str
    label: str
    old: str
    new: str


def field_of(entry: Mapping[str, Any], say: Say) -> Field:
    """One field of ``releases/diff.diff_json``."""
    about, name = _parted(str(entry["field"]))
    label = say(LABELS[name]) if name in LABELS else name
    return Field(about, label, shown(entry["old"], say, name), shown(entry["new"], say, name))


def _parted(path: str) -> tuple[str, str]:
    """``variants.TEA.50.price`` -> ``TEA.50``, ``price``: an SKU may have points in it."""
    head, _, rest = path.partition(".")
    if head == "texts":
        language, _, name = rest.partition(".")
        return LANGUAGES[language].label if language in LANGUAGES else language, name
    if head == "variants" and rest.rpartition(".")[2] in LABELS:
        sku, _, name = rest.rpartition(".")
        return sku, name
    return rest, head


def shown(value: Any, say: Say, name: str = "") -> str:
    if value is None:
        return ""
    if value is True or value is False:
        return say(YES if value else NO)
    if name == "status":
        return say(STATUSES.get(str(value), str(value)))
    text = _text(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return _named(value)
    if isinstance(value, list | tuple):
        return _listed(value)
    return str(value)


def _named(value: Mapping[str, Any]) -> str:
    """A picture by its address; anything else as a small table."""
    if "src" in value:
        return str(value["src"])
    return "; ".join(f"{name}: {_text(each)}" for name, each in value.items() if each)


def _listed(value: Sequence[Any]) -> str:
    """Paths of categories, or a plain list."""
    if value and all(isinstance(each, list | tuple) for each in value):
        return "; ".join(" > ".join(map(str, path)) for path in value)
    return ", ".join(map(_text, value))


COLUMNS = {
    "sku": translatable("SKU"),
    "category": translatable("Category"),
    "subcategory": translatable("Category below it"),
    "type": translatable("Category below that"),
    "sale_price": translatable("Price in a sale"),
    "cost": LABELS["costs"],
    "currency": translatable("Currency"),
    "stock": translatable("Pieces in stock"),
    "weight": translatable("Weight"),
    "unit": translatable("Unit"),
    "color": translatable("Colour"),
    "size": translatable("Size"),
    "material": translatable("Material"),
    "group": translatable("Is a variant of"),
}


def column_word(name: str, say: Say) -> str:
    """What a column of a plain table may hold."""
    return say(COLUMNS.get(name) or LABELS.get(name) or name)
