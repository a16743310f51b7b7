"""The protocol of collections, and into which bucket a product goes.

Buckets are counted in powers of two by a pure function of the number of products, so that between
two such steps a new product moves no other; a product's bucket is a hash of its handle.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from zlib import crc32

from generator.shop_facts import ShopFacts
from generator.source import Entry
from generator.views import ProductViews

# A fragment is whatever JSON its collection makes of a product, and reads again in `files`; or
# bytes, where it is long and needs only to be copied.
Fragment = Any


@dataclass(frozen=True, slots=True)
class Scope:
    """What collections know of the shop; `products` is how many of them there are."""

    profile: ShopFacts
    base_url: str
    products: int = field(compare=False)


class Collection(Protocol):
    """Made for one `Scope`: where `buckets` gives another number than at the last build, every
    fragment of the collection is to be made anew."""

    name: str
    by_product: bool  # whether a product stands in one bucket only, that of its handle

    def buckets(self, products: int) -> int:
        """Into how many buckets that many products go; a pure function."""

    def fragments(self, entry: Entry, views: ProductViews) -> Mapping[str, Fragment]:
        """By bucket, what this product puts there in the language of `views`."""

    def files(
        self, language: str, bucket: str, fragments: Mapping[str, Fragment]
    ) -> Mapping[str, bytes]:
        """The files of a bucket by path; `fragments` are by handle, in any order."""

    def overview(self, language: str, buckets: Iterable[str]) -> Mapping[str, bytes]:
        """Files that name the buckets of a language. No buckets: the shop has no products."""


def shards(products: int, most: int) -> int:
    """The smallest power of two of which each part holds about `most` products or fewer."""
    return 1 << max(0, -(-products // most) - 1).bit_length()


def by_bucket(handles: Iterable[str]) -> list[str]:
    """So that the products of a bucket follow each other, however many buckets there are: in the
    order of the hash that names them, read from its end."""
    return sorted(handles, key=lambda handle: f"{crc32(handle.encode()):032b}"[::-1])


def bucket_of(handle: str, count: int) -> str:
    """``count`` is a power of two; names are hexadecimal."""
    return f"{crc32(handle.encode()) & (count - 1):x}"
