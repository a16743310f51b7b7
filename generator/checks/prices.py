"""One price everywhere: what a page tells machines and people, against the price book."""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape, unescape

from generator.checks.findings import Finding, error
from generator.checks.price_book import PriceBook, Sold
from generator.checks.structured import Told
from shop.currencies import decimal_text
from shop.i18n.formats import format_money
from shop.i18n.messages import translatable
from shop.money import Money

IN_STOCK = "InStock"
# A page sells with the form that posts here (docs: the functions' addresses).
_FORM = re.compile(
    r"""<form\b[^>]*\saction=["']?[^"'\s>]*/api/cart/lines["'\s>].*?</form>""",
    re.DOTALL | re.IGNORECASE,
)
_OF_SKU = re.compile(r"""<([a-z][\w-]*)\b[^>]*\sdata-sku="([^"]*)"[^>]*>(.*?)</\1\s*>""", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
BUILD = translatable(
    "%(fault)s Build the pages again; if that does not help, the theme writes another price."
)


def check_prices(
    address: str, html: str, language: str, offers: Iterable[Told], book: PriceBook
) -> Iterator[Finding]:
    told = list(offers)
    sold = book.of(offer.sku for offer in told)
    visible = None
    for offer in told:
        fault = offer_fault(offer, sold.get(offer.sku))
        if fault:
            code, sentence = fault
            yield error(code, address, offer.sku, translatable(BUILD, fault=sentence))
            continue
        price = sold[offer.sku].price
        visible = visible or _Visible(html)
        if (
            price
            and offer.availability == IN_STOCK
            and not visible.shows(offer.sku, price, language)
        ):
            sentence = translatable(
                "Nothing where %(sku)s is sold says its price, %(price)s.",
                sku=offer.sku,
                price=format_money(price, language),
            )
            yield error("price_not_shown", address, offer.sku, translatable(BUILD, fault=sentence))


def offer_fault(told: Told, sold: Sold | None) -> tuple[str, str] | None:
    """What is wrong with an offer: a code and a sentence; None where it is as checkout has it.

    The price of what can no longer be bought is nobody's concern.
    """
    sku = told.sku
    if sold is None:
        return "offer_unknown", translatable(
            "It offers %(sku)s, which the price book does not know.", sku=sku
        )
    if (told.availability == IN_STOCK) != sold.buyable:
        said = told.availability or "?"
        if sold.buyable:
            sentence = translatable(
                "It says %(said)s of %(sku)s, which can be bought.", said=said, sku=sku
            )
        else:
            sentence = translatable(
                "It says %(said)s of %(sku)s, which cannot be bought now.", said=said, sku=sku
            )
        return "availability_differs", sentence
    if sold.published and sold.price and (told.price, told.currency) != written(sold.price):
        return "price_differs", translatable(
            "It offers %(sku)s for %(said)s; the price book says %(real)s.",
            sku=sku,
            said=f"{told.price} {told.currency}",
            real=" ".join(written(sold.price)),
        )
    return None


def written(price: Money) -> tuple[str, str]:
    """As JSON-LD has it: a decimal and a currency."""
    return decimal_text(price.amount, price.currency), price.currency


class _Visible:
    """What people read where the page sells: in the form, and there in what is marked as of one
    SKU. A page that sells without such a form is read whole."""

    def __init__(self, html: str) -> None:
        found = _FORM.search(html)
        place = found[0] if found else html
        self._everything = _words(place)
        self._of: Mapping[str, str] = {
            sku: _words(text) for _tag, sku, text in _OF_SKU.findall(place)
        }

    def shows(self, sku: str, price: Money, language: str) -> bool:
        text = self._of.get(escape(sku), self._everything)
        return _words(escape(format_money(price, language))) in text


def _words(html: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", html)).split())
