"""The Pelican plugin: announcements and pages of files are Pelican's, all else is made here.

Products never pass through Pelican's readers, contents or writer, nor does what was written at the
desk; feeds and lists have both. What Pelican does render gets the variables of every page, each in
its own language, and the theme's Jinja environment. ``Begins:`` and ``Ends:`` in the head of a file
are the moments between which it is shown.

``site/pelicanconf.py`` lists this module as a plugin and names who composes the site
(``SHOP_COMPOSE``); a build in this process passes a composed site (``SHOP_RUN``).
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pelican import signals
from pelican.generators import ArticlesGenerator, PagesGenerator
from pelican.utils import get_date, set_date_tzinfo
from pelican.writers import Writer

from generator.failures import BuildFailed, template_failure
from generator.loudness import ErrorCollector
from generator.plain_build import whole_run
from generator.run import Run

RUN = "SHOP_RUN"
COLLECTOR = "SHOP_ERRORS"


def register() -> None:
    """Pelican's entry point. Only connects: Pelican would log what failed here, and go on."""
    signals.get_generators.connect(begin)
    signals.generator_init.connect(dress)
    signals.get_writer.connect(shop_writer)
    signals.all_generators_finalized.connect(plan)
    signals.finalized.connect(end)


class ShopGenerator:
    """Renders the pages of the catalogue when it is their turn."""

    def __init__(self, *, settings: dict[str, Any], output_path: str, **_: Any) -> None:
        self.settings = settings
        self.output_path = output_path

    def generate_output(self, _writer: Any) -> None:
        run: Run = self.settings[RUN]
        run.render(Path(self.output_path))


class ShopWriter(Writer):  # type: ignore[misc] # Pelican is untyped
    """Pelican's writer, which adds what every page of this shop has."""

    def write_file(self, name: str, template: Any, context: Any, *args: Any, **more: Any) -> None:
        kind = next((kind for kind in ("article", "page") if kind in more), None)
        if not name or kind is None:
            super().write_file(name, template, context, *args, **more)
            return
        content = more[kind]
        more |= self.settings[RUN].text_variables(content, kind)
        more[kind] = Written(content)
        try:
            super().write_file(name, template, context, *args, **more)
        except Exception as error:
            raise template_failure(error, template.name, f"/{content.url}") from error


class Written:
    """An article or page whose HTML, made by Markdown from the owner's text, is not escaped."""

    def __init__(self, content: Any) -> None:
        self._content = content

    @property
    def content(self) -> Markup:
        return Markup(self._content.content)  # noqa: S704 - the owner's own words

    def __getattr__(self, name: str) -> Any:
        return getattr(self._content, name)


def begin(pelican: Any) -> type[ShopGenerator]:
    """Composes the site where the caller has not, and starts listening for errors.

    Once a run, not once a process: ``pelican --autoreload`` runs again and again.
    """
    settings = pelican.settings
    _part(settings)
    if RUN not in settings:
        settings[COLLECTOR] = ErrorCollector().attach()
        settings[RUN] = whole_run(settings["SHOP_COMPOSE"]())
    return ShopGenerator


def dress(generator: Any) -> None:
    """One Jinja environment for all generators, so that a template is compiled once."""
    run: Run = generator.settings[RUN]
    if run.environment is None:
        run.site.theme.install(generator.env, run.site.profile)
        generator.env.auto_reload = False
        run.environment = generator.env
    generator.env = run.environment


def shop_writer(_pelican: Any) -> type:
    return ShopWriter


def plan(generators: Iterable[Any]) -> None:
    """Everything has been read: decide which pages there are."""
    found = list(generators)
    articles = next(g for g in found if isinstance(g, ArticlesGenerator))
    pages = next(g for g in found if isinstance(g, PagesGenerator))
    run: Run = articles.settings[RUN]
    now, moments = run.site.clock(), set()
    for texts in (articles.articles, articles.translations, pages.pages, pages.translations):
        moments |= {moment.isoformat() for text in texts for moment in window(text) if moment}
        texts[:] = [text for text in texts if shown(text, now)]
    run.plan(
        [*articles.articles, *articles.translations],
        [*pages.pages, *pages.translations],
        moments,
    )


def shown(text: Any, now: datetime) -> bool:
    begins, ends = window(text)
    return not ((begins and now < begins) or (ends and now >= ends))


def window(text: Any) -> tuple[datetime | None, datetime | None]:
    """When it begins and ends; where the time zone is not said, by TIMEZONE of the settings.
    Raises BuildFailed for what is no moment."""
    begins, ends = (_moment(text, name) for name in ("begins", "ends"))
    return begins, ends


def _moment(text: Any, name: str) -> datetime | None:
    said = str(getattr(text, name, "")).strip()
    try:
        moment = get_date(said) if said else None
    except ValueError:
        sentence = (
            f"content/{text.relative_source_path}: write {name.title()}: as 2026-11-22 18:00."
        )
        raise BuildFailed([sentence]) from None
    return moment and set_date_tzinfo(moment, text.settings["TIMEZONE"])


def end(pelican: Any) -> None:
    """A run in which anything went wrong has not succeeded, though Pelican would say so."""
    pelican.settings[RUN].finished = True
    collector = _part(pelican.settings)
    if collector is not None:
        collector.raise_any()


def _part(settings: dict[str, Any]) -> ErrorCollector | None:
    """Lets go of a site that was composed here; what a caller composed is the caller's."""
    collector: ErrorCollector | None = settings.pop(COLLECTOR, None)
    if collector is not None:
        collector.detach()
        if RUN in settings:
            settings.pop(RUN).site.store.close()
    return collector
