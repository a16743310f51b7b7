"""What readers find at an address: of a page that is looked at, and of all others it links to."""

import re
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from generator.checks.markup import Markup, read_markup
from shop.published.addresses import address_of, candidates
from shop.published.kinds import is_page

FUNCTIONS = ("/api/", "/admin/")
MEDIA = "/media/"
KEPT = 512  # pages that are known by heart: sisters in other languages, targets of anchors

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")  # RFC 3986, §3.1

Content = Callable[[str], bytes | None]  # None where a page is not there to be read
Answer = Literal["elsewhere", "there", "nothing", "no_picture", "no_function", "no_anchor"]


class Surroundings(NamedTuple):
    """What pages lead to that is no page: `media` are addresses of pictures the shop keeps, `is_
    function` says of an address whether a function answers it."""

    base_url: str
    media: Container[str]
    is_function: Callable[[str], bool]


@dataclass(eq=False)
class Shown:
    """A site as its readers would see it: `paths` of its files, and how to read one."""

    paths: Container[str]
    content: Content
    around: Surroundings
    _known: dict[str, Answer] = field(default_factory=dict)

    def page(self, path: str) -> Markup | None:
        return self._pages(path)

    def html(self, path: str) -> str:
        return (self.content(path) or b"").decode("utf-8", "replace")

    def path_of(self, url: str) -> str | None:
        """The page at a complete URL of this shop."""
        own = _within(url, self.around.base_url)
        return None if own is None else self._file(unquote(urlsplit(own).path))

    def answer(self, path: str, target: str) -> Answer:
        """What a link of the page at `path` leads to."""
        own = _within(target, self.around.base_url)
        if own is None:
            return "elsewhere"
        if own[:1] == "/":  # the same for every page, and most are on every page
            if own not in self._known:
                self._known[own] = self._answer(own)
            return self._known[own]
        return self._answer(urljoin(address_of(path), own))

    def _answer(self, target: str) -> Answer:
        parts = urlsplit(target)
        address = unquote(parts.path)
        if address.startswith(FUNCTIONS):
            return "there" if self.around.is_function(address) else "no_function"
        if address.startswith(MEDIA):
            return "there" if address in self.around.media else "no_picture"
        file = self._file(address)
        if file is None:
            return "nothing"
        return "there" if self._anchored(file, unquote(parts.fragment)) else "no_anchor"

    def _anchored(self, file: str, name: str) -> bool:
        """``#`` and ``#top`` lead to the top (HTML, "Scrolling to a fragment"); with ``=`` in it
        is for a script, and ``:~:`` begins what only browsers read."""
        name = name.partition(":~:")[0]
        if name in {"", "top"} or "=" in name or not is_page(file):
            return True
        page = self.page(file)
        return page is None or name in page.ids or name in page.spare_ids

    def _file(self, address: str) -> str | None:
        return next((path for path in candidates(address) if path in self.paths), None)

    @cached_property
    def _pages(self) -> Callable[[str], Markup | None]:
        @lru_cache(maxsize=KEPT)
        def read(path: str) -> Markup | None:
            html = self.html(path)
            return read_markup(html) if html else None

        return read


def with_its_sisters(path: str) -> tuple[str, str]:
    """The order in which to look at pages, because each looks at its own in other languages."""
    language, _, rest = path.partition("/")
    return rest, language


def _within(target: str, base_url: str) -> str | None:
    """A link as it is on the shop's own site; None where it leaves it."""
    rest = target.removeprefix(base_url)
    if rest != target and (not rest or rest[0] in "/?#"):
        return rest if rest[:1] == "/" else f"/{rest}"
    if target[:1] == "/":
        return None if target[:2] == "//" else target
    return None if _SCHEME.match(target) else target
