"""The variables of a product's own page."""

from typing import NamedTuple

from generator.categories import Path
from generator.frame import Frame, Head
from generator.index.shelves import Shelves
from generator.plan import PlannedPage
from generator.product_data import product_data
from generator.seo import as_json_ld, breadcrumb_list, crumb, in_json
from generator.source import Entry
from generator.trails import Trails
from generator.views import ProductViews, View
from generator.wording import shortened


class Placed(NamedTuple):
    """Where a product stands, what is shown beside it, and what was read to know it."""

    entry: Entry
    path: Path
    related: list[str]
    sources: set[str]


class ProductContexts:
    """What a page is made from is noted by `shelves` while its variables are made."""

    def __init__(self, shelves: Shelves, frame: Frame, trails: Trails) -> None:
        self._shelves = shelves
        self._frame = frame
        self._trails = trails
        self._default = default = frame.default
        self._views = {code: ProductViews(code, default) for code in frame.profile.languages}
        self._placed: Placed | None = None

    def of(self, page: PlannedPage, entry: Entry) -> View:
        language, frame = page.language, self._frame
        placed = self._place(entry)
        self._shelves.sources |= placed.sources
        views = self._views[language]
        view, words = views.product(entry), views.words(entry)
        if entry.discontinued:
            view["discontinued"] = True
        trail = self._trails.to(placed.path, language)
        title, address = view["title"], page.address
        url = frame.base_url + address
        data = as_json_ld(
            product_data(frame.base_url, entry, view, words, url),
            breadcrumb_list(trail.data, crumb(len(trail.links) + 1, in_json(title)[0], url)),
        )
        head = Head(*self._search_texts(entry, title, words, language), data)
        found = frame.everywhere(language, page.path, head, placed.path)
        found["product"] = view
        found["breadcrumbs"] = [*trail.links, {"title": title, "url": address}]
        found["related"] = self._shelves.cards(placed.related, language)
        return found

    def _place(self, entry: Entry) -> Placed:
        """The same in every language, and pages of one product come together."""
        if self._placed is None or self._placed.entry is not entry:
            shelves = self._shelves
            noting, shelves.sources = shelves.sources, {f"product:{entry.handle}"}
            path, related = shelves.standing(entry), shelves.related(entry)
            self._placed = Placed(entry, path, related, shelves.sources)
            shelves.sources = noting
        return self._placed

    def _search_texts(self, entry: Entry, title: str, words: str, language: str) -> tuple[str, str]:
        """What the owner wrote for search engines, in the language it was written in."""
        if language == self._default:
            title = entry.product["seo_title"] or title
            words = entry.product["seo_description"] or words
        return title, shortened(words) or title
