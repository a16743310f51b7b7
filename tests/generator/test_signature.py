"""What makes everything be built anew."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator import signature as module
from generator.signature import signature


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(module, "PROGRAM", tmp_path / "program")
    restart()
    for name in ("theme/a.html", "theme/css/a.css", "program/shop/money.py", "program/other/x.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("text")
    yield tmp_path
    restart()


def restart() -> None:
    """As a process that begins knows nothing of the program yet."""
    module._program.cache_clear()


def taken(folder: Path, base_url: str = "https://shop.example.com") -> str:
    return signature(base_url, (folder / "theme", folder / "missing"))


@pytest.mark.parametrize("name", ["theme/a.html", "theme/new/b.html"])
def test_any_file_that_a_page_could_show_counts(folder: Path, name: str) -> None:
    before = taken(folder)
    assert taken(folder) == before
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("longer text")
    assert taken(folder) != before


def test_the_program_counts_as_it_was_when_it_began(folder: Path) -> None:
    before = taken(folder)
    (folder / "program" / "shop" / "money.py").write_text("longer text")
    assert taken(folder) == before  # what runs is still the old one
    restart()
    assert taken(folder) != before


def install(folder: Path, *names: str) -> None:
    for old in folder.glob("*.dist-info"):
        old.rmdir()
    for name in names:
        (folder / f"{name}.dist-info").mkdir(parents=True)


def test_a_library_that_writes_pages_counts_by_its_version_and_no_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    libraries = folder / "site-packages"
    monkeypatch.setattr(sys, "path", [str(libraries), str(folder / "python311.zip")])
    signatures = []
    for names in (
        ("Jinja2-3.1.6", "pillow-13.0.0"),
        ("Jinja2-3.1.7", "pillow-13.0.0"),
        ("Jinja2-3.1.7", "pillow-13.0.1", "pytest-9.3"),
    ):
        install(libraries, *names)
        module.versions.cache_clear()
        signatures.append(taken(folder))
    assert signatures[0] != signatures[1] == signatures[2]


def test_another_python_counts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = taken(folder)
    monkeypatch.setattr(sys, "version", "4.0")
    module.versions.cache_clear()
    assert taken(folder) != before
    module.versions.cache_clear()


def test_every_library_that_counts_is_one_we_have() -> None:
    """A name that nothing is called would never be missed."""
    assert {name.partition("-")[0].casefold() for name in module.versions(tuple(sys.path))[1:]} == (
        module.LIBRARIES
    )


def test_a_file_of_the_same_size_counts_by_its_time(folder: Path) -> None:
    before = taken(folder)
    file = folder / "theme" / "a.html"
    os.utime(file, ns=(0, file.stat().st_mtime_ns + 1))
    assert taken(folder) != before


def test_a_file_that_moves_or_goes_counts(folder: Path) -> None:
    before = taken(folder)
    (folder / "theme" / "a.html").rename(folder / "theme" / "b.html")
    moved = taken(folder)
    (folder / "theme" / "b.html").unlink()
    assert len({before, moved, taken(folder), taken(folder, "https://other.example.com")}) == 4


@pytest.mark.parametrize("name", ["program/other/x.py", "theme/__pycache__/a.pyc", "theme/.a.swp"])
def test_what_no_page_shows_does_not_count(folder: Path, name: str) -> None:
    before = taken(folder)
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("longer text")
    restart()
    assert taken(folder) == before
