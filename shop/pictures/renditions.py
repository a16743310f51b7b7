"""Draws smaller versions of stored pictures when they are due; ``shown`` says what pages get.

Pages never wait for them: until they are there, and where they save nothing, a page shows the
picture as it was stored.
"""

import os
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import PurePosixPath
from typing import NamedTuple

from shop.errors import InvalidInput
from shop.pictures.lab import Lab, claim, due, postponed
from shop.pictures.model import Drawn
from shop.pictures.records import (
    RENDITIONS,
    attempts,
    failed,
    stored,
)
from shop.pictures.saving import save
from shop.ports import Item, Json

AT_A_TIME = os.cpu_count() or 1


class Made(NamedTuple):
    """How many pictures were looked at, and the `paths` of those that have renditions now."""

    tried: int
    paths: list[str]


def renditions_due(lab: Lab, limit: int = 8) -> Made:
    """Draws those of at most `limit` pictures, side by side; the products that show them are
    marked for the builder."""
    claimed = list(filter(None, (claim(lab, item) for item in due(lab, RENDITIONS, limit))))
    with ThreadPoolExecutor(AT_A_TIME, thread_name_prefix="renditions") as pool:
        done = list(pool.map(lambda record: _drawn(lab, record), claimed))
    save(lab.store, done, lab.clock)
    return Made(len(done), [str(item.data["path"]) for item in done if item.data.get("sources")])


def _drawn(lab: Lab, record: Item) -> Item:
    """One picture: what its record is to say."""
    path = str(record.data["path"])
    try:
        content = lab.media.read(path)
        if content is None:
            return failed(record, error=f"{path} is not there.")
        drawn = lab.draw(content, PurePosixPath(path).name)
        sources = _sources(lab, path, drawn)
    except InvalidInput as error:
        return failed(record, attempts=attempts(record) + 1, error=error.message)
    except OSError as error:
        return postponed(lab, record, error)
    return stored(record, width=drawn.width, height=drawn.height, sources=sources)


def _sources(lab: Lab, path: str, drawn: Drawn) -> list[Json]:
    name = PurePosixPath(path).stem.partition("-")[2]
    sets: dict[str, list[str]] = defaultdict(list)
    for each in drawn.renditions:
        made = path
        if each.content:
            made = lab.media.put(f"{name}-{each.width}", each.content)
        sets[each.type].append(f"{made} {each.width}w")
    return [{"type": type_, "srcset": ", ".join(srcset)} for type_, srcset in sets.items()]
