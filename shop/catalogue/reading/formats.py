"""The kinds of product spreadsheet this shop reads; a new one is a module and a line here."""

from shop.catalogue.reading import (
    google,
    kiotviet,
    magento,
    medusa,
    plain,
    prestashop,
    shopee,
    shopify,
    table,
    vendure,
    woocommerce,
)
from shop.catalogue.reading.cells import folded
from shop.catalogue.reading.drafts import Format
from shop.catalogue.reading.problems import refusal
from shop.errors import InvalidInput
from shop.i18n.messages import translatable

# In the order in which they are tried: the more particular header first, the guesses last.
FORMATS = {
    found.name: found
    for found in (
        shopee.FORMAT,
        kiotviet.FORMAT,
        medusa.FORMAT,
        magento.FORMAT,
        vendure.FORMAT,
        prestashop.FORMAT,
        shopify.FORMAT,
        woocommerce.FORMAT,
        google.FORMAT,
        table.FORMAT,
        plain.FORMAT,
    )
}
AUTO = "auto"


def choose(name: str, header: tuple[str, ...], file: str) -> Format:
    """The format called `name`, or for ``auto`` the one whose columns these are."""
    if name != AUTO:
        if name not in FORMATS:
            known = ", ".join((AUTO, *FORMATS))
            raise InvalidInput(
                translatable(
                    "There is no format “%(format)s”. Choose one of: %(known)s.",
                    format=name,
                    known=known,
                )
            )
        return FORMATS[name]
    columns = frozenset(folded(column) for column in header)
    for candidate in FORMATS.values():
        if candidate.recognises(columns):
            return candidate
    seen = ", ".join(column for column in header[:8] if column)
    raise refusal(
        "unknown_format",
        translatable(
            "The columns of %(file)s (%(seen)s …) are none this shop knows. It "
            "reads tables with at least a title and a price, and exports of other "
            "shops. If these are products, say what the columns are.",
            file=file,
            seen=seen,
        ),
        1,
    )
