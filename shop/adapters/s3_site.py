"""The published site in a bucket, whose readers meet the files one by one (through a CDN).

::

    live/…              what readers see: /vi/products/phin is live/vi/products/phin.html
    blobs/<digest>      the bytes, private; live objects are copies of these
    state/root.json     the manifest (see ``s3_manifest.py``)
    state/journal.json  there from the moment on that a release will happen, until it has
    state/lease.json    whose turn it is

Killed before the journal is written, a publisher leaves the old site and some blobs. Killed after
it, the next one repeats its copies, which are the same whoever makes them.
"""

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, Final

import orjson

from shop.adapters.s3_bucket import Bucket, Headers
from shop.adapters.s3_lease import Lease
from shop.adapters.s3_manifest import (
    Root,
    S3Manifest,
    as_bytes,
    release_key,
    replaced,
    shard_key,
)
from shop.clock import Clock, now
from shop.errors import NotFound
from shop.ports import Cdn, Change, Kept, SiteRelease
from shop.published import kinds, redirects
from shop.published.addresses import address_of
from shop.published.digests import kept_as

LIVE: Final = "live/"
BLOBS: Final = "blobs/"
JOURNAL: Final = "state/journal.json"
LEASE: Final = "state/lease.json"
RELEASES = 20  # that can be brought back
SECONDS = 15 * 60  # that a page somebody has open may still ask for its assets
COPIES = 64  # between two looks at the lease
UNUSED = timedelta(hours=1)  # that bytes nothing needs are left alone


