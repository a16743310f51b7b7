"""The site in a bucket: what a publisher that dies between two calls leaves, and who may publish.

What every site does is in tests/generator/publishing; here is what only a bucket has.
"""

import os
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache, partial
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from adapters.publishers import ended, in_child, marked, publish, shown
from aws_double import aws_session

from shop.adapters.s3_bucket import s3_client
from shop.adapters.s3_site import S3Site
from shop.clock import now
from shop.errors import StoreBusy
from shop.ports import Change
from shop.published import redirects

pytestmark = pytest.mark.network

PAGES = 2
LINK = re.compile(rb'href="/(assets/[^"]+)"')


class Place:
    """A bucket of its own, and sites over it as processes of their own would open them."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.bucket = f"site-{uuid4().hex}"
        self.client = s3_client(url, _session())
        self.client.create_bucket(Bucket=self.bucket)

    def open(self, *, later: timedelta = timedelta(), **options: Any) -> S3Site:
        def client() -> Any:
            return s3_client(self.url, _session())

        options.setdefault("client_factory", client)
        options.setdefault("clock", lambda: now() + later)
        options.setdefault("sleep", lambda _seconds: time.sleep(0.01))
        return S3Site(self.bucket, **options)

    def seen(self) -> dict[str, bytes]:
        """What readers are given, by path."""
        listed = self.client.list_objects_v2(Bucket=self.bucket, Prefix="live/")
        return {
            found["Key"].removeprefix("live/"): self.get(found["Key"])
            for found in listed.get("Contents", ())
        }

    def get(self, key: str) -> bytes:
        content: bytes = self.client.get_object(Bucket=self.bucket, Key=key)["Body"].read()
        return content

    def dying_client(self, calls: int) -> Callable[[], Any]:
        """A client that kills its process instead of making one call more."""
        left = count(calls, -1)

        def tick(**_: Any) -> None:
            if next(left) <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

        def make() -> Any:
            client = s3_client(self.url, _session())
            client.meta.events.register("before-send.s3", tick)
            return client

        return make


@cache
def _session() -> Any:
    return aws_session()


@pytest.fixture
def place(ministack_url: str) -> Iterator[Place]:
    place = Place(ministack_url)
    yield place
    place.client.close()


def check_readers(seen: dict[str, bytes], editions: list[dict[str, bytes]]) -> None:
    """Every page is whole, of one edition or the next, and its style sheet is there."""
    for path, content in seen.items():
        if path.endswith(".html"):
            assert content in [edition[path] for edition in editions]
            for asset in LINK.findall(content):
                assert seen[asset.decode()] == f"/* {asset.decode().split('.')[1]} */".encode()


def kill_after(calls: int, url: str) -> tuple[list[int], bool, int]:
    """The second edition follows the first, in a bucket of its own, where assets of an edition
    before that are due to be deleted; its publisher is killed instead of making one call more, and
    another that begins with finishing its work is killed sooner.

    How the first publisher ended, whether readers met the new style sheet beside an old page, and
    which edition was shown in the end.
    """
    place = Place(url)
    editions = [marked(1, PAGES), marked(2, PAGES)]
    site = place.open()
    for files in (marked(0, PAGES), editions[0]):
        publish(site, files)
    site.close()

    def die(allowed: int, later: timedelta) -> None:
        site = place.open(client_factory=place.dying_client(allowed), later=later)
        publish(site, editions[1])

    status = ended([in_child(partial(die, calls, timedelta(minutes=20)))])
    seen = place.seen()
    check_readers(seen, editions)
    ended([in_child(partial(die, calls // 2, timedelta(minutes=22)))])
    check_readers(place.seen(), editions)
    site = place.open(later=timedelta(minutes=24))
    with site.alone():
        pass
    at_rest = shown(site)
    assert at_rest in editions
    assert at_rest.items() <= place.seen().items()
    site.close()
    place.client.close()
    mixed = "assets/site.2.css" in seen and seen.items() >= editions[0].items()
    return status, mixed, 1 + editions.index(at_rest)


def test_killed_between_any_two_calls_a_publication_leaves_one_whole_edition(
    ministack_url: str,
) -> None:
    outcomes = []
    while not outcomes or outcomes[-1][0] != [0]:
        outcomes.append(kill_after(len(outcomes), ministack_url))
        assert outcomes[-1][0] in ([0], [-signal.SIGKILL])
    assert len(outcomes) > 20
    assert any(mixed for _status, mixed, _shown in outcomes)
    editions = [shown for _status, _mixed, shown in outcomes]
    assert editions == sorted(editions)
    assert set(editions) == {1, 2}


def test_two_publishers_take_turns(place: Place) -> None:
    failures: list[BaseException] = []

    def many(first: int) -> None:
        try:
            site = place.open()
            for number in range(first, first + 4):
                publish(site, marked(number, PAGES))
            site.close()
        except BaseException as error:  # noqa: BLE001 - told to the test
            failures.append(error)

    threads = [threading.Thread(target=many, args=(first,)) for first in (10, 20, 30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    site = place.open()
    assert [release.number for release in site.releases()] == list(range(12, 0, -1))
    assert site.releases(1) == site.releases()[:1]
    assert shown(site) in [marked(number, PAGES) for number in (13, 23, 33)]
    assert shown(site).items() <= place.seen().items()
    site.close()


def test_a_publisher_that_somebody_took_over_from_gives_up(place: Place) -> None:
    moment = [now()]

    def clock() -> datetime:
        return moment[0]

    slow = S3Site(place.bucket, lambda: s3_client(place.url, _session()), clock=clock)
    other = place.open(later=timedelta(minutes=5))

    def publish_slowly() -> None:
        with slow.alone():
            publish(other, marked(2, PAGES))
            moment[0] += timedelta(minutes=2)
            slow.keep("en/late.html", b"late")
            slow.flush()
            slow.flip(_release(1), [])

    with pytest.raises(StoreBusy, match="took over"):
        publish_slowly()
    assert shown(other) == marked(2, PAGES)
    with other.alone():
        pass
    slow.close()
    other.close()


def test_a_slow_publisher_whom_nobody_followed_finishes(place: Place) -> None:
    moment = [now()]
    slow = place.open(clock=lambda: moment[0])
    with slow.alone():
        kept = slow.keep("en/late.html", b"late")
        slow.flush()
        moment[0] += timedelta(minutes=10)
        slow.flip(_release(1), [Change("en/late.html", None, kept)])
    assert shown(place.open()) == {"en/late.html": b"late"}
    slow.close()


def _release(number: int) -> Any:
    from shop.ports import SiteRelease

    return SiteRelease(number, 0)


def test_a_publisher_does_not_wait_for_ever(place: Place) -> None:
    waited: list[float] = []
    site, other = place.open(), place.open(sleep=waited.append)
    with site.alone(), pytest.raises(StoreBusy, match="at work"), other.alone():
        pass
    assert sum(waited) == 180
    site.close()
    other.close()


def test_processes_forked_by_a_publisher_write_for_it(place: Place) -> None:
    site = place.open()
    publish(site, marked(1, PAGES))
    files = marked(2, PAGES)
    with site.alone():

        def render() -> None:
            for path, content in files.items():
                site.keep(path, content)
            site.flush()

        assert ended([in_child(render)]) == [0]
        kept = {path: site.keep(path, content) for path, content in marked(1, PAGES).items()}
        assert site.live() == kept
    assert shown(site) == marked(1, PAGES)
    stored = place.client.list_objects_v2(Bucket=place.bucket, Prefix="blobs/")["KeyCount"]
    assert stored == 2 * (PAGES + 1)
    site.close()


@pytest.mark.parametrize("cdn", [False, True])
def test_readers_are_told_what_things_are_and_how_long_to_keep_them(
    place: Place, *, cdn: bool
) -> None:
    site = place.open(cdn=Recorder() if cdn else None)
    publish(site, {"en/a.html": b"a", "assets/x.1.js": b"x", "sitemap.xml": b"s"})
    told = {}
    for path in ("en/a.html", "assets/x.1.js", "sitemap.xml"):
        head = place.client.head_object(Bucket=place.bucket, Key=f"live/{path}")
        told[path] = (head["ContentType"], head["CacheControl"])
    pages = f"public, max-age=0, {'s-maxage=86400, ' if cdn else ''}must-revalidate"
    assert told == {
        "en/a.html": ("text/html; charset=utf-8", pages),
        "assets/x.1.js": ("text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
        "sitemap.xml": ("application/xml", pages),
    }
    site.close()


class Recorder:
    """A CDN that remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[list[str], str]] = []

    def forget(self, addresses: Any, reference: str) -> None:
        self.told.append((sorted(addresses), reference))


