"""Pictures that lie elsewhere: shown from the shop once they were fetched."""

from collections.abc import Iterable, Iterator, Mapping

from generator.stored import StoredPicture, StoredProduct
from shop.pictures.shown import paths
from shop.ports import Store


def stored_pictures(store: Store, products: Iterable[StoredProduct]) -> dict[str, str]:
    """The shop's own addresses of pictures that lie elsewhere and were fetched, by their URL."""
    urls = {url for product in products for url in _elsewhere(product)}
    return paths(store, urls) if urls else {}


def _elsewhere(product: StoredProduct) -> Iterator[str]:
    return (source for source in picture_sources(product) if source and not source.startswith("/"))


def picture_sources(product: StoredProduct) -> list[str]:
    """What the product and its variants show."""
    sources = [picture["src"] for picture in product["pictures"]]
    return sources + [variant["picture"] for variant in product["variants"]]


def with_pictures(product: StoredProduct, known: Mapping[str, str]) -> StoredProduct:
    """The product with what is stored shown from the shop; what is not keeps its URL."""
    pictures: dict[str, StoredPicture] = {}
    for picture in product["pictures"]:
        src = known.get(picture["src"], picture["src"])
        pictures.setdefault(src, picture | {"src": src})
    variants = [
        variant | {"picture": known.get(variant["picture"], variant["picture"])}
        for variant in product["variants"]
    ]
    return product | {"pictures": list(pictures.values()), "variants": variants}
