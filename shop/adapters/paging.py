"""Where a page of a query begins and ends, alike for every store."""

from collections.abc import Sequence
from typing import NamedTuple

import orjson

from shop.adapters.limits import MAX_SK_BYTES, storable
from shop.errors import InvalidInput
from shop.i18n.messages import translatable
from shop.ports import Item, Page

LAST_CODE_POINT = 0x10FFFF
SURROGATES = range(0xD800, 0xE000)
LOST = translatable("There is no page after this place. Start again from the first page.")


class IndexPosition(NamedTuple):
    """A place in one partition of the secondary index: by `isk`, then by the item's own key."""

    isk: str
    pk: str
    sk: str


def page(items: Sequence[Item], limit: int) -> Page:
    """A page of a partition from one item more than fits, which tells whether more follow."""
    more = len(items) > limit
    return Page(items[:limit], items[limit - 1].key.sk if more else None)


def index_page(items: Sequence[Item], limit: int) -> Page:
    """The same for the secondary index, whose places need the item's key as well."""
    more = len(items) > limit
    return Page(items[:limit], _index_token(items[limit - 1]) if more else None)


def check_after(after: str | None) -> str | None:
    """`after` of a query is an `sk`; it comes out of addresses, so it may be anything."""
    if after and not storable(after, longest=MAX_SK_BYTES):
        raise InvalidInput(LOST)
    return after or None


def index_position(after: str | None) -> IndexPosition | None:
    """Reads what `index_page` wrote. Raises InvalidInput for anything else."""
    if not after:
        return None
    try:
        isk, pk, sk = orjson.loads(after)
    except (ValueError, TypeError):
        raise InvalidInput(LOST) from None
    if not all(isinstance(part, str) for part in (isk, pk, sk)):
        raise InvalidInput(LOST)
    if not (storable(isk, sk, longest=MAX_SK_BYTES) and storable(pk)):
        raise InvalidInput(LOST)
    return IndexPosition(isk, pk, sk)


def behind(prefix: str) -> str | None:
    """The first text that sorts behind every text with this prefix; None where there is none."""
    kept = prefix.rstrip(chr(LAST_CODE_POINT))
    if not kept:
        return None
    following = ord(kept[-1]) + 1
    if following in SURROGATES:
        following = SURROGATES.stop
    return kept[:-1] + chr(following)


def _index_token(item: Item) -> str:
    return orjson.dumps([item.index and item.index.sk, item.key.pk, item.key.sk]).decode()
