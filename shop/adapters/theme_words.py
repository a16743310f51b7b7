"""The words of a theme in Jinja: what every template may call, and how it is escaped.

Apart from `theme`, so that a process which only needs a theme's assets, or renders pages from
compiled programs, loads no Jinja.

Two marks tell a compiler of page templates what it may rely on: ``of_language`` on a function that
reads nothing but the language and the escaping of the place, and ``written_as`` on a filter that
is, in plain Python, a function of that name over a value and a language.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import jinja2
from markupsafe import escape

from shop.i18n.formats import format_date, format_money
from shop.i18n.messages import said, translations

if TYPE_CHECKING:
    from shop.adapters.theme import Theme
    from shop.profile import Profile

F = TypeVar("F", bound=Callable[..., Any])


def environment_of(theme: "Theme", profile: "Profile") -> jinja2.Environment:
    """A Jinja environment over the theme's templates: autoescape on, undefined is an error."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(theme.root / "templates"),
        autoescape=jinja2.select_autoescape(
            enabled_extensions=("html", "xml"), disabled_extensions=("txt",), default=True
        ),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    install(environment, theme, profile)
    return environment


def install(environment: jinja2.Environment, theme: "Theme", profile: "Profile") -> None:
    """Gives an environment (Pelican's, say) the words every template may use."""
    environment.context_class = EscapingContext
    environment.add_extension("jinja2.ext.i18n")
    environment.globals.update(_gettext_functions(theme.root / "translations"))
    environment.globals.update(
        asset=_of_language(lambda name: theme.assets()[name].path),
        url=_url,
        shop=_shop_function(theme, profile),
    )
    environment.filters["money"] = _money
    environment.filters["date"] = _date
    environment.filters["said"] = _said_filter(theme.root / "translations")


class EscapingContext(jinja2.runtime.Context):
    """A macro of a ``.txt`` file gives plain text, and a page that calls it escapes that text.

    Jinja takes what any macro returns for safe HTML wherever the *caller* escapes, though a macro
    escapes what it prints only if its *own* file does: an address would become markup.
    """

    escapes_plain_macros = True

    def call(self, called: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        result = super().call(called, *args, **kwargs)
        if isinstance(called, jinja2.runtime.Macro) and not called._default_autoescape:  # noqa: SLF001 - Jinja keeps it nowhere else
            return str(result)
        return result


def _of_language(function: F) -> F:
    function.__dict__["of_language"] = True
    return function


def _written_as(name: str) -> Callable[[F], F]:
    def mark(function: F) -> F:
        function.__dict__["written_as"] = name
        return function

    return mark


def _gettext_functions(folder: Path) -> dict[str, Any]:
    @_of_language
    @jinja2.pass_context
    def gettext(context: jinja2.runtime.Context, message: str, **values: Any) -> str:
        text = translations(folder, context["lang"]).gettext(message)
        return _filled(context, text, values)

    @_of_language
    @jinja2.pass_context
    def ngettext(
        context: jinja2.runtime.Context, one: str, many: str, num: int, **values: Any
    ) -> str:
        text = translations(folder, context["lang"]).ngettext(one, many, num)
        return _filled(context, text, {"num": num, **values})

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext}


def _said_filter(folder: Path) -> Callable[..., str]:
    """Of a sentence that code made, a gettext id or a `Message`; it is escaped like any text."""

    @jinja2.pass_context
    def filtered(context: jinja2.runtime.Context, sentence: str) -> str:
        language = context["lang"]
        return said(sentence, translations(folder, language).gettext, language)

    return filtered


def _shop_function(theme: "Theme", profile: "Profile") -> Any:
    @_of_language
    @jinja2.pass_context
    def shop(context: jinja2.runtime.Context) -> dict[str, Any]:
        return theme.shop_view(profile, context["lang"])

    return shop


def _filled(context: jinja2.runtime.Context, text: str, values: dict[str, Any]) -> str:
    """Fills %(name)s. Where the template escapes, message and values are escaped alike: catalogues
    hold text, and what has no translation comes back as it was sent."""
    shown = escape(text) if context.eval_ctx.autoescape else text
    return shown % values if values else shown.replace("%%", "%")


@_of_language
@jinja2.pass_context
def _url(context: jinja2.runtime.Context, path: str) -> str:
    return f"/{context['lang']}{path}"


@_written_as("money")
@jinja2.pass_context
def _money(context: jinja2.runtime.Context, value: Any) -> str:
    return format_money(value, context["lang"])


@_written_as("date")
@jinja2.pass_context
def _date(context: jinja2.runtime.Context, value: Any) -> str:
    return format_date(value, context["lang"])
