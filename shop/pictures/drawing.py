"""Has a picture's renditions drawn in a process of its own, which has limits (``child``)."""

from typing import Any

from shop.pictures.cleaning import ask_darkroom
from shop.pictures.model import Drawn, Rendition


def draw_renditions(content: bytes, name: str) -> Drawn:
    """Raises InvalidPicture, whose sentence begins with `name`."""
    facts, drawn = ask_darkroom(content, name, "renditions")
    return Drawn(facts["width"], facts["height"], tuple(_cut(facts["renditions"], drawn)))


def _cut(listed: list[dict[str, Any]], content: bytes) -> list[Rendition]:
    """The renditions, which lie one behind the other."""
    found = []
    start = 0
    for each in listed:
        end = start + each["bytes"]
        found.append(Rendition(each["type"], each["width"], content[start:end]))
        start = end
    return found


def listed(drawn: Drawn) -> tuple[dict[str, Any], bytes]:
    """What the child answers: facts, and the renditions' bytes one behind the other."""
    facts = {
        "width": drawn.width,
        "height": drawn.height,
        "renditions": [
            {"type": each.type, "width": each.width, "bytes": len(each.content)}
            for each in drawn.renditions
        ],
    }
    return facts, b"".join(each.content for each in drawn.renditions)
