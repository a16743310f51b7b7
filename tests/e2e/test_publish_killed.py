"""kill -9 while publishing: readers never meet a torn page or miss what a page names."""

import http.client
import random
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from adapters.publishers import marked, publish
from factories import services_over

from functions.bootstrap import Services
from shop.adapters.dir_site import DirSite
from shop.adapters.sqlite_store import SqliteStore
from shop.settings import load_settings

KILLS = 60
READERS = 3
PAGES = 300  # as in publish_until_killed.py
NUMBER = re.compile(rb"edition (\d+), page (\d+)")
LINK = re.compile(rb'href="(/assets/[^"]+)"')

pytestmark = pytest.mark.network


class Reader(threading.Thread):
    """Opens pages and what they name, until told to stop; remembers what was not right."""

    def __init__(self, address: str, stop: threading.Event) -> None:
        super().__init__()
        self.place = urlsplit(address).netloc
        self.stop = stop
        self.amiss: list[str] = []
        self.editions: set[int] = set()
        self.pages = 0

    def run(self) -> None:
        connection = http.client.HTTPConnection(self.place, timeout=20)
        while not self.stop.is_set():
            self.look(connection, random.randrange(PAGES))  # noqa: S311 - no secret
        connection.close()

    def look(self, connection: http.client.HTTPConnection, page: int) -> None:
        status, content = get(connection, f"/en/products/p{page}")
        found = NUMBER.search(content)
        if status != 200 or found is None:
            self.amiss.append(f"page {page}: {status}")
            return
        number = int(found[1])
        if content != marked(number, page + 1)[f"en/products/p{page}.html"]:
            self.amiss.append(f"page {page} is torn")
        for link in set(LINK.findall(content)):
            status, css = get(connection, link.decode())
            if (status, css) != (200, b"/* %d */" % number):
                self.amiss.append(f"{link.decode()}: {status}")
        self.editions.add(number)
        self.pages += 1


def get(connection: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read()


@contextmanager
def reading(address: str) -> Iterator[list[Reader]]:
    stop = threading.Event()
    readers = [Reader(address, stop) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    try:
        yield readers
    finally:
        stop.set()
        for reader in readers:
            reader.join()


def killed_publishers(root: Path) -> list[str]:
    script = Path(__file__).with_name("publish_until_killed.py")
    command = [sys.executable, str(script), str(root), str(KILLS)]
    environment = {"PYTHONPATH": str(script.parent.parent), "PATH": ""}
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    return run.stdout.splitlines()


def test_readers_see_whole_pages_while_publishers_are_killed(
    tmp_path: Path, open_shop: Callable[[Services], Any]
) -> None:
    settings = load_settings({"SHOP_HOME": str(tmp_path)})
    root = Path(settings.site.removeprefix("dir:"))
    site = DirSite(root)
    publish(site, marked(0, PAGES), note="0")
    store = SqliteStore(tmp_path / "shop.db")
    with open_shop(services_over(settings, store)) as address, reading(address) as readers:
        outcomes = killed_publishers(root)
    store.close()
    site.close()
    assert [reader.amiss for reader in readers] == [[]] * READERS
    finished = [int(outcome) for outcome in outcomes]
    assert len(finished) == KILLS
    assert 0 in finished
    assert sum(finished) > 0
    assert len(set.union(*(reader.editions for reader in readers))) > 5
    assert min(reader.pages for reader in readers) > 100
