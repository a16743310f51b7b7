"""The Atom feeds of announcements: each in the name and the language of its own readers."""

from datetime import UTC, datetime
from typing import Any

from generator.shop_facts import ShopFacts
from generator.xml_text import escape, quoted
from shop.i18n.languages import pick

# An empty feed has no moment of its own, and "now" would differ with every build.
NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)


def speak(feed: Any, facts: ShopFacts, base_url: str, language: str) -> None:
    """Gives a feed the name, the language and the home page of its own language."""
    default = facts.default_language
    feed.feed["language"] = language
    feed.feed["id"] = feed.feed["feed_url"]  # Pelican's would be one for all languages
    feed.feed["title"] = feed.feed["author_name"] = pick(facts.name, language, default)
    feed.feed["subtitle"] = pick(facts.tagline, language, default)
    feed.feed["link"] = f"{base_url}/{language}/"
    for item in feed.items:  # Atom wants a name (RFC 4287 §3.2.1); news without one is the shop's
        item["author_name"] = item["author_name"] or feed.feed["author_name"]
    if not feed.items:
        feed.latest_post_date = lambda: NOTHING_YET


def empty_feeds(facts: ShopFacts, base_url: str) -> dict[str, bytes]:
    """By path, for a shop without announcements: every page links a feed all the same."""
    return {path_of(code): _empty(facts, base_url, code) for code in facts.languages}


def path_of(language: str) -> str:
    return f"feeds/{language}.atom.xml"


def _empty(facts: ShopFacts, base_url: str, language: str) -> bytes:
    """As Pelican's library writes a feed without entries; loading that takes longer than all else
    that a shop without texts has its texts for."""
    default = facts.default_language
    name, tagline = (escape(pick(text, language, default)) for text in (facts.name, facts.tagline))
    address = f"{base_url}/{path_of(language)}"
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xml:lang="{language}" xmlns="http://www.w3.org/2005/Atom"><title>{name}</title>'
        f'<link href={quoted(f"{base_url}/{language}/")} rel="alternate"/>'
        f'<link href={quoted(address)} rel="self"/><id>{escape(address)}</id>'
        f"<updated>{NOTHING_YET.isoformat()}</updated><author><name>{name}</name></author>"
        f"{f'<subtitle>{tagline}</subtitle>' if tagline else ''}</feed>"
    ).encode()
