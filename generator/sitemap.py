"""sitemap.xml (sitemaps.org, with the language alternates Google reads) and robots.txt."""

from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from generator.seo import absolute, alternates

# The protocol's limits are 50,000 URLs and 50 MB a file; four languages make an entry about 1 KB.
URLS_PER_FILE = 20_000
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)


def sitemaps(
    base_url: str,
    pages: Iterable[Mapping[str, str]],
    default: str,
    limit: int = URLS_PER_FILE,
) -> dict[str, bytes]:
    """Files by name. Each of `pages` gives the addresses of one page by language.

    One ``sitemap.xml`` where everything fits into it, else an index of numbered ones.
    """
    urls = [entry for addresses in pages for entry in _entries(base_url, addresses, default)]
    if len(urls) <= limit:
        return {"sitemap.xml": _url_set(urls)}
    files = {
        f"sitemap-{number}.xml": _url_set(urls[start : start + limit])
        for number, start in enumerate(range(0, len(urls), limit), start=1)
    }
    entries = "".join(
        f"<sitemap><loc>{escape(absolute(base_url, '/' + name))}</loc></sitemap>\n"
        for name in files
    )
    namespace = _NAMESPACES.split(" ", maxsplit=1)[0]
    index = f"{_HEAD}<sitemapindex {namespace}>\n{entries}</sitemapindex>\n"
    return {**files, "sitemap.xml": index.encode()}


def robots(base_url: str) -> bytes:
    """Crawlers need no carts, and the functions have nothing to index."""
    lines = [
        "User-agent: *",
        "Disallow: /api/",
        "Disallow: /admin/",
        "Disallow: /*/cart$",
        "",
        f"Sitemap: {absolute(base_url, '/sitemap.xml')}",
        "",
    ]
    return "\n".join(lines).encode()


def _entries(base_url: str, addresses: Mapping[str, str], default: str) -> list[str]:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(link["lang"])} '
        f"href={quoteattr(link['url'])}/>"
        for link in alternates(base_url, addresses, default)
    )
    return [
        f"<url><loc>{escape(absolute(base_url, address))}</loc>{links}</url>\n"
        for address in addresses.values()
    ]


def _url_set(urls: Sequence[str]) -> bytes:
    return f"{_HEAD}<urlset {_NAMESPACES}>\n{''.join(urls)}</urlset>\n".encode()
