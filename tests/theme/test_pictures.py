"""Pictures in pages: smaller versions where there are any, and the plain picture where not."""

import re
from pathlib import Path
from typing import Any

import pytest
from factories import profile

from shop.adapters.theme import Theme

THEME = Path(__file__).resolve().parents[2] / "theme"
PLAIN = {"src": "/media/cup.jpg", "alt": "A cup"}
RICH = {
    **PLAIN,
    "width": 900,
    "height": 1200,
    "sources": [
        {"type": "image/avif", "srcset": "/media/cup-360.avif 360w"},
        {"type": "image/jpeg", "srcset": "/media/cup-360.jpg 360w"},
    ],
}
PLACES = re.compile(r'^  "(\w+)": "([^"]+)"', re.MULTILINE)


def rendered(text: str, **context: Any) -> str:
    environment = Theme(THEME, "https://shop.example").environment(profile())
    imports = '{% from "macros/picture.html" import picture, preload with context %}'
    return environment.from_string(imports + text).render(lang="en", **context)


def picture(item: dict[str, Any], arguments: str = "") -> str:
    return rendered("{{ picture(item.src, item.alt, item=item" + arguments + ") }}", item=item)


def test_a_picture_without_renditions_is_written_as_it_always_was() -> None:
    assert picture(PLAIN) == (
        '<img src="/media/cup.jpg" alt="A cup" width="800" height="800" decoding="async" '
        'loading="lazy">\n'
    )


def test_a_picture_with_renditions_offers_them_in_its_real_size() -> None:
    html = picture(RICH, ', place="thumb"')
    assert re.findall(r'<source type="(\S+)" srcset="([^"]+)" sizes="4.5rem">', html) == [
        ("image/avif", "/media/cup-360.avif 360w"),
        ("image/jpeg", "/media/cup-360.jpg 360w"),
    ]
    assert '<img src="/media/cup.jpg" alt="A cup" width="900" height="1200"' in html


def test_the_first_picture_of_a_page_is_fetched_at_once() -> None:
    html = picture(RICH, ", eager=True")
    assert 'fetchpriority="high"' in html
    assert "lazy" not in html


def test_the_best_version_is_asked_for_in_the_head_of_the_page() -> None:
    html = rendered('{{ preload(item, "gallery") }}', item=RICH)
    assert 'type="image/avif" imagesrcset="/media/cup-360.avif 360w"' in html
    assert rendered('{{ preload(item, "gallery") }}', item=PLAIN) == ""


def places() -> dict[str, str]:
    return dict(PLACES.findall((THEME / "templates/macros/picture.html").read_text("utf-8")))


def pixels(sizes: str, width: int, density: float) -> float:
    """What a browser asks for in a window of `width` CSS pixels."""
    for part in sizes.split(", "):
        condition, _, length = part.rpartition(") ") if part.startswith("(") else ("", "", part)
        if all(holds(each, width, density) for each in condition.split(" and ") if each):
            units = {"vw": width / 100, "rem": 16}
            return density * min(
                float(n) * units[u] for n, u in re.findall(r"([\d.]+)(vw|rem)", length)
            )
    raise AssertionError(sizes)


def holds(condition: str, width: int, density: float) -> bool:
    name, value = condition.strip("( )").split(": ")
    number = float(re.sub(r"[a-z]+$", "", value))
    return {
        "min-width": width >= number * 16,
        "max-width": width <= number * 16,
        "min-resolution": density >= number,
    }[name]


@pytest.mark.parametrize("width", [360, 390, 430])
@pytest.mark.parametrize("density", [1, 2, 3])
def test_a_phone_asks_for_at_most_720_pixels(width: int, density: int) -> None:
    found = {name: pixels(sizes, width, density) for name, sizes in places().items()}
    assert len(found) >= 7
    # Browsers take the nearer one of two widths, so 720 is what they load up to 880.
    assert {name: each for name, each in found.items() if each > 800} == {}


def test_every_place_that_a_template_names_has_its_widths() -> None:
    templates = "\n".join(path.read_text("utf-8") for path in THEME.rglob("*.html"))
    chosen = " ".join(re.findall(r"(?:place=|set place = |set large = |preload\(\w).+", templates))
    assert {name for name in places() if f'"{name}"' not in chosen} == set()
    assert set(re.findall(r'place="(\w+)"', templates)) <= set(places())
