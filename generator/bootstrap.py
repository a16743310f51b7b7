"""The composition root of building: the only place in ``generator/`` that names adapters."""

from pathlib import Path

from generator.site import Site
from shop.adapters.stores import open_store
from shop.adapters.theme import Theme
from shop.ports import Store
from shop.profile import load_profile
from shop.settings import Settings, folder, load_settings


def bootstrap(settings: Settings | None = None, store: Store | None = None) -> Site:
    """The site as the environment describes it; `store` where the caller has one open."""
    settings = settings or load_settings()
    conf = settings.root / "site"
    return Site(
        profile=load_profile(conf),
        store=store or open_store(settings.store, settings.aws_endpoint),
        theme=Theme(settings.root / "theme", settings.base_url),
        content=settings.root / "content",
        conf=conf,
        base_url=settings.base_url,
    )


def public_folder(settings: Settings) -> Path:
    """Where the published pages lie."""
    return folder(settings.site, "SHOP_SITE")
