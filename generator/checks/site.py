"""The whole published site, looked at on all cores."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from zlib import crc32

from generator.checks import feeds, search_data
from generator.checks.catalogue import published, survey
from generator.checks.contrast import check_contrast
from generator.checks.findings import Finding, ordered
from generator.checks.pages import check_page
from generator.checks.price_book import StoredPrices
from generator.checks.shown import Shown, Surroundings, with_its_sisters
from generator.checks.words import TEXTS, check_texts, check_theme, messages_of
from generator.crew import hands, share
from generator.publishing.publisher import Found, Publisher
from generator.signature import PROGRAM
from generator.site import Site
from shop.ports import Kept
from shop.published.kinds import is_page
from shop.rebuilds.service import any_waiting

SHEETS = (("site.css", "functions.css"), ("admin.css",))  # those that a page has at once
AT_ONCE = 2000  # pages and files between two looks at how far it is
Progress = Callable[[int, int], object]


class Checked(NamedTuple):
    """`pages` are those that were read, `files` are feeds and search data."""

    pages: int
    files: int
    products: int
    findings: list[Finding]


@dataclass(frozen=True)
class SiteCheck:
    """Reads everything that readers can see, and what it was made of."""

    site: Site
    publisher: Publisher
    around: Surroundings

    def run(self, progress: Progress = lambda _done, _total: None) -> Checked:
        live = self.publisher.live()
        pages = sorted(filter(is_page, live), key=with_its_sisters)
        files = [path for path in sorted(live) if _has_prices(path)]
        products = published(self.site.entries())
        found, skus = survey(self.site.store, products, self.site.profile)
        findings = [
            *found,
            *self._of_pages(live, [*files, *pages], skus, progress),
            *self._of_theme(),
            *self._of_texts(pages),
            *self._of_publishing(pages),
        ]
        return Checked(len(pages), len(files), len(skus), ordered(findings))

    def _of_pages(
        self,
        live: Mapping[str, Kept],
        paths: Sequence[str],
        skus: Mapping[str, Sequence[str]],
        progress: Progress,
    ) -> Iterator[Finding]:
        def content(path: str) -> bytes:
            return self.publisher.read(Found(path, live[path]))

        store = self.site.entries().store
        shown = Shown(live, content, self.around)

        def check(some: Sequence[str]) -> list[Finding]:
            book = StoredPrices(store, self.site.clock)
            return [finding for path in some for finding in _check(path, shown, book, skus)]

        for start in range(0, len(paths), AT_ONCE):
            progress(start, len(paths))
            some = paths[start : start + AT_ONCE]
            number = hands(len(some), possible=self.site.reopen is not None)
            for found in share(_dealt(some, number), check):
                yield from found
        progress(len(paths), len(paths))

    def _of_theme(self) -> Iterator[Finding]:
        theme = self.site.theme_root
        messages = messages_of(
            theme, (PROGRAM / room for room in ("shop", "functions", "generator"))
        )
        yield from check_theme(theme, messages, self.site.profile.languages)
        assets = self.site.theme.assets()
        for names in SHEETS:
            sheets = (assets[name].content for name in names if name in assets)
            yield from check_contrast(b"\n".join(sheets).decode(), "theme/css/tokens.css")

    def _of_texts(self, pages: Iterable[str]) -> Iterator[Finding]:
        """Announcements and pages that the owner wrote: ``vi/pages/about.html``."""
        written: dict[str, dict[str, set[str]]] = {what: {} for what in TEXTS}
        for path in pages:
            language, _, rest = path.removesuffix(".html").partition("/")
            what, _, slug = rest.partition("/")
            if what in written and slug and "/" not in slug:
                written[what].setdefault(language, set()).add(slug)
        for what, slugs in written.items():
            yield from check_texts(what, slugs, self.site.profile.languages)

    def _of_publishing(self, pages: Sequence[str]) -> Iterator[Finding]:
        if not pages:
            sentence = "Nothing is published yet. Run shop build."
            yield Finding("nothing_published", "error", "address", "/", "", sentence)
        elif any_waiting(self.site.store):
            sentence = "Some changes are not on the pages yet. Run shop build, then check again."
            yield Finding("build_waiting", "warning", "address", "/", "", sentence)


def _check(
    path: str, shown: Shown, book: StoredPrices, skus: Mapping[str, Sequence[str]]
) -> Iterator[Finding]:
    if feeds.PATH.fullmatch(path):
        return feeds.check_feed(path, shown.html(path), book)
    if search_data.PATH.fullmatch(path):
        return search_data.check_search(path, shown.content(path) or b"", skus, book)
    return check_page(path, shown, book)


def _has_prices(path: str) -> bool:
    return bool(feeds.PATH.fullmatch(path) or search_data.PATH.fullmatch(path))


def _dealt(paths: Sequence[str], number: int) -> list[list[str]]:
    """Sisters to the same process."""
    hashes = [(crc32(with_its_sisters(path)[0].encode()), path) for path in paths]
    return [[path for digest, path in hashes if digest % number == step] for step in range(number)]
