"""Ways down to categories: links that many pages have, made once for a build."""

from typing import NamedTuple

from generator.addresses import category_path, localized
from generator.categories import Category, Path
from generator.frame import HOME, Frame
from generator.seo import absolute, crumb, in_json
from generator.views import View
from shop.i18n.languages import pick


class Trail(NamedTuple):
    """Breadcrumbs down to a category: as templates and, as JSON, as search engines read them."""

    links: list[View]
    data: str


class Trails:
    """Of the tree that `frame` has. Counts are of one build, so these live no longer."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._trails: dict[tuple[str, Path], Trail] = {}
        self._counted: dict[tuple[str, Path], View] = {}

    def to(self, path: Path, language: str) -> Trail:
        """From the home page down to the category at `path`."""
        key = (language, path)
        if key not in self._trails:
            self._trails[key] = self._trail(path, language)
        return self._trails[key]

    def counted(self, node: Category, language: str) -> View:
        """A link that says how many products stand there."""
        key = (language, node.path)
        if key not in self._counted:
            self._counted[key] = {**self._link(node, language), "count": node.count}
        return self._counted[key]

    def _trail(self, path: Path, language: str) -> Trail:
        frame = self._frame
        name = pick(frame.profile.name, language, frame.default)
        home = {"title": name, "url": localized(language, HOME)}
        links = [home, *(self._link(node, language) for node in frame.tree.trail(path))]
        data = [
            crumb(position, *in_json(link["title"], absolute(frame.base_url, link["url"])))
            for position, link in enumerate(links, start=1)
        ]
        return Trail(links, ",".join(data))

    def _link(self, node: Category, language: str) -> View:
        title = node.title(language, self._frame.default)
        return {"title": title, "url": localized(language, category_path(node))}
