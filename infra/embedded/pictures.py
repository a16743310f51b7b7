"""Fetches and draws pictures in the background of the embedded shop.

In a thread of its own, beside those that send mails: a host that takes its time, or a backlog of
ten thousand pictures, holds up nothing but itself.
"""

from functions.bootstrap import Services
from infra.embedded.loop import Loop
from shop.pictures.backlog import work_off
from shop.pictures.lab import Lab

INTERVAL = 2.0  # seconds between looks while nothing is due; a look is two indexed reads


def open_lab(services: Services) -> Lab:
    return services.lab


def picture_loop(services: Services) -> Loop:
    """Bite after bite while pictures wait."""
    lab, fetch = open_lab(services), services.settings.fetch_pictures
    return Loop("pictures", INTERVAL, lambda: work_off(lab, fetch=fetch).tried)
