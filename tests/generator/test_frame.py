"""What every page has, and the links that many pages share."""

import json
import subprocess
import sys

import pytest
from factories import profile

from generator.addresses import in_languages, localized
from generator.categories import CategoryTree, grow, places_of
from generator.contents import NO_TEXTS
from generator.frame import Frame, Head
from generator.shop_facts import facts_of
from generator.trails import Trails

from .samples import stored, translated

BASE = "https://shop.example.com"
HEAVY = {
    "pydantic",
    "email",
    "http",
    "ssl",
    "babel",
    "jinja2",
}  # longer to load than a page to make


def frame(tree: CategoryTree | None = None) -> Frame:
    return Frame(facts_of(profile()), tree or CategoryTree(), NO_TEXTS, BASE)


def grown() -> CategoryTree:
    return grow([("green-tea", places_of(stored(translated())))])


@pytest.mark.parametrize("path", ["/", "/cart", "/products/green-tea", "/products/page/2"])
def test_a_page_of_every_language_is_linked_as_any_other(path: str) -> None:
    it = frame()
    addresses = in_languages(path, it.profile.languages)
    for language in it.profile.languages:
        made = it.everywhere(language, path, Head("Tea", "Green"))
        assert made == it.of(language, localized(language, path), addresses, Head("Tea", "Green"))


def test_a_language_the_page_is_not_in_leads_home() -> None:
    made = frame().of("vi", "/vi/pages/gifts", {"vi": "/vi/pages/gifts"}, Head("Quà", ""))
    links = {link["code"]: link["url"] for link in made["language_links"]}
    assert (links["vi"], links["en"]) == ("/vi/pages/gifts", "/en/")
    assert {link["lang"] for link in made["alternates"]} == {"vi", "x-default"}


def test_breadcrumbs_lead_from_home_to_the_category_and_say_so_to_search_engines() -> None:
    trail = Trails(frame(grown())).to(("Tea", "Green tea"), "vi")
    assert trail.links == [
        {"title": "Hiên", "url": "/vi/"},
        {"title": "Trà", "url": "/vi/categories/tea"},
        {"title": "Trà xanh", "url": "/vi/categories/tea/green-tea"},
    ]
    told = json.loads(f"[{trail.data}]")
    assert [crumb["position"] for crumb in told] == [1, 2, 3]
    assert told[-1]["item"] == f"{BASE}/vi/categories/tea/green-tea"


def test_what_is_counted_anew_is_said_by_the_next_build() -> None:
    it = frame(grown())
    tea = it.tree.top[0]
    assert Trails(it).counted(tea, "en")["count"] == 1
    tea.count = 2
    assert Trails(it).counted(tea, "en")["count"] == 2


def test_what_makes_pages_loads_nothing_heavy() -> None:
    code = "import sys, generator.context, generator.collections.assembly; print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(found.stdout.split())
