"""``shop dev``: sample catalogue, pages, functions and worker, one command from nothing."""

import logging
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from functions.bootstrap import Services, compose
from functions.rebuild.rehearsing import answer_questions
from generator.bootstrap import open_builder
from generator.failures import SiteHeld
from generator.publishing.publisher import Publisher
from generator.report import BuildReport
from infra.embedded.gateway.service import open_stand_in
from infra.embedded.server import HOST, embedded_app, listen, serve
from infra.embedded.worker import Worker
from shop.catalogue.releases.records import read_head
from shop.errors import ShopError
from shop.payments.account import stands_in
from shop.published.kinds import is_page
from shop.rebuilds.due import catch_up
from shop.settings import Settings

log = logging.getLogger(__name__)

Say = Callable[[str], None]


def dev(settings: Settings, port: int, load_sample: Callable[[Services], None], say: Say) -> None:
    """Opens the shop and returns when it is told to close.

    The port is taken first, so that a second shop fails at once and not after a build.
    """
    bound = listen(port)
    port = bound.getsockname()[1]
    settings = replace(settings, base_url=f"http://{HOST}:{port}")
    services = compose(settings)
    rebuilder = Rebuilder(services)
    worker = Worker(services, rebuilder.build, rebuilder.answer)
    gateway = open_stand_in(settings)
    try:
        if catalogue_is_empty(services):
            say("Loading the sample catalogue …")
            load_sample(services)
        say("Building the pages …")
        pages = _first_build(rebuilder, say)
        app = embedded_app(services, rebuilder.publisher, gateway)
        if gateway:
            gateway.start()
        worker.start()
        rebuilder.start()
        say(_welcome(services, pages))
        serve(app, bound)
        say("\nThe shop is closed.")
    finally:
        worker.stop()
        if gateway:
            gateway.stop()
        rebuilder.stop()
        services.store.close()
        bound.close()


def catalogue_is_empty(services: Services) -> bool:
    """Whether nothing was ever published; a catalogue that was emptied stays empty."""
    return read_head(services.store).release == 0


class Rebuilder:
    """Builds the pages now, and again whenever content, theme or settings are saved."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._builder = open_builder(services.settings, services.store)
        self._turn = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="rebuild", daemon=True)

    @property
    def publisher(self) -> Publisher:
        return self._builder.publisher

    def build(self) -> BuildReport:
        """One at a time; the index is one connection."""
        with self._turn:
            catch_up(self._services.store)
            report = self._builder.build()
        if report.full:
            self._services.forget_theme()
        return report

    def answer(self) -> int:
        """What the desk asks about changes that are not published yet."""
        with self._turn:
            return answer_questions(self._builder, self._services)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)
        self._builder.close()

    def _watch(self) -> None:
        from watchfiles import watch

        for _changes in watch(*self._folders(), stop_event=self._stopping, rust_timeout=500):
            try:
                report = self.build()
            except ShopError as error:
                log.error("%s The pages stay as they were.", error)  # noqa: TRY400 - a sentence
            except Exception:  # half-saved files may fail in any way, and the next save may not
                log.exception("The pages stay as they were.")
            else:
                log.warning("Rebuilt: %s pages written.", report.pages_written)

    def _folders(self) -> list[Path]:
        root = self._services.settings.root
        return [root / name for name in ("content", "theme", "site")]


def _first_build(rebuilder: Rebuilder, say: Say) -> int:
    """How many pages there are; those that somebody holds are shown as they are."""
    try:
        return rebuilder.build().pages_total
    except SiteHeld as error:
        say(error.message)
        return sum(map(is_page, rebuilder.publisher.paths()))


def _welcome(services: Services, pages: int) -> str:
    address = services.settings.base_url
    languages = "  ".join(f"{address}/{code}/" for code in services.profile.languages)
    return (
        f"\nThe shop is open ({pages} pages).\n\n"
        f"  shop     {address}\n"
        f"           {languages}\n"
        f"  mails    {services.settings.mail.removeprefix('dir:')}\n"
        f"  desk     {address}/admin ({sys.argv[0]} admin add EMAIL --role owner)\n"
        f"  orders   {sys.argv[0]} orders\n"
        f"  cards    {_cards(services.settings)}\n\n"
        "Ctrl-C closes it."
    )


def _cards(settings: Settings) -> str:
    if stands_in(settings):
        return "play money (SHOP_STRIPE_KEY makes it real)"
    return "Stripe" if settings.stripe else "none"
