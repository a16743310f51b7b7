"""Feeds that we write ourselves, beside those of the library that Pelican writes its feeds with."""

import io

from factories import profile
from feedgenerator import Atom1Feed

from generator.atom import empty_feeds, path_of, speak
from generator.shop_facts import facts_of

BASE_URL = "https://shop.example.com"


def test_a_feed_without_entries_is_as_pelicans_library_writes_it() -> None:
    names = {"en": 'Tea & "Clay"', "vi": "Trà <gốm>"}
    for tagline in ({"en": "Tea, clay & cloth"}, {}):
        facts = facts_of(profile())._replace(name=names, tagline=tagline)
        for language, written in zip(
            facts.languages, empty_feeds(facts, BASE_URL).items(), strict=True
        ):
            address = f"{BASE_URL}/{path_of(language)}"
            feed = Atom1Feed("", f"{BASE_URL}/", "", feed_url=address)
            speak(feed, facts, BASE_URL, language)
            expected = io.StringIO()
            feed.write(expected, "utf-8")
            assert written == (path_of(language), expected.getvalue().encode())
