"""Addresses that lead elsewhere, as the published list of them says."""

from collections.abc import Mapping

from generator.publishing.publisher import Found, Publisher
from shop.published import redirects
from shop.published.kinds import is_page


class Moved:
    """Reads the list when it has become another."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher
        self._digest = ""
        self._targets: Mapping[str, str] = {}

    def target(self, address: str, found: Found | None) -> str | None:
        """Where `address` leads; None for one that has a page of its own, or never had. `found`
        lies there, for hosts that do not redirect."""
        if found and not is_page(found.path):
            return None
        kept = self._publisher.live([redirects.PATH]).get(redirects.PATH)
        digest = kept.digest if kept else ""
        if digest != self._digest:
            written = self._publisher.read(Found(redirects.PATH, kept)) if kept else b""
            self._targets = redirects.read(written)
            self._digest = digest
        return self._targets.get(address)
