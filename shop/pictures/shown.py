"""What pages say of pictures. A build reads this, so nothing heavy is imported here."""

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict, cast

from shop.pictures.records import RENDITIONS, SOURCE, in_store, partition
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
    places = {ref: partition(url) for ref in references if (url := fetchable(ref))}
    found = store.get_across(places.values(), SOURCE) if places else {}
    return {
        reference: str(found[place]["path"])
        for reference, place in places.items()
        if in_store(found.get(place))
    }


def shown(store: Store, srcs: Iterable[str]) -> dict[str, Shown]:
    """What is known of those of `srcs` that have renditions; one read for all of them."""
    places = {src: partition(src) for src in srcs if drawable(src)}
    found = store.get_across(places.values(), RENDITIONS) if places else {}
    facts = {src: found[place] for src, place in places.items() if in_store(found.get(place))}
    return {
        src: cast("Shown", {name: data[name] for name in ("width", "height", "sources")})
        for src, data in facts.items()
        if data["sources"]
    }


def with_sources(view: Mapping[str, Any], known: Mapping[str, Shown]) -> dict[str, Any]:
    """A picture as templates see it, ``{"src", "alt"}``, with ``width``, ``height`` and
    ``sources`` where there are renditions of it, and as it was where there are none."""
    return {**view, **known.get(view["src"], {})}
