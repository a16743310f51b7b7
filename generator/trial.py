"""An edition that is never shown: for those who want to know what publishing would change."""

from collections.abc import Collection, Mapping

from generator.publishing.differences import counted, differences
from generator.publishing.publisher import Published, Publisher
from shop.ports import Change, Kept
from shop.published.digests import kept_as


class Trial:
    """Takes the place of an `Edition`; counts against what readers see now."""

    lost: frozenset[str] = frozenset()

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher
        self.changes: list[Change] = []  # once it is published

    def write(self, path: str, content: bytes) -> str:  # noqa: ARG002 - as the edition has it
        """The digest the bytes would be kept under."""
        return kept_as(content).digest

    def flush(self) -> None:
        """Nothing was written."""

    def live(self, paths: Collection[str]) -> dict[str, Kept]:
        return self._publisher.live(paths)

    def publish(
        self,
        written: Mapping[str, tuple[str, int]],
        deleted: Collection[str] = (),
        note: str = "",  # noqa: ARG002 - as the edition has it
        *,
        whole: bool = False,
    ) -> Published:
        live = self._publisher.live(None if whole else {*written, *deleted})
        gone = live.keys() if whole else set(deleted)
        self.changes = differences(live, written, gone - written.keys())
        return Published(None, **counted(self.changes))
