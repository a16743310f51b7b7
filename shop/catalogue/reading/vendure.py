"""Vendure's product CSV: padded cells, facets, one row per variant, a column per language.

docs.vendure.io/guides/developer-guide/importing-data. A row with a name begins a product, the rows
below it are its further variants. ``name:zh_Hans`` is the name in that language.
"""

import re
from collections.abc import Sequence

from shop.catalogue.model import MAX_OPTIONS, Option, Picture, ProductText
from shop.catalogue.reading.cells import Cells, folded, listed, parts
from shop.catalogue.reading.drafts import DraftProduct, Drafts, DraftVariant, Format, Tally
from shop.catalogue.reading.problems import Problems
from shop.catalogue.reading.sheets import Row, Sheet
from shop.catalogue.reading.variants import (
    provided,
    report_same_options,
    report_unused,
    set_options,
)
from shop.i18n.languages import LANGUAGES
from shop.i18n.messages import translatable

BASE = "en"
COLUMNS = {
    "title": "name",
    "handle": "slug",
    "description": "description",
    "pictures": "assets",
    "facets": "facets",
    "groups": "optionGroups",
    "values": "optionValues",
    "sku": "sku",
    "price": "price",
    "tax": "taxCategory",
    "stock": "stockOnHand",
    "tracked": "trackInventory",
    "picture": "variantAssets",
    "variant_facets": "variantFacets",
}
TRANSLATED = ("title", "description", "facets", "groups", "values")
FIELDS = {
    **{field: (field,) for field in ("title", "handle", "description", "pictures", "sku", "price")},
    **{field: (field,) for field in ("stock", "tracked", "picture")},
    **dict.fromkeys(("categories", "brand", "attributes"), ("facets",)),
    "categories.all": ("facets",),
    "options": ("groups",),
    "options.names": tuple(f"groups[{code}]" for code in LANGUAGES),
    **{
        f"texts.{code}.{field}": (f"{column}[{code}]",)
        for code in LANGUAGES
        for field, column in (
            ("title", "title"),
            ("description", "description"),
            ("attributes", "facets"),
        )
    },
}
_LANGUAGE = re.compile(r"(?P<base>.+):(?P<code>[A-Za-z]{2,3}(?:[_-][A-Za-z]{2,4})?)")
_CODES = {code.casefold().replace("-", "_"): code for code in LANGUAGES}


def recognises(columns: frozenset[str]) -> bool:
    bare = {column.partition(":")[0].strip() for column in columns}
    return {"name", "sku", "price", "optiongroups", "optionvalues", "facets"} <= bare


def read(sheet: Sheet, problems: Problems, currency: str) -> Drafts:
    reader = _Reader(sheet, problems, currency)
    for row in sheet.rows:
        reader.row(row)
    for draft in reader.products:
        if len(draft.options) > MAX_OPTIONS:
            set_options(draft, [option.name for option in draft.options])
        report_same_options(draft, problems)
    return Drafts(reader.products, reader.tally, provided(reader.cells, FIELDS))


FORMAT = Format("vendure", recognises, read, continues=True)


