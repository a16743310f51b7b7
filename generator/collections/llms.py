"""``llms.txt``: what the shop is and where its data lies, for programs that read (llmstxt.org)."""

from collections.abc import Iterable, Mapping

from generator.seo import absolute
from generator.shop_facts import ShopFacts
from shop.i18n.languages import LANGUAGES, pick

Link = Mapping[str, str]  # title, url
Links = list[tuple[str, str]]


def llms_txt(
    facts: ShopFacts, base_url: str, categories: Iterable[Link], pages: Iterable[Link]
) -> bytes:
    """`categories` are the top ones, `pages` what the owner wrote (delivery, privacy, contact),
    both in the default language."""
    sections: dict[str, Links] = {
        "Languages": [(LANGUAGES[code].label, f"/{code}/") for code in facts.languages],
        "Categories": [(link["title"], link["url"]) for link in categories],
        "Feeds": [
            *((f"Product feed files, {c}", f"/feeds/{c}/products.txt") for c in facts.languages),
            *((f"News, {c}", f"/feeds/{c}.atom.xml") for c in facts.languages),
            ("Sitemap", "/sitemap.xml"),
        ],
        "API": [("OpenAPI document", "/api/openapi.json")],
        "About the shop": [(link["title"], link["url"]) for link in pages],
    }
    return ("\n\n".join([*_head(facts), *_sections(base_url, sections)]) + "\n").encode()


def _head(facts: ShopFacts) -> Iterable[str]:
    default = facts.default_language
    yield f"# {pick(facts.name, default, default)}"
    tagline = pick(facts.tagline, default, default)
    if tagline:
        yield f"> {tagline}"
    tax = "included" if facts.tax.inclusive else "not included"
    yield f"Prices in {facts.currency}, tax {tax}."


def _sections(base_url: str, sections: Mapping[str, Links]) -> Iterable[str]:
    for title, links in sections.items():
        lines = [f"- [{name}]({absolute(base_url, address)})" for name, address in links]
        if lines:
            yield "\n".join([f"## {title}", "", *lines])
