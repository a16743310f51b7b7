"""Are the pages equal? Ours beside Hugo's, their text and their weight.

Left out of the comparison of texts, because shops differ there by design:

- addresses (ours carry no extension and no ``/c/``, assets a hash), and so all ``href`` and ``src``
  of assets;
- JSON-LD: both have an offer per variant and as much of the description, in other orders;
- navigation and footer: the same eight and four links each, ordered by name instead of number;
- which products are related, and their cards' last line: a rating there, "In stock" here;
- how many are left: pages of ours say whether there are any;
- the SKU of a product as a whole: ours have SKUs of variants only (a suffix ``-0``).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path

_LEFT_OUT = (
    r"<script type=\"application/ld\+json\">.*?</script>",
    r"<header.*?</header>",
    r"<footer.*?</footer>",
    r"<section class=\"related\">.*?</section>",
    r"<link [^>]*>",
    r"<script [^>]*></script>",
    r" href=\"[^\"]*\"",
    r"<p class=\"stock.*?</p>",
    r"<button type=\"submit\"[^>]*>",
    r" data-id=\"[^\"]*\"",
    r"<input type=\"hidden\"[^>]*>",
)
_OUT = re.compile("|".join(_LEFT_OUT), re.DOTALL)
_SPACE = re.compile(r">\s+|\s+<|\s+")


@dataclass(frozen=True, slots=True)
class Pages:
    """HTML files by kind: how many, and bytes on average; `total` is of all files."""

    products: int
    product_bytes: int
    listings: int
    listing_bytes: int
    files: int
    total: int


def pages_of(tree: Path, products: str, listings: Iterable[str]) -> Pages:
    """`products` and `listings` are patterns of the files under `tree`."""
    product = [path.stat().st_size for path in tree.glob(products)]
    listing = [path.stat().st_size for pattern in listings for path in tree.glob(pattern)]
    everything = [path.stat().st_size for path in tree.rglob("*") if path.is_file()]
    return Pages(
        len(product),
        sum(product) // max(1, len(product)),
        len(listing),
        sum(listing) // max(1, len(listing)),
        len(everything),
        sum(everything),
    )


def our_pages(tree: Path) -> Pages:
    return pages_of(tree, "en/products/*.html", ("en/categories/**/*.html", "en/products/page/*"))


def hugo_pages(tree: Path) -> Pages:
    return pages_of(tree, "p/*-*.html", ("c/**/*.html", "p/index.html", "p/page/*/*.html"))


def differing(ours: Path, hugos: Path) -> Mapping[str, str]:
    """Product pages whose texts differ, or that only one of the two has: where they begin to."""
    mine = {path.name: path for path in ours.glob("en/products/*.html")}
    theirs = {path.name: path for path in hugos.glob("p/*-*.html")}
    found = dict.fromkeys(mine.keys() ^ theirs.keys(), "only one has it")
    for name in sorted(mine.keys() & theirs.keys()):
        left, right = _text(mine[name]), _text(theirs[name])
        if left != right:
            found[name] = _first_difference(left, right)
    return found


def _text(path: Path) -> str:
    text = unescape(_OUT.sub("", path.read_text(encoding="utf-8")))
    text = re.sub(r"(\d)\.0\b", r"\1", text)  # a rating of 4.0 is 4 in some generators
    text = text.replace(' ">', '">')  # our importer takes blanks off the end of a text
    return _SPACE.sub(lambda found: found[0].strip() or " ", text)


def _first_difference(left: str, right: str) -> str:
    place = next(
        n for n, (a, b) in enumerate(zip(left + "\0", right + "\1", strict=False)) if a != b
    )
    around = slice(max(0, place - 40), place + 60)
    return f"{left[around]!r} beside {right[around]!r}"
