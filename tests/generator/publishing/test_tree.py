"""The plain tree: what is written, in which order, and what a failure leaves behind."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.publishing.publisher import Published, Publisher

Publish = Callable[..., Published]

FILES = {
    "sitemap.xml": "s",
    "en/index.html": "h",
    "en/categories/tea.html": "c",
    "en/products/a.html": "p",
    "assets/site.1.css": "a",
}


def tree(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text() for path in files}


def test_the_tree_is_the_site(publish: Publish, publisher: Publisher, tmp_path: Path) -> None:
    publish(FILES)
    result = publisher.export(tmp_path / "out")
    assert tree(tmp_path / "out") == FILES
    assert (result.pages_total, result.pages_written, result.bytes_written) == (3, 3, 5)


def test_pages_come_after_assets_listings_after_pages_and_the_sitemap_last(
    publish: Publish, publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(FILES)
    seen = []
    replace = Path.replace

    def note(self: Path, target: Path) -> Path:
        seen.append(target.name)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", note)
    publisher.export(tmp_path / "out")
    assert seen == [
        "out.manifest.json",
        "site.1.css",
        "a.html",
        "tea.html",
        "index.html",
        "sitemap.xml",
        "out.manifest.json",
    ]


def test_only_what_differs_is_written(
    publish: Publish, publisher: Publisher, tmp_path: Path
) -> None:
    publish(FILES)
    publisher.export(tmp_path / "out")
    kept = (tmp_path / "out/en/index.html").stat().st_ino
    publish({"en/products/a.html": "longer"})
    result = publisher.export(tmp_path / "out")
    assert (result.pages_written, result.pages_deleted, result.bytes_written) == (1, 0, 6)
    assert (tmp_path / "out/en/index.html").stat().st_ino == kept


def test_gone_files_are_deleted_with_the_folders_they_leave_empty(
    publish: Publish, publisher: Publisher, tmp_path: Path
) -> None:
    publish(FILES)
    publisher.export(tmp_path / "out")
    (tmp_path / "out/mine.html").write_text("not from a build")
    publish({"en/index.html": "h"}, whole=True)
    result = publisher.export(tmp_path / "out")
    assert result.pages_deleted == 2
    names = sorted(path.name for path in (tmp_path / "out").rglob("*"))
    assert names == ["en", "index.html", "mine.html"]


def test_an_interrupted_export_is_finished_by_the_next(
    publish: Publish, publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    publish(FILES)
    publisher.export(out)
    publish({"en/index.html": "new", "en/products/b.html": "b"}, whole=True)
    replace = Path.replace

    def fail(self: Path, target: Path) -> Path:
        if target.name == "index.html":
            raise OSError(28, os.strerror(28))
        return replace(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", fail)
        with pytest.raises(OSError, match="No space"):
            publisher.export(out)
    assert tree(out) == {**FILES, "en/products/b.html": "b"}
    publisher.rollback(1)
    publisher.export(out)
    assert tree(out) == FILES
