"""What every place for pictures does; what only a folder has is in test_dir_media.py."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from aws_double import aws_session

from shop.adapters.dir_media import DirMedia
from shop.adapters.medias import open_media
from shop.adapters.s3_bucket import s3_client
from shop.adapters.s3_media import S3Media
from shop.errors import InvalidInput, Misconfigured
from shop.ports import Media

SVG = b'<?xml version="1.0"?>\n<!-- drawn -->\n<svg xmlns="http://www.w3.org/2000/svg"></svg>'
PDF = b"%PDF-1.7 ...."
Open = Callable[..., Media]


@pytest.fixture(params=["dir", pytest.param("s3", marks=pytest.mark.network)])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Opens the same place again and again."""
    if request.param == "dir":
        yield lambda **options: DirMedia(tmp_path / "media", **options)
        return
    url = request.getfixturevalue("ministack_url")
    bucket = f"media-{uuid4().hex}"
    s3_client(url, _session()).create_bucket(Bucket=bucket)

    def client() -> Any:
        return s3_client(url, _session())

    yield lambda **options: S3Media(bucket, client, **options)


@cache
def _session() -> Any:
    return aws_session()


def test_what_was_put_can_be_read_by_others_and_nothing_else(opened: Open) -> None:
    path = opened().put("Tách trà.exe", SVG)
    assert path.startswith("/media/")
    assert path.endswith("-tach-tra.svg")
    media = opened()
    assert media.read(path) == SVG
    for other in ("/media/other.svg", "/media/../secret.svg", "/secret.svg", "/media/", "secret"):
        assert media.read(other) is None, other
    assert media.read("/media/" + "x" * 5000) is None
    assert media.read("/media/\0") is None


def test_the_same_content_is_stored_once(opened: Open) -> None:
    media = opened()
    assert media.put("a.svg", SVG) == media.put("a.svg", SVG)
    assert len(list(media.names())) == 1


def test_everything_that_is_stored_can_be_listed(opened: Open) -> None:
    media = opened()
    paths = {media.put("a.svg", SVG), media.put("b.pdf", PDF)}
    assert {f"/media/{name}" for name in opened().names()} == paths


def test_a_place_where_nothing_was_put_lists_nothing(opened: Open) -> None:
    assert list(opened().names()) == []


def test_a_trial_names_everything_and_keeps_nothing(opened: Open) -> None:
    trial = opened(trial=True)
    path = trial.put("cup.svg", SVG)
    assert list(opened().names()) == []
    assert opened().put("cup.svg", SVG) == path


def test_what_could_act_is_refused(opened: Open) -> None:
    media = opened()
    with pytest.raises(InvalidInput):
        media.put("a.svg", b"<svg><script>alert(1)</script></svg>")
    assert list(media.names()) == []


def test_a_download_s_address_cannot_be_guessed(opened: Open) -> None:
    assert len(opened().put("book.pdf", PDF).split("-")[0]) == len("/media/") + 64


@pytest.mark.network
def test_browsers_are_told_what_a_picture_is_and_may_keep_it(ministack_url: str) -> None:
    bucket = f"media-{uuid4().hex}"
    client = s3_client(ministack_url, _session())
    client.create_bucket(Bucket=bucket)
    path = S3Media(bucket, lambda: client).put("cup.svg", SVG)
    found = client.head_object(Bucket=bucket, Key=path.lstrip("/"))
    assert found["ContentType"] == "image/svg+xml"
    assert "immutable" in found["CacheControl"]


def test_a_place_nobody_knows_is_refused_in_a_sentence() -> None:
    with pytest.raises(Misconfigured, match="SHOP_MEDIA=ftp"):
        open_media("ftp:x")
