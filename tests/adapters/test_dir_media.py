"""Pictures and downloads in a folder."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from shop.adapters.dir_media import DirMedia
from shop.errors import InvalidInput

SVG = b'<?xml version="1.0"?>\n<!-- drawn -->\n<svg xmlns="http://www.w3.org/2000/svg"></svg>'


def test_what_was_put_can_be_read_and_nothing_else(tmp_path: Path) -> None:
    media = DirMedia(tmp_path / "media")
    (tmp_path / "secret.svg").write_bytes(SVG)
    assert media.read(media.put("cup.svg", SVG)) == SVG
    for path in ("/media/other.svg", "/media/../secret.svg", "/secret.svg", "/media/", "secret"):
        assert media.read(path) is None, path


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n....", "png"),
        (b"\xff\xd8\xff\xe0....", "jpg"),
        (b"GIF89a....", "gif"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "webp"),
        (b"\x00\x00\x00\x1cftypavif....", "avif"),
        (SVG, "svg"),
        (b"%PDF-1.7 ....", "pdf"),
        (b"PK\x03\x04....", "zip"),
        (b"ID3....", "mp3"),
    ],
)
def test_the_content_decides_what_a_file_is(tmp_path: Path, content: bytes, kind: str) -> None:
    path = DirMedia(tmp_path).put("Tách trà.exe", content)
    assert path.startswith("/media/")
    assert path.endswith(f"-tach-tra.{kind}")
    assert (tmp_path / path.removeprefix("/media/")).read_bytes() == content


def test_the_same_content_is_stored_once(tmp_path: Path) -> None:
    media = DirMedia(tmp_path)
    assert media.put("a.svg", SVG) == media.put("a.svg", SVG)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_download_s_address_cannot_be_guessed(tmp_path: Path) -> None:
    assert len(DirMedia(tmp_path).put("book.pdf", b"%PDF-1.7").split("-")[0]) == len("/media/") + 64


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b"<svg><script>alert(1)</script></svg>",
        b"<svg onload=alert(1)></svg>",
        b'<svg><a href="javascript:alert(1)"/></svg>',
        b"#!/bin/sh",
        b"",
    ],
)
def test_what_could_act_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InvalidInput):
        DirMedia(tmp_path).put("a.svg", content)
    assert list(tmp_path.iterdir()) == []


def test_a_name_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    path = DirMedia(tmp_path / "media").put("../../x/..svg", SVG)
    assert path.count("/") == 2
    assert [p.name for p in tmp_path.iterdir()] == ["media"]


def test_the_same_picture_from_several_threads_at_once_is_stored_once(tmp_path: Path) -> None:
    media = DirMedia(tmp_path)
    content = SVG + b" " * 2_000_000
    with ThreadPoolExecutor(8) as threads:
        paths = set(threads.map(lambda _: media.put("cup.svg", content), range(8)))
    assert [f"/media/{file.name}" for file in tmp_path.iterdir()] == list(paths)
