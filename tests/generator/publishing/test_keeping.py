"""How long what is not shown any more is kept, whatever the site lies in."""

from collections.abc import Callable
from typing import Any

import pytest

from generator.publishing.publisher import Published, Publisher
from shop.errors import NotFound

Publish = Callable[..., Published]
CSS = "assets/site.1.css"


def test_a_page_somebody_has_open_still_finds_its_assets(
    publish: Publish, publisher: Publisher
) -> None:
    publish({"en/index.html": "1", CSS: "old", "assets/site.js": "j"})
    publish({"en/index.html": "2", "assets/site.2.css": "new"}, [CSS])
    found = publisher.find("/" + CSS)
    assert found is not None
    assert publisher.read(found) == b"old"
    assert CSS not in publisher.paths()


def test_a_page_that_is_gone_is_gone(publish: Publish, publisher: Publisher) -> None:
    publish({"en/index.html": "1", "en/a.html": "a"})
    publish({}, ["en/a.html"])
    assert publisher.find("/en/a") is None


def test_the_last_twenty_releases_can_come_back_and_younger_ones(
    publish: Publish, publisher: Publisher, clock: Any
) -> None:
    for number in range(1, 31):
        publish({"en/index.html": str(number), CSS: "a"})
        if number == 5:
            clock.forward(hours=1)
    assert [release.number for release in publisher.releases()] == list(range(30, 5, -1))
    with pytest.raises(NotFound):
        publisher.rollback(5)
    publisher.rollback(6)
    assert publisher.content("en/index.html") == b"6"
