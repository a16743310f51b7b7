"""`pelican content -s site/pelicanconf.py`, as any Pelican user types it; and who imports it."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import closing
from datetime import UTC
from pathlib import Path

import pytest

from functions.bootstrap import compose
from generator.bootstrap import open_builder
from infra.cli.catalogue import load_sample
from shop.adapters.stores import open_store
from shop.clock import now
from shop.errors import Misconfigured
from shop.guestbook.model import Draft as Entry
from shop.guestbook.service import approve, write
from shop.settings import load_settings
from shop.texts.model import Draft, Words
from shop.texts.service import Editor, Place, create

from .conftest import PROJECT, sell, write_text
from .samples import translated

PELICAN = Path(sys.executable).with_name("pelican")


def pelican(home: Path, content: Path, output: Path) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SHOP_")}
    return subprocess.run(
        [PELICAN, content, "-s", "site/pelicanconf.py", "-o", output, "--log-handler", "plain"],
        cwd=PROJECT,
        env={**kept, "SHOP_HOME": str(home), "SHOP_BASE_URL": "https://shop.example.com"},
        capture_output=True,
        text=True,
        check=False,
    )


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    store = open_store(f"sqlite:{tmp_path / 'home' / 'shop.db'}")
    sell(store, translated())
    draft = Entry(name="Hoa", text="Lovely <tea>", language="vi")
    approve(store, write(store, draft, "E1", now).id, "mai", now)
    store.close()
    return tmp_path / "home"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The shop's own texts, to which a test may add."""
    folder = tmp_path / "content"
    for name in ("announcements", "pages"):
        if (PROJECT / "content" / name).is_dir():
            shutil.copytree(PROJECT / "content" / name, folder / name)
    write_text(folder / "announcements", "extra", "vi", "Thêm")
    return folder


def test_the_shop_is_built_with_its_own_theme(home: Path, content: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    run = pelican(home, content, output)
    assert run.returncode == 0, run.stderr
    for code in ("en", "vi", "zh-Hans", "zh-Hant"):
        page = (output / code / "products" / "green-tea.html").read_text(encoding="utf-8")
        assert f'<html lang="{code}"' in page
        assert "https://shop.example.com" in page
        assert (output / "feeds" / f"{code}.atom.xml").exists()
        assert (output / code / "categories/tea/green-tea/spring-picking.html").exists()
    assert "Thêm" in (output / "vi/announcements/extra.html").read_text(encoding="utf-8")
    assert list((output / "assets").glob("site.*.css"))
    assert not (output / "theme").exists()
    assert not (output / "category").exists()


def test_a_text_that_cannot_be_used_makes_the_command_fail(
    home: Path, content: Path, tmp_path: Path
) -> None:
    (content / "announcements" / "undated.md").write_text("Title: Undated\nLang: en\n\nWords.\n")
    run = pelican(home, content, tmp_path / "output")
    assert run.returncode == 1
    assert "undated.md: could not find information about 'date'" in run.stderr


def test_the_sample_shop_is_the_same_by_pelican_and_by_a_build_of_ours(tmp_path: Path) -> None:
    values = {"SHOP_HOME": str(tmp_path / "home"), "SHOP_BASE_URL": "https://shop.example.com"}
    settings = load_settings({**values, "SHOP_PICTURES": "off"})
    services = compose(settings)
    load_sample(services)
    words = {
        "en": Words(title="The <kiln>", body="| a |\n|--:|\n| 1 |"),
        "vi": Words(title="Lò", body="x"),
    }
    by = Editor("mai@example.com", now, UTC)
    for place in (Place("announcement", "kiln"), Place("page", "kiln")):
        create(services.store, by, place, Draft(words=words), ask="publish")
    builder = open_builder(settings, services.store)
    with closing(services.store), closing(builder):
        report = builder.build()
        builder.publisher.export(tmp_path / "ours")
    run = pelican(tmp_path / "home", settings.root / "content", tmp_path / "pelicans")
    assert run.returncode == 0, run.stderr
    ours, pelicans = tree(tmp_path / "ours"), tree(tmp_path / "pelicans")
    assert ours.keys() == pelicans.keys()
    assert [name for name, content in ours.items() if pelicans[name] != content] == []
    assert (report.failed, report.pages_total) == ((), sum(name.endswith(".html") for name in ours))


@pytest.mark.parametrize("module", ["bootstrap", "plan", "build", "incremental", "context"])
def test_what_a_change_does_not_need_is_not_loaded(module: str) -> None:
    """Each of these takes longer to import than a changed price may take to be live."""
    code = (
        f"import json, sys, generator.{module};"
        "heavy = ('pelican', 'boto3', 'pydantic', 'jinja2', 'babel', 'markdown');"
        "print(json.dumps([name for name in heavy if name in sys.modules]))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(run.stdout) == []


def test_an_unknown_store_is_refused_by_name() -> None:
    with pytest.raises(Misconfigured, match="SHOP_STORE=paper:drawer cannot be used"):
        open_store("paper:drawer")
