"""When a picture is tried again, and what a product says of its pictures."""

from datetime import timedelta

import pytest

from shop.catalogue.model import Picture, Product, Variant
from shop.pictures.rules import MAX_ATTEMPTS, delay, fetchable, file_name, references

URL = "https://pictures.example/Tách trà.jpg?v=1"


def product() -> Product:
    return Product(
        handle="cup",
        title="Cup",
        pictures=(Picture(src=URL, alt="A cup"), Picture(src="/media/a.jpg"), Picture(src="//c/d")),
        variants=(Variant(sku="A", picture=URL), Variant(sku="B", picture="")),
    )


def test_waiting_grows_and_ends() -> None:
    waits = [delay(attempt) for attempt in range(1, MAX_ATTEMPTS)]
    assert waits == sorted(waits, key=lambda wait: wait or timedelta.max)
    assert None not in waits
    assert delay(MAX_ATTEMPTS) is None


@pytest.mark.parametrize(
    ("reference", "url"),
    [
        ("https://a/b", "https://a/b"),
        (" HTTP://a/b ", "HTTP://a/b"),
        ("//a/b", "https://a/b"),
        ("/media/a.jpg", None),
        ("a.jpg", None),
        ("", None),
    ],
)
def test_only_urls_are_fetched(reference: str, url: str | None) -> None:
    assert fetchable(reference) == url


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (URL, "Tách trà.jpg"),
        ("https://a/b/%E8%8C%B6.png", "茶.png"),
        ("https://a/", "picture"),
        ("https://a", "picture"),
    ],
)
def test_a_picture_is_called_as_its_url_ends(url: str, name: str) -> None:
    assert file_name(url) == name


def test_a_product_s_urls_are_named_once() -> None:
    assert references(product()) == [URL, "//c/d"]