class _Reader:
    def __init__(self, sheet: Sheet, problems: Problems, currency: str) -> None:
        self.cells = Cells(sheet.header, _names(sheet.header), problems, currency)
        self.problems = problems
        self.tally = Tally()
        self.products: list[DraftProduct] = []
        report_unused(sheet.header, self.cells.used(), problems, "Vendure")

    def row(self, row: Row) -> None:
        if self.cells.text(row, "title"):
            self._start(row)
        if not self.products:
            self.problems.error(
                row.number,
                self.cells.column("title"),
                "product_missing",
                translatable("This variant stands above the first product. Give its row a name."),
            )
            return
        self._variant(self.products[-1], row)

    def _start(self, row: Row) -> None:
        text = self.cells.text
        draft = DraftProduct(row.number, handle=text(row, "handle"), title=text(row, "title"))
        draft.description = self.cells.block(row, "description")
        facets = _facets(text(row, "facets"))
        draft.categories = tuple((value,) for name, value in facets if name == "category")
        draft.brand = ", ".join(value for name, value in facets if name == "brand")
        draft.attributes = _attributes(facets)
        draft.pictures = [Picture(src=src) for src in listed(text(row, "pictures"), "|")]
        draft.options = [Option(name=name) for name in listed(text(row, "groups"), "|")]
        for code in LANGUAGES:
            self._translate(draft, row, code)
        self.tally.categories.update(draft.categories)
        self.tally.pictures.update(picture.src for picture in draft.pictures)
        self.products.append(draft)

    def _translate(self, draft: DraftProduct, row: Row, code: str) -> None:
        def text(field: str) -> str:
            return self.cells.text(row, f"{field}[{code}]")

        facets = _facets(text("facets"))
        own = len(facets) == len(_facets(self.cells.text(row, "facets")))
        words = ProductText(
            title=text("title"),
            description=self.cells.block(row, f"description[{code}]"),
            attributes=_translated(_facets(self.cells.text(row, "facets")), facets) if own else {},
        )
        if words != ProductText():
            draft.texts[code] = words
        for option, name in zip(draft.options, parts(text("groups"), "|"), strict=False):
            option.names[code] = name

    def _variant(self, draft: DraftProduct, row: Row) -> None:
        cells = self.cells
        values = tuple(parts(cells.text(row, "values"), "|"))
        values = (values + ("",) * len(draft.options))[: len(draft.options)]
        pictures = listed(cells.text(row, "picture"), "|")
        self.tally.variants += 1
        self.tally.pictures.update(pictures)
        variant = DraftVariant(
            row.number,
            sku=cells.text(row, "sku"),
            options=values,
            price=self.tally.price(cells.price(row, "price")),
            picture=next(iter(pictures), ""),
            tracked=cells.flag(row, "tracked", default=True),
            stock=cells.stock(row, "stock"),
        )
        draft.variants.append(variant)
        self._add_facets(draft, row)
        for code in LANGUAGES:
            words = parts(cells.text(row, f"values[{code}]"), "|")
            for option, value, word in zip(draft.options, values, words, strict=False):
                if value and word:
                    option.values.setdefault(code, {})[value] = word

    def _add_facets(self, draft: DraftProduct, row: Row) -> None:
        """What only some variants have becomes a line of the product's table."""
        for name, value in _attributes(_facets(self.cells.text(row, "variant_facets"))).items():
            known = listed(draft.attributes.get(name, ""), ",")
            draft.attributes[name] = ", ".join(dict.fromkeys((*known, value)))


def _names(header: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The column of the base language is the plain one, or the file's first language."""
    matches = filter(None, map(_LANGUAGE.fullmatch, header))
    languages = list(dict.fromkeys(match["code"] for match in matches))
    first = next((code for code in (BASE, *languages) if code in languages), BASE)
    fields = {field: (name, f"{name}:{first}") for field, name in COLUMNS.items()}
    translated = {
        f"{field}[{code}]": (f"{COLUMNS[field]}:{found}",)
        for found in languages
        if found != first and (code := _CODES.get(folded(found).replace("-", "_")))
        for field in TRANSLATED
    }
    return {**fields, **translated}


def _facets(text: str) -> list[tuple[str, str]]:
    found = [part.partition(":") for part in text.split("|") if part.strip()]
    return [(name.strip(), value.strip()) for name, _, value in found]


def _attributes(facets: Sequence[tuple[str, str]]) -> dict[str, str]:
    table: dict[str, list[str]] = {}
    for name, value in facets:
        if name not in {"category", "brand"}:
            table.setdefault(name[:1].upper() + name[1:], []).append(value)
    return {name: ", ".join(values) for name, values in table.items()}


def _translated(
    base: Sequence[tuple[str, str]], facets: Sequence[tuple[str, str]]
) -> dict[str, str]:
    """The facets of another language, but for those that became category and brand."""
    kept = [word for plain, word in zip(base, facets, strict=True)
            if plain[0] not in {"category", "brand"}]  # fmt: skip
    return _attributes(kept)
