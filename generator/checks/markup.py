"""What a page says to whoever follows it: its links, ids, pictures, head and structured data.

A tree of elements is not needed for that, and making one takes ten times as long. Comments and
elements whose content is text are laid apart (HTML, "Tokenization"); of what is left, tags that are
spelt alike are taken apart once for all pages.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import NamedTuple

_ATTRIBUTES = r"""[^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*"""
_APART = re.compile(
    rf"<!--.*?-->|<(script|style|textarea|title)\b({_ATTRIBUTES})>(.*?)</\1\s*>",
    re.DOTALL | re.IGNORECASE,
)
_TEMPLATE = re.compile(
    rf"(<template\b{_ATTRIBUTES}>)(.*?)</template\s*>", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(rf"<[a-zA-Z][^\s/>]*\s{_ATTRIBUTES}>")  # one that says something
_NAME = re.compile(r"<([^\s/>]+)")
_ATTRIBUTE = re.compile(r"""([^\s=/"'>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
_LINKS = ("href", "src", "action", "formaction", "poster", "xlink:href")
_SETS = ("srcset", "imagesrcset")
_PICTURES = frozenset({"img", "source", "image"})
_SOCIAL = frozenset({"og:image", "og:url", "twitter:image"})


class Link(NamedTuple):
    """`picture`: the page shows what is there."""

    target: str
    picture: bool


class Tag(NamedTuple):
    """What one start tag says; `unnamed` is the address of a picture without words."""

    links: tuple[Link, ...] = ()
    id: str = ""
    unnamed: str | None = None
    canonical: str = ""
    alternate: tuple[str, str] | None = None
    lang: str = ""


NOTHING = Tag()  # of most tags


@dataclass(slots=True)
class Markup:
    """`ids` with how often each is there; `spare_ids` stand in templates, so they are there once a
    script has put them in. `alternates` are pairs of a language and an address."""

    lang: str = ""
    ids: dict[str, int] = field(default_factory=dict)
    spare_ids: dict[str, int] = field(default_factory=dict)
    links: dict[Link, None] = field(default_factory=dict)
    unnamed: dict[str, None] = field(default_factory=dict)
    canonical: str = ""
    alternates: list[tuple[str, str]] = field(default_factory=list)
    json_ld: list[str] = field(default_factory=list)


def read_markup(html: str) -> Markup:
    page = Markup()
    apart: list[str] = []
    spare: list[str] = []

    def lay_apart(found: re.Match[str]) -> str:
        if found[1]:
            apart.append(f"<{found[1]} {found[2]}>")
            if "application/ld+json" in found[2]:
                page.json_ld.append(found[3])
        return " "

    def lay_by(found: re.Match[str]) -> str:
        spare.extend(_TAG.findall(found[2]))
        return found[1]

    rest = _TEMPLATE.sub(lay_by, _APART.sub(lay_apart, html))
    _add(page, [*_TAG.findall(rest), *apart], page.ids)
    _add(page, spare, page.spare_ids)
    return page


def _add(page: Markup, tags: Iterable[str], ids: dict[str, int]) -> None:
    for text, times in Counter(tags).items():
        tag = _tag(text)
        if tag is NOTHING:
            continue
        page.links.update(dict.fromkeys(tag.links))
        if tag.id:
            ids[tag.id] = ids.get(tag.id, 0) + times
        if tag.unnamed is not None:
            page.unnamed[tag.unnamed] = None
        if tag.alternate:
            page.alternates.append(tag.alternate)
        page.canonical = page.canonical or tag.canonical
        page.lang = page.lang or tag.lang


@lru_cache(maxsize=65_536)
def _tag(text: str) -> Tag:
    found = _NAME.match(text)
    name = found[1].lower() if found else ""
    values = attributes(text[len(name) + 1 :])
    links = [*_own_links(name, values), *_set_links(values)]
    tag = Tag(links=tuple(dict.fromkeys(links)), id=values.get("id", ""))
    if name == "link":
        tag = _relation(tag, values)
    elif name == "html":
        tag = tag._replace(lang=values.get("lang", ""))
    elif name == "img" and "alt" not in values:
        tag = tag._replace(unnamed=values.get("src", ""))
    return NOTHING if tag == NOTHING else tag


def _relation(tag: Tag, values: dict[str, str]) -> Tag:
    relations, href = values.get("rel", "").lower().split(), values.get("href", "")
    if "canonical" in relations:
        return tag._replace(canonical=href)
    if "alternate" in relations and "hreflang" in values:
        return tag._replace(alternate=(values["hreflang"], href))
    return tag


def attributes(text: str) -> dict[str, str]:
    """Of the inside of a tag; of two with one name the first counts."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), unescape(double or single or bare))
    return found


def _own_links(name: str, values: dict[str, str]) -> list[Link]:
    found = [
        Link(values[attribute].strip(), attribute in {"src", "poster"} and name in _PICTURES)
        for attribute in _LINKS
        if attribute in values and (attribute != "href" or name != "base")
    ]
    if name == "meta" and values.get("property", values.get("name", "")) in _SOCIAL:
        found.append(Link(values.get("content", ""), values.get("property") != "og:url"))
    return found


def _set_links(values: dict[str, str]) -> list[Link]:
    """Addresses of ``srcset``: separated by a comma and a space, each with a width or density."""
    sets = (values[attribute] for attribute in _SETS if attribute in values)
    parts = (part for text in sets for part in re.split(r",\s+|,$", text.strip()))
    return [Link(part.split()[0], picture=True) for part in parts if part.split()]
