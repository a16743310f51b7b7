"""The composition root of building: the only place in ``generator/`` that names adapters."""

from typing import TYPE_CHECKING

from generator.build import Builder
from generator.publishing.publisher import Publisher
from generator.site import Look, Site
from shop.adapters.sites import open_site
from shop.adapters.stores import open_store
from shop.ports import Store
from shop.settings import Settings, load_settings

if TYPE_CHECKING:
    from shop.profile import Profile


def bootstrap(settings: Settings | None = None, store: Store | None = None) -> Site:
    """The site as the environment describes it; `store` where the caller has one open."""
    settings = settings or load_settings()
    conf = settings.root / "site"

    def load_profile() -> "Profile":
        from shop.profile import load_profile

        return load_profile(conf)

    def load_theme() -> Look:
        from shop.adapters.theme import Theme

        return Theme(settings.root / "theme", settings.base_url)

    def reopen() -> Store:
        return open_store(settings.store, settings.aws_endpoint)

    return Site(
        load_profile=load_profile,
        load_theme=load_theme,
        store=store or reopen(),
        theme_root=settings.root / "theme",
        content=settings.root / "content",
        conf=conf,
        base_url=settings.base_url,
        reopen=reopen,
    )


def open_builder(settings: Settings, store: Store | None = None) -> Builder:
    """Whoever builds the site as the environment describes it, and shows it to readers."""
    return Builder(bootstrap(settings, store), open_publisher(settings), settings.home / "build")


def open_publisher(settings: Settings) -> Publisher:
    """The published site as the environment describes it."""
    return Publisher(open_site(settings.site, settings.cdn, settings.aws_endpoint))
