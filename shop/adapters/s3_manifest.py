"""Which bytes each published path shows: a root object that names 64 shards by their digests.

A shard never changes, so writing the root is what makes a release; a change costs the shards of
its paths and the root, however large the site is. What a release replaced lies in an object of
its own.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final, TypeAlias
from zlib import crc32

import orjson

from shop.adapters.s3_bucket import ABSENT, Bucket, Moved
from shop.errors import NotFound, StoreBusy
from shop.ports import Change, Kept, SiteRelease
from shop.published import kinds
from shop.published.digests import kept_as

SHARDS: Final = 64
STATE: Final = "state/"
ROOT: Final = STATE + "root.json"
Entries: TypeAlias = dict[str, Kept]


@dataclass(frozen=True, slots=True)
class Root:
    """`due` are paths to be deleted, with the second from which on and what they still show."""

    releases: tuple[SiteRelease, ...] = ()
    shards: Mapping[str, str] = field(default_factory=dict)
    due: Mapping[str, tuple[int, Kept]] = field(default_factory=dict)
    etag: str = ABSENT

    @property
    def number(self) -> int:
        return self.releases[0].number if self.releases else 0

    def as_json(self) -> dict[str, Any]:
        values = asdict(self)
        values.pop("etag")
        return values

    @classmethod
    def of(cls, values: Mapping[str, Any], etag: str) -> "Root":
        return cls(
            tuple(SiteRelease(**release) for release in values["releases"]),
            values["shards"],
            {path: (at, Kept(*kept)) for path, (at, kept) in values["due"].items()},
            etag,
        )


def as_bytes(values: Any) -> bytes:
    """The same values are the same bytes; `Kept` is a list in JSON."""
    return orjson.dumps(values, default=tuple, option=orjson.OPT_SORT_KEYS)


def shard_of(path: str) -> str:
    return f"{crc32(path.encode()) % SHARDS:02x}"


def shard_key(digest: str) -> str:
    return f"{STATE}shards/{digest}.json"


def release_key(number: int) -> str:
    return f"{STATE}releases/{number}.json"


class S3Manifest:
    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self._read: dict[str, Entries] = {}  # by digest of the shard

    def root(self) -> Root:
        found = self._bucket.get(ROOT)
        return Root.of(orjson.loads(found.content), found.etag) if found else Root()

    def save(self, root: Root) -> Root:
        """Raises StoreBusy where the root is not the one that this one was made from."""
        content = as_bytes(root.as_json())
        try:
            return replace(root, etag=self._bucket.put(ROOT, content, only=root.etag))
        except Moved:
            found = self._bucket.get(ROOT)
            if found and found.content == content:  # the answer was lost, and the call repeated
                return replace(root, etag=found.etag)
            raise StoreBusy("Another publisher changed the site meanwhile; begin again.") from None

    def entries(self, root: Root, paths: Collection[str] | None = None) -> Entries:
        """Of all shards, or of those that `paths` are in."""
        names = root.shards.keys() if paths is None else {shard_of(path) for path in paths}
        shards = self._shards(root, names)
        return {path: kept for shard in shards for path, kept in shard.items()}

    def entry(self, root: Root, path: str) -> Kept | None:
        return next((shard.get(path) for shard in self._shards(root, [shard_of(path)])), None)

    def with_changes(
        self, root: Root, changes: Sequence[Change]
    ) -> tuple[dict[str, str], dict[str, bytes]]:
        """The shards after `changes`, and the objects to be written for them."""
        entries = self.entries(root, [change.path for change in changes])
        touched: dict[str, Entries] = {shard_of(change.path): {} for change in changes}
        for path, kept in entries.items():
            touched[shard_of(path)][path] = kept
        for path, _before, after in changes:
            if after:
                touched[shard_of(path)][path] = after
            else:
                touched[shard_of(path)].pop(path, None)
        shards = dict(root.shards)
        objects: dict[str, bytes] = {}
        for name, shard in touched.items():
            content = as_bytes(shard)
            shards[name] = kept_as(content).digest
            objects[shard_key(shards[name])] = content
        return shards, objects

    def replaced_by(self, release: int) -> dict[str, Kept | None]:
        found = self._bucket.get(release_key(release))
        if found is None:
            raise NotFound(f"What release {release} of the site replaced is not kept any more.")
        values = orjson.loads(found.content)
        return {path: Kept(*kept) if kept else None for path, kept in values.items()}

    def _shards(self, root: Root, names: Iterable[str]) -> list[Entries]:
        digests = [root.shards[name] for name in names if name in root.shards]
        missing = [digest for digest in digests if digest not in self._read]
        if missing:
            current = set(root.shards.values())
            self._read = {digest: e for digest, e in self._read.items() if digest in current}
            self._read |= zip(missing, self._bucket.each(self._shard, missing), strict=True)
        return [self._read[digest] for digest in digests]

    def _shard(self, digest: str) -> Entries:
        found = self._bucket.get(shard_key(digest))
        if found is None:
            raise NotFound(f"A part of the site's manifest is gone: {shard_key(digest)}.")
        return {path: Kept(*kept) for path, kept in orjson.loads(found.content).items()}


def replaced(changes: Iterable[Change]) -> bytes:
    """The object that `replaced_by` reads."""
    return as_bytes({it.path: it.before for it in changes if kinds.is_remembered(it.path)})
