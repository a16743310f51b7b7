"""Of a small shop's products, what `search_docs` leaves out: prices, so that a changed one is a
small file, and cards (address and picture), which are loaded for the results on the screen."""

from collections.abc import Iterable, Mapping
from zlib import crc32

import orjson

from generator.collections.model import Fragment, Scope, bucket_of
from generator.collections.search_docs import (
    WHOLE,
    card_files,
    grouped,
    picture_of,
    price_columns,
    price_of,
    tag,
)
from generator.source import Entry
from generator.views import ProductViews


class SearchPrices:
    """In the order of the documents."""

    name = "search-prices"
    by_product = True

    def __init__(self, scope: Scope) -> None:
        self._count = self.buckets(scope.products)
        self._groups = card_files(scope.products)

    def buckets(self, products: int) -> int:
        return 1 if products <= WHOLE else 0

    def fragments(self, entry: Entry, views: ProductViews) -> Mapping[str, Fragment]:
        return {"0": price_of(views.card(entry))} if self._count else {}

    def files(
        self, language: str, bucket: str, fragments: Mapping[str, Fragment]
    ) -> Mapping[str, bytes]:
        handles = [handle for group in grouped(fragments, self._groups) for handle in group]
        columns = price_columns(fragments[handle] for handle in handles)
        content = orjson.dumps({**columns, "t": tag(handles)})
        return {f"search/{language}/prices-{self._count}-{bucket}.json": content}

    def overview(self, language: str, buckets: Iterable[str]) -> Mapping[str, bytes]:  # noqa: ARG002 - `SearchDocs` counts them
        return {}


class SearchCards:
    """``[[handle, picture, check]]``: the check, of the title, tells whether it is the card of the
    document that asks for it."""

    name = "search-cards"
    by_product = True

    def __init__(self, scope: Scope) -> None:
        self._count = self.buckets(scope.products)

    def buckets(self, products: int) -> int:
        return card_files(products)

    def fragments(self, entry: Entry, views: ProductViews) -> Mapping[str, Fragment]:
        if not self._count:
            return {}
        card = views.card(entry)
        check = crc32(card["title"].encode()) & 0xFFFF
        return {bucket_of(entry.handle, self._count): [picture_of(card), check]}

    def files(
        self, language: str, bucket: str, fragments: Mapping[str, Fragment]
    ) -> Mapping[str, bytes]:
        cards = [[handle, *fragments[handle]] for handle in sorted(fragments)]
        path = f"search/{language}/cards-{self._count}-{bucket}.json"
        return {path: orjson.dumps(cards)}

    def overview(self, language: str, buckets: Iterable[str]) -> Mapping[str, bytes]:  # noqa: ARG002 - `SearchDocs` counts them
        return {}
