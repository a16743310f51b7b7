"""A page and its sisters in other languages: do they name themselves and each other?

Search engines leave out alternates that are not returned (developers.google.com/search/docs/
specialty/international/localized-versions).
"""

from collections.abc import Iterator

from generator.checks.findings import Finding, error
from generator.checks.markup import Markup
from generator.checks.shown import Shown
from shop.i18n.messages import translatable
from shop.published.addresses import address_of


def check_head(path: str, page: Markup, shown: Shown) -> Iterator[Finding]:
    address = address_of(path)
    if page.canonical and shown.path_of(page.canonical) is None:
        yield error(
            "canonical_dead",
            address,
            page.canonical,
            translatable(
                "The page calls itself %(url)s, where this shop has no page. If the shop has "
                "moved, set SHOP_BASE_URL and build again.",
                url=page.canonical,
            ),
        )
    for language, url in page.alternates:
        sister = shown.path_of(url)
        if sister is None:
            sentence = translatable(
                "Its %(language)s version is said to be %(url)s, where there is no page.",
                language=language,
                url=url,
            )
            yield error("alternate_dead", address, url, sentence)
        elif not _names_back(page, shown.page(sister)):
            sentence = translatable(
                "It names %(url)s as its %(language)s version, which does not name it back.",
                language=language,
                url=url,
            )
            yield error("alternate_one_way", address, url, sentence)


def _names_back(page: Markup, sister: Markup | None) -> bool:
    """A sister that is not there to be read is believed."""
    return sister is None or page.canonical in {url for _language, url in sister.alternates}
