"""The variables every page has: who it is, its sisters in other languages, navigation, footer."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from generator.addresses import category_path, in_languages, localized
from generator.categories import Category, CategoryTree, Path
from generator.contents import Contents
from generator.seo import absolute, alternates
from generator.shop_facts import ShopFacts
from generator.views import View
from shop.i18n.languages import LANGUAGES

HOME = "/"
AROUND = 2  # pages of a listing linked on either side of the current one


class Head(NamedTuple):
    """What only this page says of itself."""

    title: str
    description: str
    json_ld: Markup | None = None


class Place(NamedTuple):
    """Where a page is, and where it is in other languages."""

    canonical: str
    alternates: list[dict[str, str]]
    links: list[View]


class Frame:
    """Makes the variables; what pages of one language share is made once."""

    def __init__(
        self, profile: ShopFacts, tree: CategoryTree, contents: Contents, base_url: str
    ) -> None:
        self.profile = profile
        self.default = profile.default_language
        self.tree = tree
        self.contents = contents
        self.base_url = base_url
        self._labels = [(code, LANGUAGES[code].label) for code in profile.languages]
        self._homes = in_languages(HOME, profile.languages)
        self._chooser = alternates(base_url, self._homes, self.default)[-1]
        roots = alternates(base_url, in_languages("", profile.languages), self.default)
        self._roots = [(link["lang"], link["url"]) for link in roots]  # of the site, by language
        self._own_roots = dict(self._roots)
        self._path = ""  # of the page before, which often is the same page in another language
        self._sisters: list[dict[str, str]] = []
        self._menus: dict[tuple[str, Path], list[View]] = {}
        self._quiet: dict[tuple[str, Path], View] = {}
        self._shared: dict[str, View] = {}

    def of(self, language: str, address: str, addresses: Mapping[str, str], head: Head) -> View:
        """`addresses` are this page's by language; a language that is not among them is linked
        to its home page and is no alternate."""
        place = Place(
            absolute(self.base_url, address),
            alternates(self.base_url, addresses, self.default) if addresses else [],
            self._language_links(language, {**self._homes, **addresses}),
        )
        return self._view(language, head, place, ())

    def everywhere(self, language: str, path: str, head: Head, category: Path = ()) -> View:
        """Of a page that has the same path in every language, one that needs no encoding."""
        if path != self._path:
            self._path, self._sisters = path, self._alternates(path)
        links = [
            {"code": code, "label": label, "url": f"/{code}{path}", "current": code == language}
            for code, label in self._labels
        ]
        place = Place(self._own_roots[language] + path, self._sisters, links)
        return self._view(language, head, place, category)

    def _alternates(self, path: str) -> list[dict[str, str]]:
        found = [{"lang": code, "url": root + path} for code, root in self._roots]
        if path == HOME:
            found[-1] = self._chooser
        return found

    def _view(self, language: str, head: Head, place: Place, category: Path) -> View:
        return {
            "lang": language,
            "page_title": head.title,
            "description": head.description,
            "canonical": place.canonical,
            "alternates": place.alternates,
            "language_links": place.links,
            "nav": self.menu(language, category),
            "json_ld": head.json_ld,
            **self._same_on_all(language),
        }

    def menu(self, language: str, current: Path) -> list[View]:
        """The category tree with the branch that leads to `current` marked active.

        Only that branch is made anew; the rest is the tree without a current page.
        """
        key = (language, current)
        if key not in self._menus:
            self._menus[key] = [self._entry(node, language, current) for node in self.tree.top]
        return self._menus[key]

    def _entry(self, node: Category, language: str, current: Path) -> View:
        if current[: len(node.path)] == node.path:
            return self._link(node, language, current, active=True)
        key = (language, node.path)
        if key not in self._quiet:
            self._quiet[key] = self._link(node, language, (), active=False)
        return self._quiet[key]

    def _link(self, node: Category, language: str, current: Path, *, active: bool) -> View:
        return {
            "title": node.title(language, self.default),
            "url": localized(language, category_path(node)),
            "active": active,
            "children": [self._entry(child, language, current) for child in node.children],
        }

    def _language_links(self, language: str, addresses: Mapping[str, str]) -> list[View]:
        return [
            {"code": code, "label": label, "url": addresses[code], "current": code == language}
            for code, label in self._labels
        ]

    def _same_on_all(self, language: str) -> View:
        if language not in self._shared:
            self._shared[language] = _of_texts(self.contents, language, self.default)
        return self._shared[language]


def shared_texts(contents: Contents, facts: ShopFacts) -> list[View]:
    """What every page shows of announcements and pages, in each language."""
    return [_of_texts(contents, code, facts.default_language) for code in facts.languages]


def _of_texts(contents: Contents, language: str, default: str) -> View:
    pages = contents.pages_in(language, default)
    news = (text for text in contents.announcements_in(language, default) if text.banner)
    newest = next(news, None)
    return {
        "footer_pages": [{"title": page.title, "url": page.address} for page in pages],
        "banner": {"title": newest.title, "url": newest.address} if newest else None,
    }


def pagination(address: Callable[[int], str], number: int, count: int) -> dict[str, Any]:
    """Links to the pages of a listing; `number` is the current one, counted from 1.

    Of many pages the first, the last and those around this one, so that a page says no more than
    a reader wants, and a new page changes few others. `gap`: some are left out before this one.
    """
    near = range(number - AROUND, number + AROUND + 1)
    shown = sorted({1, count, *(n for n in near if 1 <= n <= count)})
    return {
        "page": number,
        "pages": count,
        "prev": address(number - 1) if number > 1 else None,
        "next": address(number + 1) if number < count else None,
        "links": [
            {"number": n, "url": address(n), "current": n == number, "gap": n - before > 1}
            for before, n in zip([0, *shown], shown, strict=False)
        ],
    }
