"""The Pelican plugin: announcements, pages and feeds are Pelican's, all else is made here.

Products never pass through Pelican's readers, contents or writer. What Pelican does render gets
the variables of every page, each in its own language, and the theme's Jinja environment.

``site/pelicanconf.py`` lists this module as a plugin and names who composes the site
(``SHOP_COMPOSE``); a build in this process passes a composed site (``SHOP_RUN``).
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pelican import signals
from pelican.generators import ArticlesGenerator, PagesGenerator
from pelican.writers import Writer

from generator import atom
from generator.failures import template_failure
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
    signals.feed_generated.connect(speak)
    signals.article_writer_finalized.connect(add_empty_feeds)
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

    def write_feed(self, elements: Any, context: Any, *args: Any, **more: Any) -> Any:
        context = {**context, RUN: self.settings[RUN]}  # for those who hear of the feed
        return super().write_feed(elements, context, *args, **more)

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
    run.plan(
        [*articles.articles, *articles.translations],
        [*pages.pages, *pages.translations],
    )


def speak(context: dict[str, Any], feed: Any) -> None:
    """Gives a feed the words of its language."""
    run: Run = context[RUN]
    language = feed.feed["feed_url"].rpartition("/")[2].partition(".")[0]
    atom.speak(feed, run.floor.facts, run.site.base_url, language)


def add_empty_feeds(generator: Any, writer: Any) -> None:
    """Pelican skips languages without announcements; their pages link a feed all the same."""
    settings = generator.settings
    spoken = {article.lang for article in [*generator.articles, *generator.translations]}
    for language in settings[RUN].floor.facts.languages:
        if language not in spoken:
            path = settings["TRANSLATION_FEED_ATOM"].format(lang=language)
            writer.write_feed([], generator.context, path, path)


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
