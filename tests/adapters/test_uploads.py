"""What every place for uploads does."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from aws_double import aws_session

from shop.adapters.dir_uploads import DirUploads
from shop.adapters.medias import open_media, open_uploads
from shop.adapters.s3_bucket import s3_client
from shop.adapters.s3_uploads import S3Uploads
from shop.clock import now
from shop.errors import NotFound
from shop.ports import Uploads


@pytest.fixture(params=["dir", pytest.param("s3", marks=pytest.mark.network)])
def uploads(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Uploads]:
    if request.param == "dir":
        yield DirUploads(tmp_path / "uploads")
        return
    url = request.getfixturevalue("ministack_url")
    bucket = f"media-{uuid4().hex}"
    s3_client(url, aws_session()).create_bucket(Bucket=bucket)

    def client() -> Any:
        return s3_client(url, aws_session())

    yield S3Uploads(bucket, client)


def test_what_was_kept_is_there_until_it_is_forgotten(uploads: Uploads) -> None:
    uploads.keep("a/table", io.BytesIO(b"rows"))
    uploads.keep("a/table", io.BytesIO(b"other rows"))
    uploads.keep("b/table", io.BytesIO(b"of b"))
    assert uploads.read("a/table") == b"other rows"
    with uploads.file("a/table") as path:
        assert path.read_bytes() == b"other rows"
    uploads.forget("a")
    uploads.forget("never there")
    for name in ("a/table", "c/table", "b/other"):
        with pytest.raises(NotFound):
            uploads.read(name)
    assert uploads.read("b/table") == b"of b"


def test_what_is_old_goes_and_what_is_new_stays(uploads: Uploads) -> None:
    uploads.forget_before(now())
    uploads.keep("a/table", io.BytesIO(b"rows"))
    uploads.forget_before(now() - timedelta(hours=1))
    assert uploads.read("a/table") == b"rows"
    uploads.forget_before(now() + timedelta(hours=1))
    with pytest.raises(NotFound):
        uploads.read("a/table")


def test_nobody_finds_them_among_the_pictures(tmp_path: Path) -> None:
    place = f"dir:{tmp_path / 'media'}"
    open_uploads(place, tmp_path).keep("a/table", io.BytesIO(b"costs"))
    assert list(open_media(place).names()) == []
    assert not (tmp_path / "media").exists()
