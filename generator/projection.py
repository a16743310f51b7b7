"""What the build remembers of a product: where it stands, its card in every language, and a digest
of the rest. The product's own page is made from the store when its turn comes."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import orjson

from generator.categories import Places, places_of
from generator.collections.model import Collection
from generator.index.buckets import BucketKey
from generator.listings import sort_key
from generator.source import Entry
from generator.stored import on_sale
from generator.views import ProductViews, View

Fragments = dict[BucketKey, Any]  # what one product puts there


class Projection(NamedTuple):
    """`places`, `cards` and `buckets` are JSON: `Places`; a card by language; the keys
    of the buckets it puts something into. `reduced`: offered below a
    former price, and still to be had."""

    handle: str
    sort: str
    added: str
    recommended: bool
    reduced: bool
    digest: bytes
    places: bytes
    cards: bytes
    buckets: bytes

    def standing(self) -> Places:
        places: Places = orjson.loads(self.places)
        return places


class Departed(NamedTuple):
    """A product that is no longer sold and keeps its page; `titles` is JSON, by language."""

    handle: str
    digest: bytes
    titles: bytes


class Projector:
    """Makes projections and fragments; views of one product are made once for all of it."""

    def __init__(
        self, languages: Sequence[str], default: str, collections: Sequence[Collection]
    ) -> None:
        self._views = [ProductViews(language, default) for language in languages]
        self._collections = collections

    def project(self, entry: Entry) -> tuple[Projection, Fragments]:
        product = entry.product
        fragments = self._fragments(entry)
        projection = Projection(
            handle=entry.handle,
            sort=sort_key(entry),
            added=entry.added,
            recommended=product["recommended"],
            reduced=not entry.sold_out and any(map(on_sale, product["variants"])),
            digest=entry.digest(),
            places=orjson.dumps(places_of(product)),
            cards=orjson.dumps(dict(self._cards(entry))),
            buckets=orjson.dumps([[*key] for key in sorted(fragments)]),
        )
        return projection, fragments

    def depart(self, entry: Entry) -> Departed:
        titles = {views.language: views.text(entry.product, "title") for views in self._views}
        return Departed(entry.handle, entry.digest(), orjson.dumps(titles))

    def _fragments(self, entry: Entry) -> Fragments:
        found: Fragments = {}
        for views in self._views:
            for collection in self._collections:
                for bucket, fragment in collection.fragments(entry, views).items():
                    found[BucketKey(collection.name, views.language, bucket)] = fragment
        return found

    def _cards(self, entry: Entry) -> Iterator[tuple[str, View]]:
        for views in self._views:
            yield views.language, views.card(entry)
