"""Titles, descriptions, categories and attributes of the table in the shop's other languages."""

from collections.abc import Sequence

from shop.catalogue.escaping import attribute_pairs, split_paths
from shop.catalogue.model import ProductText
from shop.catalogue.reading.cells import Cells
from shop.catalogue.reading.drafts import DraftProduct
from shop.catalogue.reading.sheets import Row
from shop.catalogue.reading.table_columns import AttributeColumns
from shop.i18n.languages import LANGUAGES
from shop.i18n.messages import translatable


class Texts:
    """`rows` are read once for the attributes' labels, which need to stand in one row only."""

    def __init__(
        self, cells: Cells, attributes: Sequence[AttributeColumns], rows: Sequence[Row]
    ) -> None:
        self._cells = cells
        self._attributes = attributes
        self._labels = [self._labels_of(attribute, rows) for attribute in attributes]

    def used(self) -> set[int]:
        found: set[int] = set()
        for attribute in self._attributes:
            found.update(attribute.values.values(), attribute.labels.values())
            if attribute.value is not None:
                found.add(attribute.value)
        return found

    def of(self, row: Row, draft: DraftProduct) -> tuple[dict[str, str], dict[str, ProductText]]:
        """The attributes, and what the product says in every other language."""
        base = {
            attribute.name: value
            for attribute in self._attributes
            if (value := self._cell(row, attribute.value))
        } | self._listed(row, "attributes")
        texts = {code: self._text(row, draft, code) for code in LANGUAGES}
        return base, {code: text for code, text in texts.items() if text != ProductText()}

    def _text(self, row: Row, draft: DraftProduct, code: str) -> ProductText:
        def text(field: str) -> str:
            return self._cells.text(row, f"{field}[{code}]")

        return ProductText(
            title=text("title"),
            description=self._cells.block(row, f"description[{code}]"),
            categories=self._categories(row, draft, code),
            attributes=self._listed(row, f"attributes[{code}]") or self._attribute_table(row, code),
            origin=text("origin"),
            reason=text("reason"),
        )

    def _categories(self, row: Row, draft: DraftProduct, code: str) -> tuple[tuple[str, ...], ...]:
        """Parallel to the base language's paths, or not used: a page's address hangs on them."""
        field = f"categories[{code}]"
        found = tuple(split_paths(self._cells.text(row, field)))
        if found and list(map(len, found)) != list(map(len, draft.categories)):
            self._cells.problems.warn(
                row.number,
                self._cells.column(field),
                "categories_differ",
                translatable(
                    "These categories do not have the same number of parts as the column "
                    "Categories. They are not used."
                ),
            )
            return ()
        return found

    def _listed(self, row: Row, field: str) -> dict[str, str]:
        """The attributes that stand in one cell, ``Name: value`` on each line."""
        pairs = list(attribute_pairs(self._cells.block(row, field)))
        if None in pairs:
            self._cells.problems.warn(
                row.number,
                self._cells.column(field),
                "attribute_unreadable",
                translatable("A line without a colon is not used. Write each as “Name: value”."),
            )
        return {name: value for name, value in filter(None, pairs) if value}

    def _attribute_table(self, row: Row, code: str) -> dict[str, str]:
        """The whole table in a language; a missing word is taken from the base language."""
        table: dict[str, str] = {}
        translated = False
        for attribute, labels in zip(self._attributes, self._labels, strict=True):
            base = self._cell(row, attribute.value)
            own = self._cell(row, attribute.values.get(code))
            if own or base:
                table[labels.get(code, attribute.name)] = own or base
                translated = translated or bool(own) or code in labels
        return table if translated else {}

    def _labels_of(self, attribute: AttributeColumns, rows: Sequence[Row]) -> dict[str, str]:
        """The attribute's label by language: the first that any row gives."""
        found = {
            code: next((text for row in rows if (text := self._cell(row, index))), "")
            for code, index in attribute.labels.items()
        }
        return {code: text for code, text in found.items() if text}

    def _cell(self, row: Row, index: int | None) -> str:
        return "" if index is None else self._cells.at(row, index)
