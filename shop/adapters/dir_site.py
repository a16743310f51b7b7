"""The published site in a folder: bytes under their digests, and a manifest that points to them.

::

    public/site.db      what each path shows (see ``site_manifest.py``)
    public/files/…      the bytes; a name is a digest, so a file never changes
    public/publishing   there while a publisher is at work, and after one that was killed
    public/lock         held by the publisher and by every process it forked

Nothing refers to a file before the manifest does, so it is written in place: no rename, no sync.
What a crash cut short is under no manifest, and is swept by the next publisher. What a power
failure cut short is found by its size at the first publishing after the machine started anew.
"""

import errno
import fcntl
import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from shop.adapters.site_manifest import SiteManifest
from shop.clock import Clock, now
from shop.errors import NoSpace, NotFound, StoreError
from shop.ports import Change, Kept, SiteRelease
from shop.published.digests import kept_as

NEW = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC
FULL = (errno.ENOSPC, errno.EDQUOT)
RELEASES = 20  # that can be brought back
SECONDS = 15 * 60  # that a page somebody has open may still ask for its assets
BOOT = Path("/proc/sys/kernel/random/boot_id")


class DirSite:
    """shop.ports.SiteFiles over one folder. The manifest's connections must not be used after a
    fork: a forked process only calls `keep`, and ends by ``os._exit``."""

    def __init__(
        self, root: Path, clock: Clock = now, *, releases: int = RELEASES, seconds: int = SECONDS
    ) -> None:
        self._root = root
        self._clock = clock
        self._kept_releases = releases
        self._kept_seconds = seconds
        (root / "files").mkdir(parents=True, exist_ok=True)
        self._files = os.open(root / "files", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        self._manifest = SiteManifest(root / "site.db")
        self._marker = root / "publishing"
        self._marked = False
        self._publisher = 0

    @contextmanager
    def alone(self) -> Iterator[None]:
        """A file lock that forked processes share: while one of a killed publisher's still
        writes, nobody else begins."""
        with (self._root / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._publisher = os.getpid()
            self._marked = False
            if self._marker.exists():
                self._sweep()
                self._marker.unlink()
            self._look_over()
            try:
                yield
            finally:
                self._publisher, publisher = 0, self._publisher
                if publisher == os.getpid() and self._marker.exists():
                    self._sweep()

    def keep(self, path: str, content: bytes) -> Kept:  # noqa: ARG002 - bytes are bytes here
        kept = kept_as(content)
        if not self._marked and self._whole(kept):
            return kept
        self._mark()
        try:
            self._write(kept.digest, content)
        except FileExistsError:
            pass  # whole: everything that is not was swept before this publisher began
        except OSError as error:
            raise self._refusal(error) from error
        return kept

    def flush(self) -> None:
        """Nothing waits: `keep` returns when it is done."""

    def flip(self, release: SiteRelease, changes: Sequence[Change]) -> None:
        self._mark()
        try:
            forgotten = self._manifest.flip(release, changes)
        except NoSpace as error:
            raise self._refusal(OSError(errno.ENOSPC, "")) from error
        self._delete(forgotten)
        self._prune(release)
        self._marker.unlink(missing_ok=True)
        self._marked = False

    def live(self, paths: Collection[str] | None = None) -> dict[str, Kept]:
        return self._manifest.live(paths)

    def find(self, path: str) -> Kept | None:
        return self._manifest.find(path)

    def read(self, kept: Kept) -> bytes:
        try:
            file = os.open(kept.digest, os.O_RDONLY | os.O_CLOEXEC, dir_fd=self._files)
        except FileNotFoundError:
            raise NotFound("The site keeps these bytes no more.") from None
        with open(file, "rb") as opened:  # noqa: PTH123 - relative to a folder that is open
            return opened.read()

    def releases(self, limit: int | None = None) -> list[SiteRelease]:
        return self._manifest.releases(limit)

    def before(self, number: int) -> dict[str, Kept | None]:
        held = self._manifest.before(number)
        broken = sum(not self._whole(kept) for kept in set(held.values()) if kept)
        if broken:
            raise NotFound(f"Release {number} of the site cannot be shown: {broken} files broke.")
        return held

    def lost(self) -> frozenset[str]:
        return self._manifest.lost()

    def tidy(self) -> None:
        """Publishing tidies as it goes; this is for a shop that has not published for long."""
        with self.alone():
            for newest in self.releases(1):
                self._prune(newest)

    def close(self) -> None:
        if self._files >= 0:
            os.close(self._files)
            self._files = -1
        self._manifest.close()

    def _mark(self) -> None:
        """Once for each process, so that whatever any of them leaves is looked for."""
        if self._marked:
            return
        if self._publisher == 0:
            raise StoreError("Files are only written by a publisher that is alone.")
        try:
            self._marker.touch()
        except OSError as error:
            raise self._refusal(error) from error
        self._marked = True

    def _write(self, digest: str, content: bytes) -> None:
        if self._publisher not in (os.getpid(), os.getppid()):
            raise StoreError("The publisher that this process wrote for is gone.")
        file = os.open(digest, NEW, 0o644, dir_fd=self._files)
        try:
            written = os.write(file, content)
            while written < len(content):
                written += os.write(file, memoryview(content)[written:])
        except OSError:
            os.unlink(digest, dir_fd=self._files)
            raise
        finally:
            os.close(file)

    def _refusal(self, error: OSError) -> StoreError:
        if error.errno in FULL:
            return NoSpace(
                f"The disk of {self._root} is full, so the site stays as it was. "
                "Free some space there and build again."
            )
        return StoreError(f"The site cannot be written to {self._root}: {error.strerror}.")

    def _prune(self, newest: SiteRelease) -> None:
        """After the flip, so that nobody waits for it."""
        cutoff = int(self._clock().timestamp()) - self._kept_seconds
        self._delete(self._manifest.prune(newest.number - self._kept_releases, cutoff))

    def _sweep(self) -> None:
        """Deletes what no manifest knows. After a publisher that failed, the marker stays for the
        next one to sweep again: a process that was forked may be writing still."""
        needed = self._manifest.sizes()
        self._delete(name for name in os.listdir(self._files) if name not in needed)  # noqa: PTH208
        with suppress(StoreError):  # a full disk: what was swept may not be room enough
            self._manifest.shrink()

    def _delete(self, digests: Iterable[str]) -> None:
        for digest in digests:
            with suppress(FileNotFoundError):
                os.unlink(digest, dir_fd=self._files)

    def _look_over(self) -> None:
        """Once for each start of the machine: what lay in its memory may not be on the disk."""
        boot = BOOT.read_text().strip() if BOOT.exists() else ""
        if self._manifest.boot() == boot:
            return
        sizes = self._manifest.sizes().items()
        broken = [digest for digest, size in sizes if not self._whole(Kept(digest, size))]
        self._manifest.lose(broken, boot)
        self._delete(broken)

    def _whole(self, kept: Kept) -> bool:
        try:
            return os.stat(kept.digest, dir_fd=self._files).st_size == kept.size
        except FileNotFoundError:
            return False
