"""One run of Pelican over the owner's texts, and what of it the shop's own pages need.

Pelican calls the steps in its own order (`generator.plugin`); the state between them is here. Under
the ``pelican`` command the run makes the shop's pages, too; in a build of ours only the texts.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import desk_texts
from generator.contents import Contents, FileTexts, contents_from, text_from
from generator.context import Contexts
from generator.floor import Floor
from generator.site import Site

Finish = Callable[["Run", Path], None]


@dataclass(slots=True)
class Run:
    """`environment` is the one Jinja environment that Pelican's pages are rendered with; `finish`
    makes the pages that are not Pelican's, where somebody wants them in this run. `files` are the
    texts that Pelican makes, `contents` those of the desk among them."""

    site: Site
    floor: Floor
    finish: Finish | None = None
    environment: Any = None
    files: FileTexts | None = None
    contents: Contents | None = None
    contexts: Contexts | None = None
    finished: bool = False

    def plan(
        self, articles: Sequence[Any], pages: Iterable[Any], moments: Iterable[str] = ()
    ) -> None:
        """Everything has been read: what the texts are, and when one of them begins or ends."""
        found = contents_from(articles, pages, self.floor.facts.languages)
        bodies: dict[str, dict[str, str]] = {}
        for article in articles:
            html = str(article.get_content(self.site.base_url))
            bodies.setdefault(article.slug, {})[article.lang] = html
        self.files = FileTexts(found, bodies, sorted(moments))
        self.contents = desk_texts.joined(found, self.floor.database)
        self.contexts = self.floor.contexts(self.floor.frame(self.contents))

    def render(self, tree: Path) -> None:
        """It is the turn of the pages that are not Pelican's."""
        if self.finish is not None:
            self.finish(self, tree)

    def text_variables(self, content: Any, kind: str) -> Mapping[str, Any]:
        """The variables of every page, for a text that Pelican renders (`kind`: article, page)."""
        if self.contexts is None or self.contents is None:
            return {}
        known = self.contents.announcements if kind == "article" else self.contents.pages
        text = text_from(content, self.floor.facts.languages)
        return self.contexts.of_text(text, known.get(content.slug, {}))