def test_a_page_under_a_former_address_is_marked_with_where_it_leads(place: Place) -> None:
    site = place.open()
    listed = redirects.written({"/en/products/old": "/en/products/new"})
    pages = {"en/products/old.html": b"moved", "en/products/new.html": b"here"}
    publish(site, {**pages, redirects.PATH: listed})
    for name, target in (("old", {"moved-to": "/en/products/new"}), ("new", {})):
        found = place.client.head_object(Bucket=place.bucket, Key=f"live/en/products/{name}.html")
        assert found["Metadata"] == target
    site.close()


def test_the_cdn_is_told_what_changed_and_later_what_is_gone(place: Place) -> None:
    cdn = Recorder()
    site = place.open(cdn=cdn)
    publish(site, {"vi/index.html": b"1", "vi/a.html": b"1", "vi/b.html": b"1", "assets/x": b"1"})
    publish(site, {"vi/index.html": b"2", "vi/a.html": b"1", "assets/y": b"2"})
    told, references = zip(*cdn.told, strict=True)
    assert told == (["/vi/", "/vi/a", "/vi/b"], ["/vi/"])
    assert len(set(references)) == 2
    assert {"vi/b.html", "assets/x"} <= place.seen().keys()
    later = place.open(cdn=cdn, later=timedelta(minutes=16))
    later.tidy()
    assert cdn.told[2][0] == ["/vi/b"]
    assert place.seen().keys() == {"vi/index.html", "vi/a.html", "assets/y"}
    later.close()
    site.close()


def test_what_is_shown_again_before_it_was_deleted_stays(place: Place) -> None:
    site = place.open()
    publish(site, {"en/a.html": b"1", "en/b.html": b"1"})
    publish(site, {"en/a.html": b"1"})
    publish(site, {"en/a.html": b"1", "en/b.html": b"1"})
    later = place.open(later=timedelta(hours=1))
    later.tidy()
    assert place.seen() == {"en/a.html": b"1", "en/b.html": b"1"}
    later.close()
    site.close()


def test_tidying_deletes_only_what_nothing_needs(place: Place) -> None:
    site = place.open()
    publish(site, marked(1, PAGES))
    publish(site, marked(2, PAGES))
    with site.alone():
        site.keep("en/never.html", b"never published")
        site.flush()
    later = place.open(later=timedelta(hours=2))
    later.tidy()
    stored = place.client.list_objects_v2(Bucket=place.bucket, Prefix="blobs/")["KeyCount"]
    assert stored == 2 * (PAGES + 1)
    assert shown(later) == marked(2, PAGES)
    held = later.before(1)
    assert {path: later.read(kept) for path, kept in held.items() if kept} == marked(1, PAGES)
    later.close()
    site.close()
