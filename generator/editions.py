"""What a build needs of an edition, whether it will be shown (`generator.publishing`) or is only
tried out (`generator.trial`)."""

from collections.abc import Collection, Mapping
from typing import Protocol

from generator.publishing.publisher import Published


class AnyEdition(Protocol):
    """See `generator.publishing.publisher.Edition`."""

    @property
    def lost(self) -> frozenset[str]: ...

    def write(self, path: str, content: bytes) -> str: ...

    def flush(self) -> None: ...

    def live(self, paths: Collection[str]) -> Mapping[str, tuple[str, int]]: ...

    def publish(
        self,
        written: Mapping[str, tuple[str, int]],
        deleted: Collection[str] = (),
        note: str = "",
        *,
        whole: bool = False,
    ) -> Published: ...
