"""Fetches and draws pictures in the background of the embedded shop.

In a thread of its own, beside the one that sends mails: a host that takes its time, or a backlog of
ten thousand pictures, holds up nothing but itself.
"""

import logging
import threading

from functions.bootstrap import Services
from shop.adapters.http_pictures import HttpPictures
from shop.adapters.medias import open_media
from shop.pictures.backlog import Bite, work_off
from shop.pictures.hosts import Hosts
from shop.pictures.lab import Lab

INTERVAL = 2.0  # seconds between looks while nothing is due; a look is two indexed reads

log = logging.getLogger(__name__)


def open_lab(services: Services) -> Lab:
    return Lab(
        services.store,
        open_media(services.settings.media, services.settings.aws_endpoint),
        HttpPictures(),
        services.clock,
        hosts=Hosts(services.clock),
    )


class PictureWorker:
    """A thread that works pictures off until it is stopped, or with the process."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._stopping = threading.Event()
        self._idle = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pictures", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def _run(self) -> None:
        lab = open_lab(self._services)
        while not self._stopping.is_set():
            bite = self._bite(lab)
            if bite.tried:
                self._idle.clear()
            else:
                self._idle.set()
                self._stopping.wait(INTERVAL)

    def _bite(self, lab: Lab) -> Bite:
        try:
            return work_off(lab, fetch=self._services.settings.fetch_pictures)
        except Exception:  # a worker that died in silence would fetch no picture ever again
            log.exception("Pictures are worked on again in a moment.")
            return Bite()
