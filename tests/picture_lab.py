"""A lab whose pictures come from a test and are kept as they came."""

from collections.abc import Callable

from functions.bootstrap import Services
from shop.adapters.dir_media import DirMedia
from shop.pictures.lab import Lab
from shop.pictures.model import Cleaned, Drawn
from shop.ports import PictureSource


def opens_lab(source: PictureSource) -> Callable[[Services], Lab]:
    """Stands in for ``infra.embedded.pictures.open_lab``."""

    def open_lab(services: Services) -> Lab:
        return Lab(
            services.store,
            DirMedia(services.settings.home / "media"),
            source,
            services.clock,
            lambda content, _: Cleaned(content, "png", 3, 2),
            lambda *_: Drawn(3, 2),
        )

    return open_lab
