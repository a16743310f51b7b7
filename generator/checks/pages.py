"""The rules for one page."""

from collections.abc import Iterator

from generator.checks.findings import Finding, error, warning
from generator.checks.heads import check_head
from generator.checks.markup import Markup
from generator.checks.price_book import PriceBook
from generator.checks.prices import check_prices
from generator.checks.shown import Answer, Shown
from generator.checks.structured import offers_of
from shop.i18n.messages import translatable
from shop.published.addresses import address_of

# What is wrong with a link, by what it leads to: a code, and what to do about it.
FAULTS: dict[Answer, tuple[str, str]] = {
    "nothing": (
        "dead_link",
        translatable(
            "The page leads to “%(target)s”, where there is no page. Correct or remove the link."
        ),
    ),
    "no_function": (
        "dead_link",
        translatable(
            "The page calls “%(target)s”, which no function of the shop answers. Correct it."
        ),
    ),
    "no_anchor": (
        "dead_anchor",
        translatable(
            "The page leads to “%(target)s”, but nothing on that page has this id. Correct what "
            "follows the #."
        ),
    ),
    "no_picture": (
        "picture_missing",
        translatable(
            "The page shows “%(target)s”, which the media folder does not have. Import the picture "
            "again."
        ),
    ),
}
NO_SUCH_PICTURE = translatable("The page shows “%(target)s”, where there is nothing.")


def check_page(path: str, shown: Shown, book: PriceBook) -> Iterator[Finding]:
    """Everything that can be said of the page at `path`."""
    page, address = shown.page(path), address_of(path)
    if page is None:
        sentence = translatable("The page is empty. Build the pages again.")
        yield error("page_empty", address, "", sentence)
        return
    yield from _links(path, address, page, shown)
    for name, times in page.ids.items():
        if times > 1:
            sentence = translatable(
                "%(times)s elements have the id “%(name)s”. An id may stand once on a page.",
                times=times,
                name=name,
            )
            yield error("duplicate_id", address, name, sentence)
    for src in page.unnamed:
        sentence = translatable(
            'The picture “%(src)s” has no alt text. Say what it shows, or write alt="".', src=src
        )
        yield warning("alt_missing", address, src, sentence)
    yield from check_head(path, page, shown)
    offers, unreadable = offers_of(page.json_ld)
    for fault in unreadable:
        sentence = translatable("The JSON-LD cannot be read: %(fault)s.", fault=fault)
        yield error("json_ld_unreadable", address, fault, sentence)
    if offers:
        yield from check_prices(address, shown.html(path), page.lang, offers, book)


def _links(path: str, address: str, page: Markup, shown: Shown) -> Iterator[Finding]:
    for link in page.links:
        answer = shown.answer(path, link.target)
        if answer in FAULTS:
            code, sentence = FAULTS[answer]
            if link.picture and answer == "nothing":
                code, sentence = FAULTS["no_picture"][0], NO_SUCH_PICTURE
            yield error(code, address, link.target, translatable(sentence, target=link.target))
