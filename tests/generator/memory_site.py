"""A published site in memory, for builds in great numbers (the real ones: tests/adapters)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from shop.errors import NotFound
from shop.ports import Change, Kept, SiteRelease
from shop.published.digests import kept_as


@dataclass
class MemorySite:
    """shop.ports.SiteFiles; nothing is ever tidied away."""

    bytes_of: dict[Kept, bytes] = field(default_factory=dict)
    entries: dict[str, Kept] = field(default_factory=dict)
    flips: list[tuple[SiteRelease, Sequence[Change]]] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # paths, each time somebody wrote one
    broken: frozenset[str] = frozenset()

    def copy(self) -> "MemorySite":
        return MemorySite(self.bytes_of.copy(), self.entries.copy(), self.flips.copy())

    @contextmanager
    def alone(self) -> Iterator[None]:
        yield

    def keep(self, path: str, content: bytes) -> Kept:
        kept = kept_as(content)
        self.bytes_of[kept] = content
        self.kept.append(path)
        return kept

    def flush(self) -> None:
        pass

    def flip(self, release: SiteRelease, changes: Sequence[Change]) -> None:
        self.flips.append((release, changes))
        self.broken -= {change.path for change in changes}
        for path, _before, after in changes:
            if after is None:
                del self.entries[path]
            else:
                self.entries[path] = after

    def live(self, paths: Collection[str] | None = None) -> dict[str, Kept]:
        wanted = self.entries if paths is None else paths
        return {path: self.entries[path] for path in wanted if path in self.entries}

    def find(self, path: str) -> Kept | None:
        return self.entries.get(path)

    def read(self, kept: Kept) -> bytes:
        return self.bytes_of[kept]

    def releases(self, limit: int | None = None) -> list[SiteRelease]:
        return [release for release, _changes in reversed(self.flips)][:limit]

    def before(self, number: int) -> dict[str, Kept | None]:
        if number not in (release.number for release, _changes in self.flips):
            raise NotFound(f"There is no release {number}.")
        held: dict[str, Kept | None] = {}
        for release, changes in reversed(self.flips):
            if release.number > number:
                held |= {change.path: change.before for change in changes}
        return held

    def lost(self) -> frozenset[str]:
        return self.broken

    def tidy(self) -> None:
        pass

    def close(self) -> None:
        pass

    def pages(self) -> Mapping[str, bytes]:
        """What readers see."""
        return {path: self.bytes_of[kept] for path, kept in self.entries.items()}
