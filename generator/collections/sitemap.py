"""Sitemaps (sitemaps.org) with the language alternates Google reads, and robots.txt.

``sitemap.xml`` is an index: of files of products, and of ``sitemap-pages.xml`` and its further
files, which hold all other pages and are made of their addresses at each build of everything.
"""

from collections.abc import Iterable, Mapping

from generator.addresses import in_languages, product_path
from generator.collections.model import Fragment, Scope, bucket_of, shards
from generator.seo import absolute, alternates
from generator.source import Entry
from generator.views import ProductViews
from generator.xml_text import escape, quoted

PER_FILE = 1000  # products; in four languages a product is about 3 KB here
PAGES_PER_FILE = 5000  # other pages; the protocol's limits are 50,000 URLs and 50 MB
PAGES = "sitemap-pages"  # how the names of their files begin
_HANDLE = "-handle-"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_URL_SET = f'{_HEAD}<urlset {_XMLNS} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'


class Sitemap:
    """Those of products; `sitemap_index` names them."""

    name = "sitemap"
    by_product = True

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._count = self.buckets(scope.products)

    def buckets(self, products: int) -> int:
        return shards(products, PER_FILE)

    def fragments(self, entry: Entry, views: ProductViews) -> Mapping[str, Fragment]:
        """One file names a product in all languages, so one language speaks for them."""
        if views.language != self._scope.profile.default_language:
            return {}
        return {bucket_of(entry.handle, self._count): 1}

    def files(
        self,
        language: str,
        bucket: str,
        fragments: Mapping[str, Fragment],
    ) -> Mapping[str, bytes]:
        addresses = in_languages(product_path(_HANDLE), self._scope.profile.languages)
        urls = _urls(self._scope.base_url, addresses, language)  # a handle needs no escaping
        content = "".join(urls.replace(_HANDLE, handle) for handle in sorted(fragments))
        return {_product_file(bucket): f"{_URL_SET}{content}</urlset>\n".encode()}

    def overview(self, language: str, buckets: Iterable[str]) -> Mapping[str, bytes]:  # noqa: ARG002 - `sitemap_index` names other pages, too
        return {}


def sitemap_index(base_url: str, others: Iterable[str], buckets: Iterable[str]) -> dict[str, bytes]:
    """`others` are the files of the other pages, as `page_sitemaps` names them; `buckets` those of
    products."""
    numbered = sorted(buckets, key=lambda bucket: int(bucket, 16))
    names = [*others, *map(_product_file, numbered)]
    urls = (escape(absolute(base_url, f"/{name}")) for name in names)
    entries = "".join(f"<sitemap><loc>{url}</loc></sitemap>\n" for url in urls)
    index = f"{_HEAD}<sitemapindex {_XMLNS}>\n{entries}</sitemapindex>\n"
    return {"sitemap.xml": index.encode()}


def page_sitemaps(
    base_url: str, pages: Iterable[Mapping[str, str]], default: str
) -> dict[str, bytes]:
    """Files of everything but products, by name and in their order; each of `pages` gives a page's
    addresses by language."""
    known, limit = list(pages), PAGES_PER_FILE
    starts = range(0, max(1, len(known)), limit)
    return {
        f"{PAGES}{'' if not start else f'-{start // limit + 1}'}.xml": _url_set(
            base_url, known[start : start + limit], default
        )
        for start in starts
    }


def robots(base_url: str) -> bytes:
    """Crawlers need no carts, and the functions and searches have nothing to index."""
    lines = [
        "User-agent: *",
        "Disallow: /api/",
        "Disallow: /admin/",
        "Disallow: /*/cart$",
        "Disallow: /*/search",
        "",
        f"Sitemap: {absolute(base_url, '/sitemap.xml')}",
        "",
    ]
    return "\n".join(lines).encode()


def _product_file(bucket: str) -> str:
    return f"sitemap-products-{int(bucket, 16) + 1}.xml"


def _url_set(base_url: str, pages: Iterable[Mapping[str, str]], default: str) -> bytes:
    urls = "".join(_urls(base_url, addresses, default) for addresses in pages)
    return f"{_URL_SET}{urls}</urlset>\n".encode()


def _urls(base_url: str, addresses: Mapping[str, str], default: str) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoted(link["lang"])} href={quoted(link["url"])}/>'
        for link in alternates(base_url, addresses, default)
    )
    locations = (escape(absolute(base_url, address)) for address in addresses.values())
    return "".join(f"<url><loc>{location}</loc>{links}</url>\n" for location in locations)
