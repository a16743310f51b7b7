"""Draws every picture of the sample shop into content/: ``python -m infra.sample.draw_pictures``.

Redrawing gives the same bytes, so a changed file is a changed drawing.
"""

import sys
from pathlib import Path

from infra.sample import marks, veranda
from infra.sample.shelves import pictures

CONTENT = Path(__file__).resolve().parents[2] / "content"


def draw(content: Path) -> list[Path]:
    """Writes all pictures below `content`; returns what was written."""
    files = {f"products/pictures/{name}.svg": make().svg() for name, make in pictures().items()}
    files["pictures/hero.svg"] = veranda.hero().svg()
    files["pictures/mark.svg"] = marks.mark()
    files["pictures/favicon.svg"] = marks.favicon()
    written = []
    for name, svg in files.items():
        path = content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(svg, encoding="utf-8")
        written.append(path)
    return written


if __name__ == "__main__":
    sys.stdout.write(f"{len(draw(CONTENT))} pictures drawn\n")
