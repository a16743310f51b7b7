"""What a site is made from, handed to the build as one value by whoever composes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from shop.i18n.messages import translations
from shop.ports import Store
from shop.profile import Profile


class Asset(Protocol):
    """A file of the theme at an address that holds a hash of its content."""

    @property
    def path(self) -> str: ...

    @property
    def content(self) -> bytes: ...


class Look(Protocol):
    """The theme, as far as building needs it (`shop.adapters.theme.Theme` is one)."""

    root: Path

    def assets(self) -> Mapping[str, Asset]: ...

    def install(self, environment: Any, profile: Profile) -> None:
        """Gives Pelican's Jinja environment the words templates may use."""


@dataclass(frozen=True, slots=True)
class Site:
    """`content` is what the owner wrote, `conf` the folder with pelicanconf.py and shop.toml."""

    profile: Profile
    store: Store
    theme: Look
    content: Path
    conf: Path
    base_url: str

    def translate(self, language: str, words: str) -> str:
        """The theme's words in a language, for titles that no template writes."""
        return translations(self.theme.root / "translations", language).gettext(words)
