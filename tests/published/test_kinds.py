"""What published files are, told by their paths."""

import pytest

from shop.errors import InvalidInput
from shop.published.addresses import address_of, candidates, checked
from shop.published.kinds import ASSET, LEAF, LISTING, OVERVIEW, content_type, is_text, turn


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("vi/products/ca-phe-phin.html", "/vi/products/ca-phe-phin"),
        ("vi/index.html", "/vi/"),
        ("index.html", "/"),
        ("sitemap.xml", "/sitemap.xml"),
        ("vi/products/a b.html", "/vi/products/a%20b"),
        ("vi/pages/my-index.html", "/vi/pages/my-index"),
    ],
)
def test_a_file_has_the_address_that_shoppers_use(path: str, address: str) -> None:
    assert address_of(path) == address


@pytest.mark.parametrize("path", ["vi/products/phin.html", "vi/index.html", "index.html", "a.xml"])
def test_an_address_leads_back_to_its_file(path: str) -> None:
    assert path in candidates(address_of(path))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("assets/site.1.css", ASSET),
        ("assets/icons.svg", ASSET),
        ("assets/licence.txt", ASSET),
        ("search/vi/0.json", ASSET),
        ("vi/products/categories.html", LEAF),
        ("vi/pages/about.html", LEAF),
        ("404.html", LEAF),
        ("vi/categories/tea/green.html", LISTING),
        ("vi/categories.html", LISTING),
        ("vi/products/page/2.html", LISTING),
        ("vi/index.html", LISTING),
        ("sitemap-2.xml", OVERVIEW),
        ("robots.txt", OVERVIEW),
    ],
)
def test_what_is_needed_comes_before_what_needs_it(path: str, expected: int) -> None:
    assert turn(path) == expected


@pytest.mark.parametrize(
    ("path", "kind", "text"),
    [
        ("a.html", "text/html; charset=utf-8", True),
        ("a.js", "text/javascript; charset=utf-8", True),
        ("a.svg", "image/svg+xml", True),
        ("a.avif", "image/avif", False),
        ("a.woff2", "font/woff2", False),
        ("a.pdf", "application/pdf", False),
        ("a.unheard-of", "application/octet-stream", False),
        ("no-ending", "application/octet-stream", False),
    ],
)
def test_an_ending_tells_the_type(path: str, kind: str, *, text: bool) -> None:
    assert (content_type(path), is_text(path)) == (kind, text)


@pytest.mark.parametrize("path", ["", "/a", "a/", "a//b", "../a", "a/../b", "a/.", "a\0", "a\\b"])
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(InvalidInput):
        checked(path)
