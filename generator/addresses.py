"""Where pages are: addresses without an extension, files with one.

A path is an address without its language: ``/products/ca-phe-phin``; ``/`` is a home page.
"""

from collections.abc import Iterable

from generator.categories import Category

CHOOSER = "/"
MISSING = "/404"
EVERYTHING = "/products"


def localized(language: str, path: str) -> str:
    return f"/{language}{path}"


def in_languages(path: str, languages: Iterable[str]) -> dict[str, str]:
    return {language: localized(language, path) for language in languages}


def product_path(handle: str) -> str:
    return f"/products/{handle}"


def listing_path(path: str, number: int) -> str:
    """The first page of a listing has its plain address, the others a number."""
    return path if number == 1 else f"{path}/page/{number}"


def category_path(category: Category, number: int = 1) -> str:
    return listing_path(category.address, number)


def file_of(address: str) -> str:
    """``/vi/`` lies in ``vi/index.html``, ``/vi/cart`` in ``vi/cart.html``."""
    return f"{address}index.html"[1:] if address.endswith("/") else f"{address}.html"[1:]
