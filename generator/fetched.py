"""Pictures that lie elsewhere: shown from the shop once they were fetched."""

from collections.abc import Mapping

from generator.stored import StoredPicture, StoredProduct


def picture_sources(product: StoredProduct) -> list[str]:
    """What the product and its variants show."""
    sources = [picture["src"] for picture in product["pictures"]]
    return sources + [variant["picture"] for variant in product["variants"] if variant["picture"]]


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
