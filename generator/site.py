"""What a site is made from, handed to the build as one value by whoever composes it."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from generator.source import StoredEntries
from shop.clock import Clock, now
from shop.ports import Store

if TYPE_CHECKING:
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
    base_url: str

    def assets(self) -> Mapping[str, Asset]: ...

    def environment(self, profile: "Profile") -> Any:
        """The theme's templates as Jinja renders them."""

    def install(self, environment: Any, profile: "Profile") -> None:
        """Gives Pelican's Jinja environment the words templates may use."""


@dataclass(frozen=True)
class Site:
    """`content` is what the owner wrote, `conf` the folder with pelicanconf.py and shop.toml,
    `theme_root` that of the theme.

    Profile and theme are loaded when they are first asked for: a changed price needs neither.
    `reopen` gives the same store to a process of its own; without it nothing is forked.
    """

    load_profile: Callable[[], "Profile"]
    load_theme: Callable[[], Look]
    store: Store
    theme_root: Path
    content: Path
    conf: Path
    base_url: str
    reopen: Callable[[], Store] | None = None
    clock: Clock = now

    @cached_property
    def profile(self) -> "Profile":
        return self.load_profile()

    @cached_property
    def theme(self) -> Look:
        return self.load_theme()

    def anew(self) -> "Site":
        """The same site with nothing loaded yet: theme or settings have changed on disk."""
        from shop.i18n.messages import translations

        translations.cache_clear()
        return replace(self)

    def entries(self) -> StoredEntries:
        """The catalogue of the store, for this process and for those it forks."""
        owner = os.getpid()
        reopened: list[Store] = []

        def store() -> Store:
            if self.reopen is None or os.getpid() == owner:
                return self.store
            if not reopened:
                reopened.append(self.reopen())
            return reopened[0]

        return StoredEntries(store, self.clock)

    def translate(self, language: str, words: str) -> str:
        """The theme's words in a language, for titles that no template writes."""
        from shop.i18n.messages import translations

        return translations(self.theme_root / "translations", language).gettext(words)

    def has_template(self, name: str) -> bool:
        """Whether the theme has a page of that name: it need not have a page to search on."""
        return (self.theme_root / "templates" / name).is_file()
