"""The feeds of announcements, beside those that the library writes which Pelican would use."""

import io
from datetime import UTC, datetime

from factories import profile
from feedgenerator import Atom1Feed, get_tag_uri

from generator.atom import NOTHING_YET, feeds, path_of
from generator.contents import NO_TEXTS, Contents, Text
from generator.shop_facts import ShopFacts, facts_of

BASE_URL = "https://Shop.example.com:8443/shop"
AT = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
NAMES = {"en": 'Tea & "Clay"', "vi": "Trà <gốm>"}


class Feed(Atom1Feed):  # type: ignore[misc] # untyped
    """Whose newest entry is not of this very moment where there is none."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else NOTHING_YET


def by_the_library(facts: ShopFacts, language: str, news: list[Text]) -> bytes:
    name, tagline = facts.name[language], facts.tagline.get(language, "")
    feed = Feed(
        name, f"{BASE_URL}/{language}/", tagline, language=language, author_name=name,
        feed_url=f"{BASE_URL}/{path_of(language)}", feed_guid=f"{BASE_URL}/{path_of(language)}",
    )  # fmt: skip
    for text in news:
        link = f"{BASE_URL}{text.address}"
        feed.add_item(
            text.title, link, text.summary, content="<b>Come</b>", author_name=name, pubdate=AT,
            unique_id=get_tag_uri(link, AT),
        )  # fmt: skip
    written = io.StringIO()
    feed.write(written, "utf-8")
    # A summary is plain text here.
    return written.getvalue().replace('<summary type="html">', "<summary>").encode()


def test_feeds_are_as_pelicans_library_writes_them() -> None:
    news = Text(
        "kiln", "vi", "Mở <lò> & “gốm”", "/vi/announcements/kiln", "Tới nhé", AT.isoformat()
    )
    contents = Contents({"kiln": {"vi": news}}, {})
    bodies = {"kiln": {"vi": "<b>Come</b>"}}
    for tagline in ({"en": "Tea, clay & cloth", "vi": "Trà"}, {}):
        facts = facts_of(profile(languages=["en", "vi"]))._replace(name=NAMES, tagline=tagline)
        assert feeds(facts, BASE_URL, contents, bodies) == {
            path_of("en"): by_the_library(facts, "en", []),
            path_of("vi"): by_the_library(facts, "vi", [news]),
        }
        assert feeds(facts, BASE_URL, NO_TEXTS, {})[path_of("en")] == by_the_library(
            facts, "en", []
        )