class S3Site:
    """shop.ports.SiteFiles over one bucket. What was kept and not flipped to stays until `tidy`,
    which also makes deletions that are due; publishing makes those too."""

    def __init__(
        self,
        bucket: str,
        client_factory: Callable[[], Any],
        cdn: Cdn | None = None,
        clock: Clock = now,
        **waiting: Any,
    ) -> None:
        self._bucket = Bucket(bucket, client_factory)
        self._manifest = S3Manifest(self._bucket)
        self._lease = Lease(self._bucket, LEASE, clock, **waiting)
        self._cdn = cdn
        self._clock = clock
        self._root: Root | None = None  # while alone

    @contextmanager
    def alone(self) -> Iterator[None]:
        self._lease.take()
        try:
            self._resume()
            self._root = self._delete_due(self._manifest.root())
            yield
        finally:
            self._root = None
            self._lease.release()

    def keep(self, path: str, content: bytes) -> Kept:
        kept = kept_as(content)
        root = self._root or self._manifest.root()
        if self._manifest.entry(root, path) != kept:
            self._bucket.put_later(BLOBS + kept.digest, content)
        return kept

    def flush(self) -> None:
        self._bucket.flush()

    def flip(self, release: SiteRelease, changes: Sequence[Change]) -> None:
        self._lease.extend()
        root = self._manifest.root()
        shards, objects = self._manifest.with_changes(root, changes)
        objects[release_key(release.number)] = replaced(changes)
        self._bucket.each(self._bucket.put, objects.keys(), objects.values())
        following = replace(
            root,
            releases=self._kept_releases((release, *root.releases)),
            shards=shards,
            due=_due(root, changes, release.at + SECONDS),
        )
        copies = [(path, after.digest) for path, _, after in changes if after]
        forgotten = _forgotten(changes)
        journal = {
            "root": following.as_json(),
            "etag": following.etag,
            "copies": copies,
            "forgotten": forgotten,
        }
        self._bucket.put(JOURNAL, as_bytes(journal))
        self._finish(following, copies, forgotten)

    def live(self, paths: Collection[str] | None = None) -> dict[str, Kept]:
        entries = self._manifest.entries(self._root or self._manifest.root(), paths)
        return entries if paths is None else {p: entries[p] for p in paths if p in entries}

    def find(self, path: str) -> Kept | None:
        root = self._manifest.root()
        found = self._manifest.entry(root, path)
        if found or not kinds.is_hashed(path) or path not in root.due:
            return found
        return root.due[path][1]

    def read(self, kept: Kept) -> bytes:
        found = self._bucket.get(BLOBS + kept.digest)
        if found is None:
            raise NotFound("The site keeps these bytes no more.")
        return found.content

    def releases(self, limit: int | None = None) -> list[SiteRelease]:
        return list(self._manifest.root().releases)[:limit]

    def before(self, number: int) -> dict[str, Kept | None]:
        numbers = [release.number for release in self.releases()]
        if number not in numbers:
            raise NotFound(f"There is no release {number} of the site any more.")
        later = [other for other in numbers if other > number]  # newest first: the oldest decides
        held: dict[str, Kept | None] = {}
        for changes in self._bucket.each(self._manifest.replaced_by, later):
            held |= changes
        return held

    def lost(self) -> frozenset[str]:
        """S3 loses nothing."""
        return frozenset()

    def tidy(self) -> None:
        with self.alone():
            root = self._manifest.root()
            needed = set(self._manifest.entries(root).values())
            needed |= {kept for _at, kept in root.due.values()}
            numbers = [release.number for release in root.releases]
            for changes in self._bucket.each(self._manifest.replaced_by, numbers):
                needed |= {kept for kept in changes.values() if kept}
            self._sweep(BLOBS, {BLOBS + kept.digest for kept in needed})
            self._sweep(shard_key("").removesuffix(".json"), map(shard_key, root.shards.values()))
            self._sweep(release_key(0).removesuffix("0.json"), map(release_key, numbers))

    def close(self) -> None:
        self._bucket.close()

    def _resume(self) -> None:
        found = self._bucket.get(JOURNAL)
        if found:
            journal = orjson.loads(found.content)
            root = Root.of(journal["root"], journal["etag"])
            self._finish(root, journal["copies"], journal.get("forgotten", []))

    def _finish(
        self, following: Root, copies: Sequence[Sequence[str]], forgotten: Sequence[str]
    ) -> None:
        """From the journal to the release; may be begun again at any point."""
        if self._manifest.root().number < following.number:
            self._copy(copies, self._moves(following))
            self._lease.extend()
            self._root = self._manifest.save(following)
        self._bucket.delete(forgotten)
        newest = following.releases[0]
        gone = (key.removeprefix(LIVE) for key in forgotten if key.startswith(LIVE))
        changed = [*(path for path, _ in copies), *gone]
        self._forget(changed, f"release-{newest.number}-{newest.at}")
        self._bucket.delete([JOURNAL])

    def _copy(self, copies: Iterable[Sequence[str]], moves: Mapping[str, str]) -> None:
        """Turn by turn: nothing of the next kind before everything of this kind is there."""
        for _turn, group in itertools.groupby(copies, lambda copy: kinds.turn(copy[0])):
            batch = list(group)
            for start in range(0, len(batch), COPIES):
                self._lease.extend()
                self._bucket.each(partial(self._copy_one, moves), batch[start : start + COPIES])

    def _copy_one(self, moves: Mapping[str, str], copy: Sequence[str]) -> None:
        path, digest = copy
        headers = self._headers(path, moves.get(address_of(path), ""))
        self._bucket.copy(BLOBS + digest, LIVE + path, headers)

    def _moves(self, root: Root) -> Mapping[str, str]:
        """New addresses by former ones. A page under a former one is marked with where it leads,
        since no reader of a bucket meets the list itself."""
        listed = self._manifest.entry(root, redirects.PATH)
        return redirects.read(self.read(listed)) if listed else {}

    def _headers(self, path: str, moved_to: str) -> Headers:
        pages = kinds.AT_THE_EDGE if self._cdn else kinds.REVALIDATE
        caching = kinds.FOR_EVER if kinds.is_hashed(path) else pages
        return Headers(kinds.content_type(path), caching, moved_to)

    def _forget(self, paths: Iterable[str], reference: str) -> None:
        """Hashed assets never change, so nobody has an old copy."""
        addresses = [address_of(path) for path in paths if not kinds.is_hashed(path)]
        if self._cdn and addresses:
            self._cdn.forget(addresses, f"{self._bucket.name}-{reference}")

    def _delete_due(self, root: Root) -> Root:
        moment = int(self._clock().timestamp())
        gone = [path for path, (at, _kept) in root.due.items() if at <= moment]
        if not gone:
            return root
        self._bucket.delete(LIVE + path for path in gone)
        self._forget(gone, f"deleted-{moment}")
        left = {path: due for path, due in root.due.items() if path not in set(gone)}
        return self._manifest.save(replace(root, due=left))

    def _kept_releases(self, releases: tuple[SiteRelease, ...]) -> tuple[SiteRelease, ...]:
        oldest = int(self._clock().timestamp()) - SECONDS
        return releases[:RELEASES] + tuple(r for r in releases[RELEASES:] if r.at >= oldest)

    def _sweep(self, prefix: str, needed: Iterable[str]) -> None:
        known, young = set(needed), self._clock() - UNUSED
        listed = self._bucket.keys(prefix)
        self._bucket.delete([k for k, at in listed if k not in known and at < young])


def _due(root: Root, changes: Iterable[Change], at: int) -> dict[str, tuple[int, Kept]]:
    """What is shown again is not deleted after all."""
    changed = {change.path for change in changes}
    waiting = {path: due for path, due in root.due.items() if path not in changed}
    return waiting | {
        path: (at, before)
        for path, before, after in changes
        if before and not after and kinds.is_remembered(path)
    }


def _forgotten(changes: Sequence[Change]) -> list[str]:
    """What goes at once, because no release remembers it: bytes that are shown no more, and live
    objects without any."""
    left = [change for change in changes if not kinds.is_remembered(change.path)]
    shown = {change.after.digest for change in changes if change.after}
    replaced = {change.before.digest for change in left if change.before}
    gone = [LIVE + change.path for change in left if not change.after]
    return [*gone, *(BLOBS + digest for digest in sorted(replaced - shown))]
