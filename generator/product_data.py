"""What search engines read of a product: schema.org Product as JSON-LD.

Most of it is the same for every product, and every page has it. So it is written as text, of which
only the words of the product go through a JSON writer; words that many products have do so once.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from generator.seo import NEXT, absolute, in_address, in_json, url_in_json
from generator.source import Entry
from generator.stored import StoredVariant
from generator.views import View, picture_urls, priced
from generator.wording import shortened
from shop.currencies import decimal_text

# Options that schema.org's Product (and Google's feed) has a property for, by the names shops give
# them in the base language.
KNOWN_OPTIONS = {
    "color": "color", "colour": "color", "size": "size", "material": "material",
    "pattern": "pattern",
}  # fmt: skip
LONGEST_WORDS = 500  # of a description: Google asks for no length, and a page carries it twice
# Of what is no longer sold: schema.org says so of offers only. Without a price nothing is offered,
# and Google, which knows this availability, lists what has a price only.
_GONE = '"offers":{"@type":"Offer","availability":"https://schema.org/Discontinued"'


class Group(NamedTuple):
    """What the variants of a product have in common, words as they stand in JSON. `names` are of
    each option schema.org's name, and what the page calls it. Offers are of one `currency`: others
    cannot be compared. `gone`: no longer sold."""

    base_url: str
    url: str
    title: str
    names: tuple[tuple[str, str], ...]
    currency: str
    gone: bool


@lru_cache(maxsize=4096)
def _recurring(text: str) -> str:
    """A word that many products have, as it stands in JSON."""
    return in_json(text)[0]


def product_data(base_url: str, entry: Entry, view: View, words: str, url: str) -> str:
    """schema.org Product, or a ProductGroup of its variants; the first of `words` describe it. Of a
    variant without a price there is no offer. What is empty is left out."""
    title, said = in_json(view["title"], shortened(words, LONGEST_WORDS))
    brand, address = entry.product["brand"], url_in_json(url)
    images = url_in_json(*picture_urls(base_url, entry))
    kind = "ProductGroup" if len(view["variants"]) > 1 else "Product"
    facts = [
        f'{{"@type":"{kind}","name":"{title}"',
        f',"description":"{said}"' if said else "",
        f',"url":"{address}"',
        f',"image":["{images}"]' if images else "",
        f',"brand":{{"@type":"Brand","name":"{_recurring(brand)}"}}' if brand else "",
    ]
    if "rating" in view:
        facts += _rating(view["rating"])
    if view["variants"]:
        facts += _sold(base_url, entry, view, title, address)
    return "".join([*facts, "}"])


def _sold(base_url: str, entry: Entry, view: View, title: str, url: str) -> list[str]:
    """The variants, or the only one as the product itself."""
    offered = priced(entry.product)
    currency = offered[0][0]["currency"] if offered else ""
    names = tuple([(known_option(o["name"]), _recurring(o["label"])) for o in view["options"]])
    group = Group(base_url, url, title, names, currency, "discontinued" in view)
    pairs = zip(entry.product["variants"], view["variants"], strict=True)
    if len(view["variants"]) == 1:
        return [_alone(group, stored, shown) for stored, shown in pairs]
    facts = [f',"productGroupID":"{view["handle"]}"']
    known = [f"https://schema.org/{name}" for name, _ in names if name]
    if known:
        facts.append(f',"variesBy":["{NEXT.join(known)}"]')
    variants = [_one_of(group, stored, shown) for stored, shown in pairs]
    facts.append(f',"hasVariant":[{",".join(variants)}]')
    return facts


def known_option(name: str) -> str:
    """schema.org's name for an option, if it has one."""
    return KNOWN_OPTIONS.get(name.casefold(), "")


def _one_of(group: Group, stored: StoredVariant, shown: View) -> str:
    """A variant with how it differs from its sisters."""
    sku = stored["sku"]
    known = in_address(sku)  # mostly the same, and then JSON, too, has nothing to escape in it
    label, options = _labelled(group.names, tuple(shown["options"]))
    gtin = f',"gtin":"{_recurring(stored["barcode"])}"' if stored["barcode"] else ""
    image = ""
    if shown["picture"]:
        image = f',"image":"{_recurring(absolute(group.base_url, shown["picture"]["src"]))}"'
    return (
        f'{{"@type":"Product","name":"{group.title}{label}",'
        f'"sku":"{sku if sku == known else _recurring(sku)}"'
        f"{gtin}{options}{image}{_offer(group, stored, shown, f'{group.url}#sku={known}')}}}"
    )


def _alone(group: Group, stored: StoredVariant, shown: View) -> str:
    sku, barcode = in_json(stored["sku"], stored["barcode"])
    gtin = f',"gtin":"{barcode}"' if barcode else ""
    return f',"sku":"{sku}"{gtin}{_offer(group, stored, shown, group.url)}'


@lru_cache(maxsize=4096)
def _labelled(names: tuple[tuple[str, str], ...], values: tuple[str, ...]) -> tuple[str, str]:
    """What is added to the title of a variant, and its options: those schema.org has a name for by
    it (of two with one name the last one), the others as properties. Many variants have the same.
    """
    labels = list(map(_recurring, values))
    known: dict[str, str] = {}
    others = []
    for (name, title), label in zip(names, labels, strict=False):
        if name:
            known[name] = f',"{name}":"{label}"'
        else:
            others.append(f'{{"@type":"PropertyValue","name":"{title}","value":"{label}"}}')
    properties = f',"additionalProperty":[{",".join(others)}]' if others else ""
    title = " / ".join(labels)
    return f" – {title}" if title else "", f"{''.join(known.values())}{properties}"


def _offer(group: Group, stored: StoredVariant, shown: View, url: str) -> str:
    """The price of the page; of a sale also the former price, struck through, and its last day."""
    if group.gone:
        return f',{_GONE},"url":"{url}"}}'
    price, former, currency = stored["price"], shown["compare_at"], group.currency
    if not price or price["currency"] != currency:
        return ""
    available = "OutOfStock" if shown["sold_out"] else "InStock"
    reduced = ""
    if former:
        ends = stored["sale_ends"]
        reduced = (
            ',"priceSpecification":{"@type":"UnitPriceSpecification",'
            '"priceType":"https://schema.org/StrikethroughPrice",'
            f'"price":"{decimal_text(**former)}","priceCurrency":"{currency}"}}'
        )
        if ends:
            reduced += f',"priceValidUntil":"{ends}"'
    return (
        f',"offers":{{"@type":"Offer","price":"{decimal_text(price["amount"], currency)}",'
        f'"priceCurrency":"{currency}","availability":"https://schema.org/{available}",'
        f'"itemCondition":"https://schema.org/NewCondition","url":"{url}"{reduced}}}'
    )


def _rating(rating: Mapping[str, Any] | None) -> Iterator[str]:
    """`rating` is ``{"value", "count"}``; a product that nobody has rated says nothing."""
    if rating and rating["count"]:
        [value] = in_json(str(rating["value"]))
        yield (
            f',"aggregateRating":{{"@type":"AggregateRating",'
            f'"ratingValue":"{value}","reviewCount":{rating["count"]}}}'
        )
