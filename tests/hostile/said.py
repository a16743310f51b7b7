"""Everything that a shop says."""

import re
from pathlib import Path
from urllib.parse import quote

from hostile.addresses import SEARCHES, addresses
from hostile.reading import Said, read
from hostile.world import Words, World


def said(home: Path, words: Words) -> dict[str, Said]:
    """Everything that a shop says in which `words` were typed, by where it does."""
    world = World(home, words)
    try:
        answers = {
            f"answer {number} {form.path}": (got.headers.get("content-type", ""), got.content)
            for number, (form, got) in enumerate(world.fill_in())
            if got.status_code != 303
        }
        searched = [f"{path}{quote(words('search', 'q', 100), safe='')}" for path in SEARCHES]
        searches = world.shown(searched).values()
        found = {
            **answers,
            **world.looked,
            **world.shown(addresses()),
            **dict(zip(SEARCHES, searches, strict=True)),
            **world.built(),
            **world.exported(home),
            **{name: ("mail", content) for name, content in world.mails.items()},
        }
    finally:
        world.close()
    names = {name: re.sub(r"categories/[^/]+\.", "categories/x.", name) for name in found}
    return {names[name]: read(name, *each) for name, each in found.items()}
