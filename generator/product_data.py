"""What search engines read of a product: schema.org Product as JSON-LD.

Most of it is the same for every product, and every page has it. So it is written as text, of which
only the words of the product go through a JSON writer; words that many products have do so once.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from generator.seo import absolute, in_address, in_json
from generator.source import Entry
from generator.stored import StoredVariant
from generator.views import View, priced
from generator.wording import shortened
from shop.currencies import decimal_text

# Options that schema.org's Product (and Google's feed) has a property for, by the names shops give
# them in the base language.
KNOWN_OPTIONS = {
    "color": "color", "colour": "color", "size": "size", "material": "material",
    "pattern": "pattern",
}  # fmt: skip
LONGEST_WORDS = 500  # of a description: Google asks for no length, and a page carries it twice
_NEXT = '","'  # between two texts of a list
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
    names: Sequence[tuple[str, str]]
    currency: str
    gone: bool


@lru_cache(maxsize=4096)
def _recurring(text: str) -> str:
    """A word that many products have, as it stands in JSON."""
    return in_json(text)[0]


def product_data(base_url: str, entry: Entry, view: View, words: str, url: str) -> str:
    """schema.org Product, or a ProductGroup of its variants; the first of `words` describe it. Of a
    variant without a price there is no offer. What is empty is left out."""
    sources = [absolute(base_url, picture["src"]) for picture in view["pictures"]]
    said = shortened(words, LONGEST_WORDS)
    title, said, brand, address, *images = in_json(
        view["title"], said, entry.product["brand"], url, *sources
    )
    kind = "ProductGroup" if len(view["variants"]) > 1 else "Product"
    facts = [
        f'{{"@type":"{kind}","name":"{title}"',
        f',"description":"{said}"' if said else "",
        f',"url":"{address}"',
        f',"image":["{_NEXT.join(images)}"]' if images else "",
        f',"brand":{{"@type":"Brand","name":"{brand}"}}' if brand else "",
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
    names = [(_known(option["name"]), _recurring(option["label"])) for option in view["options"]]
    group = Group(base_url, url, title, names, currency, "discontinued" in view)
    pairs = zip(entry.product["variants"], view["variants"], strict=True)
    if len(view["variants"]) == 1:
        return [_alone(group, stored, shown) for stored, shown in pairs]
    facts = [f',"productGroupID":"{view["handle"]}"']
    known = [f"https://schema.org/{name}" for name, _ in names if name]
    if known:
        facts.append(f',"variesBy":["{_NEXT.join(known)}"]')
    variants = [_one_of(group, stored, shown) for stored, shown in pairs]
    facts.append(f',"hasVariant":[{",".join(variants)}]')
    return facts


def _known(option: str) -> str:
    """schema.org's name for an option, if it has one."""
    return KNOWN_OPTIONS.get(option.casefold(), "")


def _one_of(group: Group, stored: StoredVariant, shown: View) -> str:
    """A variant with how it differs from its sisters."""
    sku = stored["sku"]
    known = in_address(sku)  # mostly the same, and then JSON, too, has nothing to escape in it
    labels = [_recurring(label) for label in shown["options"]]
    name = f"{group.title} – {' / '.join(labels)}" if shown["label"] else group.title
    gtin = f',"gtin":"{_recurring(stored["barcode"])}"' if stored["barcode"] else ""
    image = ""
    if shown["picture"]:
        image = f',"image":"{_recurring(absolute(group.base_url, shown["picture"]["src"]))}"'
    return (
        f'{{"@type":"Product","name":"{name}","sku":"{sku if sku == known else _recurring(sku)}"'
        f"{gtin}{_options(group.names, labels)}{image}"
        f"{_offer(group, stored, shown, f'{group.url}#sku={known}')}}}"
    )


def _alone(group: Group, stored: StoredVariant, shown: View) -> str:
    sku, barcode = in_json(stored["sku"], stored["barcode"])
    gtin = f',"gtin":"{barcode}"' if barcode else ""
    return f',"sku":"{sku}"{gtin}{_offer(group, stored, shown, group.url)}'


def _options(names: Sequence[tuple[str, str]], labels: Sequence[str]) -> str:
    """The options schema.org has a name for, by it (of two with one name the last one); the others
    as properties."""
    known: dict[str, str] = {}
    others = []
    for (name, title), label in zip(names, labels, strict=False):
        if name:
            known[name] = f',"{name}":"{label}"'
        else:
            others.append(f'{{"@type":"PropertyValue","name":"{title}","value":"{label}"}}')
    found = "".join(known.values())
    return f'{found},"additionalProperty":[{",".join(others)}]' if others else found


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
