"""The theme folder as Jinja templates and hashed assets, alike for pages, functions and mails.

An asset's address contains a hash of its content, so browsers may keep it for ever and a page
never meets a style sheet of another release.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shop.i18n.languages import LANGUAGES, pick

if TYPE_CHECKING:
    import jinja2

    from shop.profile import Profile


@dataclass(frozen=True, slots=True)
class Asset:
    """`path` is the address on the site; `content` what is served there."""

    path: str
    content: bytes


class Theme:
    """A theme on disk. `root` holds templates/, css/ (with ORDER), js/ (perhaps with BUNDLES),
    images/, translations/."""

    def __init__(self, root: Path, base_url: str = "") -> None:
        self.root = root
        self.base_url = base_url

    @cached_property
    def _assets(self) -> dict[str, Asset]:
        files = {name: self._style_sheet(order) for name, order in self._sheets()}
        for folder in ("js", "js/vendor", "images"):
            for path in sorted((self.root / folder).glob("*.*")):
                files[path.name] = path.read_bytes()
        files |= self._bundles()
        return {name: Asset(_hashed(name, content), content) for name, content in files.items()}

    def assets(self) -> dict[str, Asset]:
        """By logical name: ``site.css`` (all style sheets in ORDER), ``functions.css`` (of pages to
        act on, in ORDER.functions), ``admin.css`` (the desk's, in admin/ORDER), each script and
        picture, and the scripts that BUNDLES puts together."""
        return self._assets

    def environment(self, profile: "Profile") -> "jinja2.Environment":
        """A Jinja environment over the theme's templates: autoescape on, undefined is an error."""
        from shop.adapters.theme_words import environment_of

        return environment_of(self, profile)

    def install(self, environment: "jinja2.Environment", profile: "Profile") -> None:
        """Gives an environment (Pelican's, say) the words every template may use."""
        from shop.adapters.theme_words import install

        install(environment, self, profile)

    def shop_view(self, profile: "Profile", language: str) -> dict[str, Any]:
        """What templates may know of the shop, in one language."""
        default = profile.default_language
        return {
            "name": pick(profile.name, language, default),
            "tagline": pick(profile.tagline, language, default),
            "email": profile.contact.email,
            "phone": profile.contact.phone,
            "address": pick(profile.contact.address, language, default),
            "languages": [
                {"code": code, "label": LANGUAGES[code].label} for code in profile.languages
            ],
            "base_url": self.base_url,
            "currency": profile.currency,
            "tax_inclusive": profile.tax.inclusive,
            "guestbook": profile.guestbook.enabled,
        }

    def _sheets(self) -> Iterator[tuple[str, Path]]:
        """The style sheets there are, and the files that say what goes into each."""
        css = self.root / "css"
        yield "site.css", css / "ORDER"
        others = {"functions.css": css / "ORDER.functions", "admin.css": css / "admin" / "ORDER"}
        yield from ((name, order) for name, order in others.items() if order.is_file())

    def _style_sheet(self, order: Path) -> bytes:
        names = order.read_text(encoding="utf-8").split()
        return b"\n".join((self.root / "css" / name).read_bytes() for name in names)

    def _bundles(self) -> Iterator[tuple[str, bytes]]:
        """Scripts of one page as one file, because each request costs. A line of BUNDLES is
        ``name: part part``; a part is a block, so that no name of one meets another's."""
        bundles = self.root / "js" / "BUNDLES"
        lines = bundles.read_text(encoding="utf-8").splitlines() if bundles.is_file() else []
        for name, parts in (line.split(":") for line in lines if line):
            sources = ((self.root / "js" / part).read_bytes() for part in parts.split())
            yield name, b"".join(b"{\n%b\n}\n" % source for source in sources)


class ThemeTemplates:
    """The `Templates` port over a theme: loaded on first use, so that JSON never pays for it."""

    def __init__(self, theme: Theme, profile: "Profile") -> None:
        self._theme = theme
        self._profile = profile

    @cached_property
    def _environment(self) -> "jinja2.Environment":
        return self._theme.environment(self._profile)

    def render(self, name: str, language: str, **context: object) -> str:
        return self._environment.get_template(name).render(lang=language, **context)


def _hashed(name: str, content: bytes) -> str:
    stem, _, extension = name.rpartition(".")
    return f"/assets/{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{extension}"
