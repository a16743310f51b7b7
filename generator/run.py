"""One run of Pelican over the owner's texts, and what of it the shop's own pages need.

Pelican calls the steps in its own order (`generator.plugin`); the state between them is here. Under
the ``pelican`` command the run makes the shop's pages, too; in a build of ours only the texts.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.contents import Contents, contents_from, text_from
from generator.context import Contexts
from generator.floor import Floor
from generator.site import Site

Finish = Callable[["Run", Path], None]


@dataclass(slots=True)
class Run:
    """`environment` is the one Jinja environment that Pelican's pages are rendered with; `finish`
    makes the pages that are not Pelican's, where somebody wants them in this run."""

    site: Site
    floor: Floor
    finish: Finish | None = None
    environment: Any = None
    contents: Contents | None = None
    contexts: Contexts | None = None
    finished: bool = False

    def plan(self, articles: Iterable[Any], pages: Iterable[Any]) -> None:
        """Everything has been read: what the texts are."""
        self.contents = contents_from(articles, pages, self.floor.facts.languages)
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
