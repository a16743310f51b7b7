"""Buckets of collections after a change: those that it touches get their fragments, and their files
are made anew."""

from collections.abc import Collection as Some
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import orjson

from generator.collections.model import Collection
from generator.index.buckets import Bucket, BucketKey, Buckets
from generator.projection import Fragments, Projection

Changed = dict[BucketKey, tuple[Bucket, dict[str, Any]]]  # as they were, and their fragments now


class Refilled(NamedTuple):
    """Files by path, those that are no more (where nobody else makes them), and whether there are
    other buckets than before."""

    files: dict[str, bytes]
    stale: set[str]
    renamed: bool


def refill(
    buckets: Buckets,
    collections: Iterable[Collection],
    before: Mapping[str, Projection],
    moved: Some[str],
    fragments: Mapping[str, Fragments],
) -> Refilled:
    """`moved` are products that are others now, `before` what the index has of them, `fragments`
    what each of them puts where now."""
    known = {collection.name: collection for collection in collections}
    refilled = Refilled({}, set(), renamed=False)
    for key, (old, now) in _changed(buckets, before, moved, fragments).items():
        made = known[key.collection].files(key.language, key.name, now) if now else {}
        refilled.files.update(made)
        refilled.stale.update({*old.files} - {*made})
        if bool(old.fragments) != bool(now):
            refilled = refilled._replace(renamed=True)
        buckets.put({key: Bucket(now, tuple(made))})
    return refilled


def _changed(
    buckets: Buckets,
    before: Mapping[str, Projection],
    moved: Some[str],
    fragments: Mapping[str, Fragments],
) -> Changed:
    wanted: dict[BucketKey, dict[str, Any]] = {}
    for handle in moved:
        old = before.get(handle)
        for place in orjson.loads(old.buckets) if old else ():
            wanted.setdefault(BucketKey(*place), {})
        for key, fragment in fragments.get(handle, {}).items():
            wanted.setdefault(key, {})[handle] = fragment
    found: Changed = {}
    for key, fresh in wanted.items():
        bucket = buckets.get(key)
        kept = {h: f for h, f in bucket.fragments.items() if h not in moved}
        if (now := kept | fresh) != bucket.fragments:
            found[key] = bucket, now
    return found
