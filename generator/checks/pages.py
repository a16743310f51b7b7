"""The rules for one page."""

from collections.abc import Iterator

from generator.checks.findings import Finding, error, warning
from generator.checks.heads import check_head
from generator.checks.markup import Markup
from generator.checks.price_book import PriceBook
from generator.checks.prices import check_prices
from generator.checks.shown import Answer, Shown
from generator.checks.structured import offers_of
from shop.published.addresses import address_of

# What is wrong with a link, by what it leads to: a code, and what to do about it.
FAULTS: dict[Answer, tuple[str, str]] = {
    "nothing": ("dead_link", "leads to “{}”, where there is no page. Correct or remove the link."),
    "no_function": ("dead_link", "calls “{}”, which no function of the shop answers. Correct it."),
    "no_anchor": (
        "dead_anchor",
        "leads to “{}”, but nothing on that page has this id. Correct what follows the #.",
    ),
    "no_picture": (
        "picture_missing",
        "shows “{}”, which the media folder does not have. Import the picture again.",
    ),
}


def check_page(path: str, shown: Shown, book: PriceBook) -> Iterator[Finding]:
    """Everything that can be said of the page at `path`."""
    page, address = shown.page(path), address_of(path)
    if page is None:
        yield error(
            "page_empty", address, "", "The page is empty. Build again (shop build --full)."
        )
        return
    yield from _links(path, address, page, shown)
    for name, times in page.ids.items():
        if times > 1:
            sentence = f"{times} elements have the id “{name}”. An id may stand once on a page."
            yield error("duplicate_id", address, name, sentence)
    for src in page.unnamed:
        sentence = f'The picture “{src}” has no alt text. Say what it shows, or write alt="".'
        yield warning("alt_missing", address, src, sentence)
    yield from check_head(path, page, shown)
    offers, unreadable = offers_of(page.json_ld)
    for fault in unreadable:
        yield error("json_ld_unreadable", address, fault, f"The JSON-LD cannot be read: {fault}.")
    if offers:
        yield from check_prices(address, shown.html(path), page.lang, offers, book)


def _links(path: str, address: str, page: Markup, shown: Shown) -> Iterator[Finding]:
    for link in page.links:
        answer = shown.answer(path, link.target)
        if answer in FAULTS:
            code, sentence = FAULTS[answer]
            if link.picture and answer == "nothing":
                code, sentence = FAULTS["no_picture"][0], "shows “{}”, where there is nothing."
            yield error(code, address, link.target, f"The page {sentence.format(link.target)}")
