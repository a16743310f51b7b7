"""The published list of addresses that lead elsewhere."""

from shop.published.kinds import OVERVIEW, content_type, turn
from shop.published.redirects import PATH, read, written

TARGETS = {"/vi/products/tra": "/vi/products/sencha", "/en/products/tra": "/en/products/sencha"}


def test_it_is_read_as_it_was_written() -> None:
    content = written(TARGETS)
    assert content.splitlines()[0] == b"/en/products/tra /en/products/sencha 301"
    assert read(content) == TARGETS
    assert read(written({})) == {}


def test_it_is_text_and_appears_after_the_pages_it_leads_to() -> None:
    assert content_type(PATH) == "text/plain; charset=utf-8"
    assert turn(PATH) == OVERVIEW
