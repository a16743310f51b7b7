"""What an index remembers of its build beside products and pages."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from generator.contents import Contents, contents_of
from generator.index.database import Database
from generator.shop_facts import ShopFacts, facts_from

NAME = "build"


class Remembered(NamedTuple):
    """`products` are the published ones; `pages` those of the index, `texts` HTML pages made of
    texts; `sitemaps` the files of pages that are no products'; `words` the theme's words that
    titles needed, by language; `templates` the signature of compiled ones."""

    signature: str
    facts: ShopFacts
    contents: Contents
    products: int
    pages: int
    texts: int
    sitemaps: Sequence[str]
    words: Mapping[str, Mapping[str, str]]
    templates: str


def remember(database: Database, known: Remembered) -> None:
    values = {
        **known._asdict(),
        "facts": known.facts.as_json(),
        "contents": known.contents.as_json(),
    }
    database.state(NAME, values)


def recall(database: Database, signature: str) -> Remembered | None:
    """None where the last build was not finished, or made of another theme, text or setting."""
    values: dict[str, Any] | None = database.fact(NAME)
    if values is None or values["signature"] != signature:
        return None
    own = {"facts": facts_from(values["facts"]), "contents": contents_of(values["contents"])}
    return Remembered(**{**values, **own})
