"""Planned pages to bytes. A page that fails is named, and keeps nobody else from the readers."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from generator.context import Contexts
from generator.failures import template_problem
from generator.plan import PlannedPage, product_pages
from generator.source import Entry

Write = Callable[[str, bytes], str]  # path and content -> digest
Template = Callable[[str, str, Mapping[str, Any]], bytes]  # name, language, variables -> page


class Rendered(NamedTuple):
    """`file` is the page's; `sources` are what it was made from."""

    page: PlannedPage
    file: str
    digest: str
    size: int
    sources: tuple[str, ...]


class Failed(NamedTuple):
    """`problem` says what to mend."""

    page: PlannedPage
    problem: str


Outcome: TypeAlias = Rendered | Failed


class Press:
    """Renders pages and hands their bytes to `write`."""

    def __init__(self, contexts: Contexts, template: Template, write: Write) -> None:
        self._contexts = contexts
        self._template = template
        self._write = write

    def print(self, page: PlannedPage, entry: Entry | None = None) -> Outcome:
        sources: set[str] = set()
        self._contexts.shelves.sources = sources
        try:
            view = self._contexts.of(page, entry)
            content = self._template(page.template, page.language, view)
        except Exception as error:  # noqa: BLE001 - whatever a template or a product does wrong
            return Failed(page, template_problem(error, page.template, page.address))
        file = page.file
        digest = self._write(file, content)
        return Rendered(page, file, digest, len(content), tuple(sorted(sources)))

    def print_all(self, pages: Iterable[PlannedPage]) -> Iterator[Outcome]:
        for page in pages:
            yield self.print(page)

    def print_products(
        self, entries: Iterable[Entry], languages: tuple[str, ...]
    ) -> Iterator[Outcome]:
        for entry in entries:
            for page in product_pages(languages, [entry.handle]):
                yield self.print(page, entry)
