"""What pages say of pictures. A build reads this, so nothing heavy is imported here."""

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict, cast

from shop.pictures.records import is_stored, renditions_key, source_key
from shop.pictures.rules import drawable, fetchable
from shop.ports import Store


class Source(TypedDict):
    """A ``<source>`` of ``<picture>``."""

    type: str
    srcset: str


class Shown(TypedDict):
    """What a page says of a picture beside its address; `width` and `height` are in pixels."""

    width: int
    height: int
    sources: list[Source]


def paths(store: Store, references: Iterable[str]) -> dict[str, str]:
    """The shop's own addresses of those references that are stored; one read for all of them."""
    keys = {ref: source_key(url) for ref in references if (url := fetchable(ref))}
    found = store.get_many(keys.values()) if keys else {}
    return {
        reference: str(found[key].data["path"])
        for reference, key in keys.items()
        if is_stored(found.get(key))
    }


def shown(store: Store, srcs: Iterable[str]) -> dict[str, Shown]:
    """What is known of those of `srcs` that have renditions; one read for all of them."""
    keys = {src: renditions_key(src) for src in srcs if drawable(src)}
    found = store.get_many(keys.values()) if keys else {}
    facts = {src: found[key].data for src, key in keys.items() if is_stored(found.get(key))}
    return {
        src: cast("Shown", {name: data[name] for name in ("width", "height", "sources")})
        for src, data in facts.items()
        if data["sources"]
    }


def with_sources(view: Mapping[str, Any], known: Mapping[str, Shown]) -> dict[str, Any]:
    """A picture as templates see it, ``{"src", "alt"}``, with ``width``, ``height`` and
    ``sources`` where there are renditions of it, and as it was where there are none."""
    return {**view, **known.get(view["src"], {})}
