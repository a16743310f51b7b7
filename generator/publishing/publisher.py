"""Editions of the site: everything of one appears at once, or nothing of it.

::

    with publisher.edition() as edition:
        digest = edition.write("vi/products/phin.html", content)      # also in forked processes
        published = edition.publish({"vi/products/phin.html": (digest, len(content))})
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from generator.publishing.differences import counted, differences
from generator.publishing.tree import Exported, export
from shop.clock import Clock, now
from shop.errors import NotFound
from shop.ports import Change, Kept, SiteFiles, SiteRelease
from shop.published.addresses import candidates


@dataclass(frozen=True, slots=True)
class Published:
    """What one edition changed. `release` is None where nothing differed. Pages are HTML files;
    `bytes_written` are those of all files that differed."""

    release: int | None = None
    pages_written: int = 0
    pages_deleted: int = 0
    bytes_written: int = 0


class Found(NamedTuple):
    """What answers an address."""

    path: str
    kept: Kept


class Edition:
    """One publisher's turn. Processes forked while it lasts may `write`; they end by ``os._exit``
    after `flush`, and what they wrote reaches `publish` through their parent."""

    def __init__(self, site: SiteFiles, clock: Clock) -> None:
        self._site = site
        self._clock = clock

    def write(self, path: str, content: bytes) -> str:
        """Keeps bytes where no reader sees them yet; their digest. Raises NoSpace."""
        return self._site.keep(path, content).digest

    def flush(self) -> None:
        """What this process wrote is safe from here on; the last call of a forked process."""
        self._site.flush()

    def live(self, paths: Collection[str]) -> dict[str, tuple[str, int]]:
        """Digest and size of what readers are shown at those of `paths` where something is."""
        return dict(self._site.live(paths))

    @property
    def lost(self) -> frozenset[str]:
        """Paths that must be rendered again, because a power failure took their bytes."""
        return self._site.lost()

    def publish(
        self,
        written: Mapping[str, tuple[str, int]],
        deleted: Collection[str] = (),
        note: str = "",
        *,
        whole: bool = False,
    ) -> Published:
        """Shows what was rendered: a digest and a size by path. What is byte-equal is skipped.

        `whole` means that `written` is the entire site, and whatever else is live goes. A path
        both written and deleted is written.
        """
        self._site.flush()
        live = self._site.live(None if whole else {*written, *deleted})
        gone = live.keys() if whole else set(deleted)
        return self._flip(differences(live, written, gone - written.keys()), note)

    def roll_back(self, number: int) -> Published:
        held = self._site.before(number)
        live = self._site.live(held.keys())
        written = {path: kept for path, kept in held.items() if kept}
        return self._flip(
            differences(live, written, held.keys() - written.keys()), f"Back to release {number}"
        )

    def _flip(self, changes: list[Change], note: str) -> Published:
        if not changes:
            return Published()
        newest = next(iter(self._site.releases(1)), None)
        number = newest.number + 1 if newest else 1
        counts = counted(changes)
        moment = int(self._clock().timestamp())
        self._site.flip(SiteRelease(number, moment, note, **counts), changes)
        return Published(number, **counts)


class Publisher:
    """The published site, wherever it lies. Composed in ``generator/bootstrap.py``."""

    def __init__(self, site: SiteFiles, clock: Clock = now) -> None:
        self._site = site
        self._clock = clock

    @contextmanager
    def edition(self) -> Iterator[Edition]:
        """Waits for other publishers; finishes or forgets what one that was killed left. Without
        `publish`, nothing that was written stays."""
        with self._site.alone():
            yield Edition(self._site, self._clock)

    def rollback(self, number: int) -> Published:
        """Shows again, byte for byte, what release `number` showed; a release of its own.

        Raises NotFound for one that is not kept."""
        with self.edition() as edition:
            return edition.roll_back(number)

    def releases(self, limit: int | None = None) -> list[SiteRelease]:
        """Those that can be brought back, newest first; the first of them is shown. Of many the
        newest `limit`."""
        return self._site.releases(limit)

    def paths(self) -> frozenset[str]:
        return frozenset(self._site.live())

    def live(self, paths: Collection[str] | None = None) -> dict[str, Kept]:
        """What readers are shown: at those of `paths` where something is, or everywhere."""
        return self._site.live(paths)

    def find(self, address: str) -> Found | None:
        """What answers an address such as ``/vi/products/phin`` (decoded, without query)."""
        tried = ((path, self._site.find(path)) for path in candidates(address))
        return next((Found(path, kept) for path, kept in tried if kept), None)

    def read(self, found: Found) -> bytes:
        """Raises NotFound where the site keeps them no more."""
        return self._site.read(found.kept)

    def content(self, path: str) -> bytes:
        """Of a live path. Raises NotFound."""
        kept = self._site.live([path]).get(path)
        if kept is None:
            raise NotFound(f"Nothing is published at {path}.")
        return self._site.read(kept)

    def export(self, folder: Path) -> Exported:
        """Makes `folder` the site as a plain tree that any web host can serve."""
        return export(self._site, folder)

    def tidy(self) -> None:
        """Deletes what is due; for a worker to call from time to time."""
        self._site.tidy()

    def close(self) -> None:
        self._site.close()
