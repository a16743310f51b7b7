"""`PageTemplates`: what a build renders pages with. Same text as Jinja, many times faster,
and in bytes: most of a page was encoded before, once for all pages.

A page template and a language make one program (`compiler`), kept on disk (`cache`) and run with
`runtime` and `fragments` alone, so that a process that only has to render loads no Jinja. A page
that a program cannot make (it says so, or fails) is rendered by Jinja from the start; what Jinja
gives, page or error, is the answer.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from generator.templates.cache import ProgramFiles, signature
from generator.templates.fragments import Fragment
from generator.templates.runtime import NAMESPACE
from shop.i18n import formats

if TYPE_CHECKING:
    import jinja2

    from shop.profile import Profile

PATIENCE = 32  # pages in a row that a program could not make before it is not asked again


class Asset(Protocol):
    @property
    def path(self) -> str: ...


class Look(Protocol):
    """The theme, as far as rendering needs it (`shop.adapters.theme.Theme` is one)."""

    root: Path
    base_url: str

    def assets(self) -> Mapping[str, Asset]: ...

    def environment(self, profile: "Profile") -> "jinja2.Environment": ...


Load: TypeAlias = "Callable[[], tuple[Look, Profile]]"


class Page:
    """The program of one page template in one language."""

    def __init__(self, code: CodeType, fragments: dict[str, Fragment]) -> None:
        self._globals: dict[str, Any] = dict(NAMESPACE)
        exec(code, self._globals)  # noqa: S102 - made by the compiler, from the owner's theme
        for name in self._globals["FRAGMENTS"]:
            fragments.setdefault(name, Fragment(name)).join(self._globals)
        self.write = self._globals["page"]
        self.failed = 0


class PageTemplates:
    """Renders page templates of a theme. `cache` is a folder of this user's for programs, or None.

    Views are plain dicts. An object that a view shows must not change between two pages that show
    it: its text may be kept (`fragments`).
    """

    def __init__(self, look: Look, profile: "Profile", cache: Path | None = None) -> None:
        self._start(lambda: (look, profile), cache, None)

    def _start(self, load: "Load", cache: Path | None, signature: str | None) -> None:
        self._load = load
        self._pages: dict[tuple[str, str], Page | None] = {}
        self._fragments: dict[str, Fragment] = {}
        self._jinja: jinja2.Environment | None = None
        self._known = signature
        self._files = None if cache is None else ProgramFiles(cache, self.signature)

    @cached_property
    def _made_from(self) -> "tuple[Look, Profile]":
        return self._load()

    def render(self, template: str, language: str, view: Mapping[str, Any]) -> bytes:
        """The page in UTF-8. Raises what Jinja raises."""
        try:
            page = self._pages[template, language]
        except KeyError:
            page = self._pages[template, language] = self._page(template, language)
        if page is not None:
            try:
                content: bytes = page.write(view if type(view) is dict else dict(view))
            except Exception:  # noqa: BLE001 - whatever it was, Jinja's answer counts
                self._count(page, template, language)
            else:
                page.failed = 0
                return content
        return self.environment.get_template(template).render(view).encode()

    @cached_property
    def signature(self) -> str:
        """Another for any change of what all pages are made from: theme, words, shop, program."""
        if self._known is not None:
            return self._known
        look, profile = self._made_from
        facts = [profile.model_dump_json(), look.base_url]
        facts += sorted(f"{name} {asset.path}" for name, asset in look.assets().items())
        module = Path(sys.modules[type(look).__module__].__file__ or "")
        words = module.parent.glob(f"{module.stem}*.py")  # the theme's words are beside it
        return signature(look.root, facts, words)

    def forget(self) -> None:
        """Lets go of texts and views that were kept: a process that goes on to another state of
        the shop will not meet the same objects again."""
        for fragment in self._fragments.values():
            fragment.forget()

    def prepare(self, templates: Iterable[str], languages: Iterable[str]) -> None:
        """Compiles or loads programs ahead, so that forked workers share them."""
        wanted = list(languages)
        for template in templates:
            for language in wanted:
                if (template, language) not in self._pages:
                    self._pages[template, language] = self._page(template, language)

    @property
    def environment(self) -> "jinja2.Environment":
        """The theme's templates as Jinja renders them."""
        if self._jinja is None:
            look, profile = self._made_from
            self._jinja = look.environment(profile)
            self._jinja.auto_reload = False
        return self._jinja

    def _count(self, page: Page, template: str, language: str) -> None:
        page.failed += 1
        if page.failed >= PATIENCE:
            self._pages[template, language] = None

    def _page(self, template: str, language: str) -> Page | None:
        found = None if self._files is None else self._files.load(template, language)
        if found is None:
            code = self._compiled(template, language)
            if self._files is not None:
                known = formats.learned(language, self._made_from[1].currency)
                self._files.save(template, language, code, known)
        else:
            code, known = found
            formats.recall(known)
        return None if code is None else Page(code, self._fragments)

    def _compiled(self, template: str, language: str) -> CodeType | None:
        """None for a page that is left to Jinja."""
        from jinja2 import TemplateError

        from generator.templates.compiler.code import page_source
        from generator.templates.compiler.values import Unsupported

        translations = self._made_from[0].root / "translations"
        try:
            source = page_source(self.environment, template, language, translations)
            return compile(source, f"<{template} in {language}>", "exec")
        except (Unsupported, TemplateError, RecursionError, SyntaxError, UnicodeError):
            return None  # a fault of the template is told where the page is rendered


class RememberedTemplates(PageTemplates):
    """Those whose `signature` was noted before: `load` is only asked for theme and profile where a
    program is missing from the cache."""

    def __init__(self, signature: str, load: Load, cache: Path) -> None:
        self._start(load, cache, signature)
