"""Stripe's lists: newest first, page by page (docs.stripe.com/api/pagination)."""

from collections.abc import Sequence
from typing import Any

from infra.embedded.gateway.errors import unusable
from infra.embedded.gateway.forms import whole
from infra.embedded.gateway.ledger import Obj, public

PAGING = frozenset({"limit", "starting_after", "expand"})
MOST = 100


def page_of(url: str, newest_first: Sequence[Obj], values: dict[str, Any]) -> Obj:
    """The page that `values` ask for. One that begins after nobody knows whom is empty."""
    limit = whole(values, "limit", 10)
    if not 1 <= limit <= MOST:
        raise unusable("limit", f"Invalid limit: from 1 to {MOST}.")
    left = _after(newest_first, values.get("starting_after"))
    page = [public(each) for each in left[:limit]]
    return {"object": "list", "url": url, "has_more": len(left) > limit, "data": page}


def _after(things: Sequence[Obj], name: str | None) -> Sequence[Obj]:
    if not name:
        return things
    names = [thing["id"] for thing in things]
    return things[names.index(name) + 1 :] if name in names else []
