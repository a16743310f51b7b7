"""One run over a site: what it found, what it planned, how long that took.

Pelican calls the steps in its own order (`generator.plugin`); the state between them is here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from generator.categories import CategoryTree
from generator.contents import Contents, Text, contents_from, text_from
from generator.context import Contexts
from generator.frame import Frame
from generator.listings import Shelves
from generator.plan import PlannedPage, plan_pages
from generator.render import render_pages, write_file
from generator.site import Site
from generator.sitemap import robots, sitemaps
from generator.source import Entry, read_entries


@dataclass(slots=True)
class Run:
    """`environment` is the one Jinja environment that every page is rendered with."""

    site: Site
    entries: tuple[Entry, ...] | None = None
    environment: Any = None
    pages: list[PlannedPage] = field(default_factory=list)
    contents: Contents | None = None
    contexts: Contexts | None = None
    texts_rendered: int = 0
    pages_rendered: int = 0
    plan_seconds: float = 0.0
    finished: bool = False

    def plan(self, articles: Iterable[Any], pages: Iterable[Any]) -> None:
        """Reads the catalogue, unless the caller has, and lists the pages."""
        started = perf_counter()
        profile = self.site.profile
        if self.entries is None:
            self.entries = read_entries(self.site.store)
        tree = CategoryTree(self.entries, profile.default_language)
        shelves = Shelves(self.entries, tree)
        self.contents = contents_from(articles, pages, profile.languages)
        frame = Frame(profile, tree, self.contents, self.site.base_url)
        self.contexts = Contexts(profile, shelves, frame, self.site.translate)
        count = len(self.contents.announcements)
        languages, default = profile.languages, profile.default_language
        self.pages = plan_pages(languages, default, tree, shelves, count)
        self.plan_seconds = perf_counter() - started

    def render(self, tree: Path) -> None:
        """Writes all planned pages, the assets they use, sitemap and robots.txt."""
        for asset in self.site.theme.assets().values():
            write_file(tree, asset.path, asset.content)
        if self.contexts is not None:
            self.pages_rendered = render_pages(self.pages, self.contexts, self.environment, tree)
        default = self.site.profile.default_language
        for name, content in sitemaps(self.site.base_url, self._indexed(), default).items():
            write_file(tree, name, content)
        write_file(tree, "robots.txt", robots(self.site.base_url))

    def text_variables(self, content: Any, kind: str) -> Mapping[str, Any]:
        """The variables of every page, for a text that Pelican renders (`kind`: article, page)."""
        if self.contexts is None or self.contents is None:
            return {}
        self.texts_rendered += 1
        known = self.contents.announcements if kind == "article" else self.contents.pages
        text = text_from(content, self.site.profile.languages)
        return self.contexts.of_text(text, known.get(content.slug, {}))

    def _indexed(self) -> list[dict[str, str]]:
        """The addresses of each page by language: the shop's, then those of texts."""
        found: dict[str, dict[str, str]] = {}
        for page in self.pages:
            if page.indexed:
                found.setdefault(page.path, {})[page.language] = page.address
        texts: list[Mapping[str, Text]] = []
        if self.contents is not None:
            texts = [*self.contents.announcements.values(), *self.contents.pages.values()]
        written = [{code: text.address for code, text in group.items()} for group in texts]
        return [*found.values(), *written]
