"""Publishing a tree: what is written, in which order, and what a failure leaves behind."""

import os
from pathlib import Path

import pytest

from generator.publish import Manifest, publish


def tree(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    return folder


FILES = {
    "sitemap.xml": "s",
    "en/index.html": "h",
    "en/categories/tea.html": "c",
    "en/products/a.html": "p",
    "assets/site.1.css": "a",
}


def test_pages_come_after_assets_listings_after_pages_and_the_sitemap_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    replace = Path.replace

    def note(self: Path, target: Path) -> Path:
        seen.append(target.name)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", note)
    publish(tree(tmp_path / "tree", FILES), tmp_path / "public")
    assert seen == [
        "public.manifest.json",
        "site.1.css",
        "a.html",
        "tea.html",
        "index.html",
        "sitemap.xml",
        "public.manifest.json",
    ]


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    public = tmp_path / "public"
    publish(tree(tmp_path / "one", FILES), public)
    kept = (public / "en/index.html").stat().st_ino
    changed = tree(tmp_path / "two", {**FILES, "en/products/a.html": "longer"})
    result = publish(changed, public)
    assert (result.pages_written, result.pages_deleted, result.bytes_written) == (1, 0, 6)
    assert (public / "en/index.html").stat().st_ino == kept


def test_gone_files_are_deleted_with_the_folders_they_leave_empty(tmp_path: Path) -> None:
    public = tmp_path / "public"
    publish(tree(tmp_path / "one", FILES), public)
    (public / "mine.html").write_text("not from a build")
    result = publish(tree(tmp_path / "two", {"en/index.html": "h"}), public)
    assert result.pages_deleted == 2
    assert sorted(path.name for path in public.rglob("*")) == ["en", "index.html", "mine.html"]


def test_an_interrupted_publication_is_known_and_finished_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public = tmp_path / "public"
    one = tree(tmp_path / "one", FILES)
    publish(one, public, "first")
    two = tree(tmp_path / "two", {"en/index.html": "new", "en/products/b.html": "b"})
    replace = Path.replace

    def fail(self: Path, target: Path) -> Path:
        if target.name == "index.html":
            raise OSError(28, os.strerror(28))
        return replace(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", fail)
        with pytest.raises(OSError, match="No space"):
            publish(two, public, "second")
    assert (public / "en/index.html").read_text() == "h"
    assert not list(public.rglob("*.new"))
    assert Manifest.of(public).fingerprint is None
    publish(one, public, "first")
    assert not (public / "en/products/b.html").exists()
    assert Manifest.of(public).fingerprint == "first"
