"""A site of each kind, empty, under a clock that the test moves."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from aws_double import aws_session
from factories import MOMENT
from moto import mock_aws

from generator.publishing.publisher import Published, Publisher
from shop.adapters.dir_site import DirSite
from shop.adapters.s3_bucket import s3_client
from shop.adapters.s3_site import S3Site
from shop.ports import SiteFiles


class MovingClock:
    def __init__(self) -> None:
        self.moment = MOMENT

    def __call__(self) -> Any:
        return self.moment

    def forward(self, **by: int) -> None:
        self.moment += timedelta(**by)


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture(params=["dir", "s3"])
def site(request: pytest.FixtureRequest, tmp_path: Path, clock: MovingClock) -> Iterator[SiteFiles]:
    opened: SiteFiles
    if request.param == "dir":
        opened = DirSite(tmp_path / "public", clock)
        yield opened
        opened.close()
        return
    with mock_aws():
        session, bucket = _session(), f"site-{uuid4().hex}"
        s3_client(session=session).create_bucket(Bucket=bucket)
        opened = S3Site(bucket, lambda: s3_client(session=session), clock=clock)
        yield opened
        opened.close()


@pytest.fixture
def publisher(site: SiteFiles, clock: MovingClock) -> Publisher:
    return Publisher(site, clock)


@pytest.fixture
def publish(publisher: Publisher) -> Callable[..., Published]:
    def call(files: Mapping[str, str], deleted: Any = (), **options: Any) -> Published:
        with publisher.edition() as edition:
            written = {
                path: (edition.write(path, text.encode()), len(text.encode()))
                for path, text in files.items()
            }
            return edition.publish(written, deleted, **options)

    return call


@pytest.fixture
def shown(publisher: Publisher) -> Callable[[], dict[str, str]]:
    """Everything readers see, by path."""
    return lambda: {path: publisher.content(path).decode() for path in publisher.paths()}


@cache
def _session() -> Any:
    """Made once, and after moto has put itself among the handlers that every session gets."""
    return aws_session()
