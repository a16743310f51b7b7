"""A theme of a few templates, rendered by Jinja and by our programs, side by side."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factories import profile

from generator.templates.engine import PageTemplates
from shop.adapters.theme import Theme

PROJECT = Path(__file__).resolve().parents[3]
LANGUAGES = ("en", "vi", "zh-Hans", "zh-Hant")
ADDRESS = re.compile(r" at 0x[0-9a-f]+", re.IGNORECASE)  # of an object, in how Python shows it
BASE_URL = "https://shop.example.com"


@dataclass(frozen=True)
class Outcome:
    """A page's text, or the error that came instead: its type, its words, its template's line."""

    text: str = ""
    error: str = ""


def small_theme(root: Path, templates: Mapping[str, str]) -> Theme:
    """The words of the real theme over templates of a test."""
    for folder in ("templates", "css", "js", "images"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "css" / "a.css").write_text("p{}")
    (root / "css" / "ORDER").write_text("a.css")
    (root / "js" / "cart.js").write_text("1")
    if not (root / "translations").exists():
        (root / "translations").symlink_to(PROJECT / "theme" / "translations")
    for name, source in templates.items():
        path = root / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source.encode())
    return Theme(root, BASE_URL)


def by_jinja(theme: Theme, name: str, view: Mapping[str, Any]) -> Outcome:
    return outcome(lambda: theme.environment(profile()).get_template(name).render(view))


def by_program(pages: PageTemplates, name: str, view: Mapping[str, Any]) -> Outcome:
    return outcome(lambda: pages.render(name, view.get("lang", "en"), dict(view)).decode())


def outcome(render: Any) -> Outcome:
    try:
        return Outcome(ADDRESS.sub("", render()))
    except Exception as error:  # noqa: BLE001 - any error of any template
        place = getattr(error, "lineno", None) or _line(error)
        words = ADDRESS.sub("", f"{type(error).__name__}: {error}")
        return Outcome(error=f"{words} at {place}")


def is_compiled(pages: PageTemplates, name: str, language: str = "en") -> bool:
    """Whether a program made the page, and has not failed since."""
    page = pages._pages[name, language]
    return page is not None and page.failed == 0


def _line(error: Exception) -> str:
    from traceback import extract_tb

    frames = [f for f in extract_tb(error.__traceback__) if f.filename.endswith((".html", ".txt"))]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
