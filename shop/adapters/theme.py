"""The theme folder as Jinja templates and hashed assets, alike for pages, functions and mails.

An asset's address contains a hash of its content, so browsers may keep it for ever and a page
never meets a style sheet of another release.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import escape

from shop.i18n.formats import format_date, format_money
from shop.i18n.languages import LANGUAGES, pick
from shop.i18n.messages import translations
from shop.profile import Profile


@dataclass(frozen=True, slots=True)
class Asset:
    """`path` is the address on the site; `content` what is served there."""

    path: str
    content: bytes


class Theme:
    """A theme on disk. `root` holds templates/, css/ (with ORDER), js/, images/, translations/."""

    def __init__(self, root: Path, base_url: str = "") -> None:
        self.root = root
        self.base_url = base_url

    @cached_property
    def _assets(self) -> dict[str, Asset]:
        files = {"site.css": self._style_sheet()}
        for folder in ("js", "images"):
            for path in sorted((self.root / folder).glob("*.*")):
                files[path.name] = path.read_bytes()
        return {name: Asset(_hashed(name, content), content) for name, content in files.items()}

    def assets(self) -> dict[str, Asset]:
        """By logical name: ``site.css`` (all style sheets in ORDER), each script and picture."""
        return self._assets

    def environment(self, profile: Profile) -> jinja2.Environment:
        """A Jinja environment over the theme's templates: autoescape on, undefined is an error."""
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(self.root / "templates"),
            autoescape=jinja2.select_autoescape(
                enabled_extensions=("html", "xml"), disabled_extensions=("txt",), default=True
            ),
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.install(environment, profile)
        return environment

    def install(self, environment: jinja2.Environment, profile: Profile) -> None:
        """Gives an environment (Pelican's, say) the words every template may use."""
        environment.context_class = EscapingContext
        environment.add_extension("jinja2.ext.i18n")
        environment.globals.update(self._gettext_functions())
        environment.globals.update(
            asset=lambda name: self.assets()[name].path,
            url=_url,
            shop=self._shop_function(profile),
        )
        environment.filters["money"] = _money
        environment.filters["date"] = _date

    def _gettext_functions(self) -> dict[str, Any]:
        folder = self.root / "translations"

        @jinja2.pass_context
        def gettext(context: jinja2.runtime.Context, message: str, **values: Any) -> str:
            text = translations(folder, context["lang"]).gettext(message)
            return _filled(context, text, values)

        @jinja2.pass_context
        def ngettext(
            context: jinja2.runtime.Context, one: str, many: str, num: int, **values: Any
        ) -> str:
            text = translations(folder, context["lang"]).ngettext(one, many, num)
            return _filled(context, text, {"num": num, **values})

        return {"_": gettext, "gettext": gettext, "ngettext": ngettext}

    def _shop_function(self, profile: Profile) -> Any:
        base_url = self.base_url

        @jinja2.pass_context
        def shop(context: jinja2.runtime.Context) -> dict[str, Any]:
            return shop_view(profile, context["lang"], base_url)

        return shop

    def _style_sheet(self) -> bytes:
        order = (self.root / "css" / "ORDER").read_text(encoding="utf-8").split()
        return b"\n".join((self.root / "css" / name).read_bytes() for name in order)


class EscapingContext(jinja2.runtime.Context):
    """A macro of a ``.txt`` file gives plain text, and a page that calls it escapes that text.

    Jinja takes what any macro returns for safe HTML wherever the *caller* escapes, though a macro
    escapes what it prints only if its *own* file does: an address would become markup.
    """

    def call(self, called: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        result = super().call(called, *args, **kwargs)
        if isinstance(called, jinja2.runtime.Macro) and not called._default_autoescape:  # noqa: SLF001 - Jinja keeps it nowhere else
            return str(result)
        return result


class ThemeTemplates:
    """The `Templates` port over a theme: loaded on first use, so that JSON never pays for it."""

    def __init__(self, theme: Theme, profile: Profile) -> None:
        self._theme = theme
        self._profile = profile

    @cached_property
    def _environment(self) -> jinja2.Environment:
        return self._theme.environment(self._profile)

    def render(self, name: str, language: str, **context: object) -> str:
        return self._environment.get_template(name).render(lang=language, **context)


def shop_view(profile: Profile, language: str, base_url: str) -> dict[str, Any]:
    """What templates may know of the shop, in one language."""
    default = profile.default_language
    return {
        "name": pick(profile.name, language, default),
        "tagline": pick(profile.tagline, language, default),
        "email": profile.contact.email,
        "phone": profile.contact.phone,
        "address": pick(profile.contact.address, language, default),
        "languages": [{"code": code, "label": LANGUAGES[code].label} for code in profile.languages],
        "base_url": base_url,
        "currency": profile.currency,
        "tax_inclusive": profile.tax.inclusive,
    }


def _hashed(name: str, content: bytes) -> str:
    stem, _, extension = name.rpartition(".")
    return f"/assets/{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{extension}"


def _filled(context: jinja2.runtime.Context, text: str, values: dict[str, Any]) -> str:
    """Fills %(name)s. Where the template escapes, message and values are escaped alike: catalogues
    hold text, and what has no translation comes back as it was sent."""
    shown = escape(text) if context.eval_ctx.autoescape else text
    return shown % values if values else shown.replace("%%", "%")


@jinja2.pass_context
def _url(context: jinja2.runtime.Context, path: str) -> str:
    return f"/{context['lang']}{path}"


@jinja2.pass_context
def _money(context: jinja2.runtime.Context, value: Any) -> str:
    return format_money(value, context["lang"])


@jinja2.pass_context
def _date(context: jinja2.runtime.Context, value: Any) -> str:
    return format_date(value, context["lang"])
