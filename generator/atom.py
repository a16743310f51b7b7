"""The Atom feeds of announcements: each in the name and the language of its own readers."""

import io
from datetime import UTC, datetime
from typing import Any

from generator.shop_facts import ShopFacts
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
    from feedgenerator import Atom1Feed  # type: ignore[import-untyped] # Pelican's

    address = f"{base_url}/{path_of(language)}"
    feed = Atom1Feed("", f"{base_url}/", "", feed_url=address, subtitle=None)
    speak(feed, facts, base_url, language)
    content = io.StringIO()
    feed.write(content, "utf-8")
    return content.getvalue().encode()
