"""The Atom feeds of announcements: each in the name and the language of its own readers, with what
was written in that language, in files and at the desk."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from generator.contents import Contents, Text
from generator.shop_facts import ShopFacts
from generator.xml_text import escape, quoted
from shop.i18n.languages import pick

# An empty feed has no moment of its own, and "now" would differ with every build.
NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)
MOST = 100

Bodies = Mapping[str, Mapping[str, str]]  # HTML by slug and language


def feeds(facts: ShopFacts, base_url: str, contents: Contents, bodies: Bodies) -> dict[str, bytes]:
    """By path; a language without announcements has an empty one, because every page links it."""
    return {
        path_of(code): _feed(facts, base_url, contents, bodies, code) for code in facts.languages
    }


def path_of(language: str) -> str:
    return f"feeds/{language}.atom.xml"


def _feed(
    facts: ShopFacts, base_url: str, contents: Contents, bodies: Bodies, language: str
) -> bytes:
    default = facts.default_language
    name, tagline = (escape(pick(text, language, default)) for text in (facts.name, facts.tagline))
    address = f"{base_url}/{path_of(language)}"
    news = [versions[language] for versions in contents.announcements.values()
            if language in versions][:MOST]  # fmt: skip
    updated = max((_moment(text) for text in news), default=NOTHING_YET)
    entries = "".join(_entries(news, base_url, name, bodies))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xml:lang="{language}" xmlns="http://www.w3.org/2005/Atom"><title>{name}</title>'
        f'<link href={quoted(f"{base_url}/{language}/")} rel="alternate"/>'
        f'<link href={quoted(address)} rel="self"/><id>{escape(address)}</id>'
        f"<updated>{updated.isoformat()}</updated><author><name>{name}</name></author>"
        f"{f'<subtitle>{tagline}</subtitle>' if tagline else ''}{entries}</feed>"
    ).encode()


def _entries(news: list[Text], base_url: str, shop: str, bodies: Bodies) -> Iterator[str]:
    """News without an author is the shop's: Atom wants a name (RFC 4287 §4.2.1)."""
    for text in news:
        link, moment = f"{base_url}{text.address}", _moment(text)
        html = bodies.get(text.slug, {}).get(text.language, "")
        yield (
            f"<entry><title>{escape(text.title)}</title>"
            f'<link href={quoted(link)} rel="alternate"/>'
            f"<published>{moment.isoformat()}</published><updated>{moment.isoformat()}</updated>"
            f"<author><name>{shop}</name></author>"
            f"<id>{escape(_tag(base_url, text.address, moment))}</id>"
            f"<summary>{escape(text.summary)}</summary>"
            f'<content type="html">{escape(html)}</content></entry>'
        )


def _moment(text: Text) -> datetime:
    known = datetime.fromisoformat(text.date) if text.date else NOTHING_YET
    return known if known.tzinfo else known.replace(tzinfo=UTC)


def _tag(base_url: str, address: str, moment: datetime) -> str:
    """An identity of its own (RFC 4151), as Pelican would give it."""
    host, _, path = base_url.partition("://")[2].partition("/")
    name = host.partition(":")[0].casefold()
    return f"tag:{name},{moment:%Y-%m-%d}:{f'/{path}' if path else ''}{address}"
