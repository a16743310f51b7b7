"""Programs between processes: used where they are right, made anew where they are not."""

import marshal
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from factories import profile

from generator.templates.cache import ProgramFiles
from generator.templates.engine import PageTemplates

from .pages import PROJECT, small_theme

THEME = {
    "page.html": "<p>{{ _('Cart') }} {{ title }} {{ price|money }}</p>",
    "left.html": "{{ _(title) }}",
}
VIEW: dict[str, Any] = {"lang": "vi", "title": "T", "price": {"amount": 5, "currency": "USD"}}


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was compiled, and not loaded."""
    found: list[str] = []
    compile_page = PageTemplates._compiled

    def noted(self: PageTemplates, template: str, language: str) -> Any:
        found.append(f"{language} {template}")
        return compile_page(self, template, language)

    monkeypatch.setattr(PageTemplates, "_compiled", noted)
    return found


def render(tmp_path: Path, cache: Path, name: str = "page.html", **changes: Any) -> str:
    theme = small_theme(tmp_path / "theme", THEME)
    return PageTemplates(theme, profile(**changes), cache).render(name, "vi", VIEW).decode()


@pytest.mark.parametrize("name", THEME)
def test_the_next_process_compiles_nothing(
    tmp_path: Path, cache: Path, compiled: list[str], name: str
) -> None:
    first = render(tmp_path, cache, name)
    assert render(tmp_path, cache, name) == first
    assert compiled == [f"vi {name}"]


def test_programs_are_for_their_owner_only(tmp_path: Path, cache: Path) -> None:
    render(tmp_path, cache)
    (path,) = cache.glob("*.page")
    assert path.stat().st_mode & 0o777 == 0o600
    assert cache.stat().st_mode & 0o777 == 0o700
    assert [other.name for other in cache.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "name", ["templates/page.html", "templates/other.html", "js/cart.js", "css/a.css"]
)
def test_a_change_of_the_theme_makes_new_programs(
    tmp_path: Path, cache: Path, compiled: list[str], name: str
) -> None:
    render(tmp_path, cache)
    before = {path.name for path in cache.iterdir()}
    path = tmp_path / "theme" / name
    kept = path.read_text() if path.exists() else ""
    theme = small_theme(tmp_path / "theme", THEME)
    path.write_text(f"{kept} ")
    PageTemplates(theme, profile(), cache).render("page.html", "vi", VIEW)
    assert compiled == ["vi page.html"] * 2
    assert before.isdisjoint(path.name for path in cache.iterdir())


def test_a_change_of_words_or_settings_makes_new_programs(
    tmp_path: Path, cache: Path, compiled: list[str]
) -> None:
    render(tmp_path, cache)
    render(tmp_path, cache, currency="EUR")
    words = tmp_path / "theme" / "translations"
    source = (words / "vi.po").read_text(encoding="utf-8")
    words.unlink()
    words.mkdir()
    (words / "vi.po").write_text(f"{source}\n# a translator was here\n", encoding="utf-8")
    render(tmp_path, cache)
    assert len(compiled) == 3


def test_a_new_release_of_this_program_makes_new_programs(
    tmp_path: Path, cache: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    render(tmp_path, cache)
    monkeypatch.setattr("sys.version", "4.0")
    render(tmp_path, cache)
    assert len(compiled) == 2


def spoil_bytes(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-20] ^= 1
    path.write_bytes(content)


def spoil_end(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def spoil_all(path: Path) -> None:
    path.write_bytes(b"")


def put_other_code(path: Path) -> None:
    code = compile("def page(view): return 'not ours'\nFRAGMENTS = []", "x", "exec")
    path.write_bytes(path.read_bytes()[:32] + marshal.dumps((code, None)))


def let_others_write(path: Path) -> None:
    path.chmod(0o666)


def link_elsewhere(path: Path) -> None:
    other = path.with_name("elsewhere")
    path.rename(other)
    path.symlink_to(other)


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "spoil",
    [
        spoil_bytes,
        spoil_end,
        spoil_all,
        put_other_code,
        let_others_write,
        link_elsewhere,
        make_folder,
    ],
)
def test_a_file_that_is_not_as_it_was_written_is_not_used(
    tmp_path: Path, cache: Path, compiled: list[str], spoil: Any
) -> None:
    first = render(tmp_path, cache)
    (path,) = cache.glob("*.page")
    spoil(path)
    assert render(tmp_path, cache) == first
    assert len(compiled) == 2
    if spoil is not make_folder:
        assert render(tmp_path, cache) == first
        assert len(compiled) == 2  # it was written anew


def test_a_file_of_another_page_is_not_used(
    tmp_path: Path, cache: Path, compiled: list[str]
) -> None:
    """Each program is sealed with its page: files cannot take each other's places."""
    render(tmp_path, cache)
    render(tmp_path, cache, "left.html")
    one, other = cache.glob("*.page")
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)
    render(tmp_path, cache)
    assert compiled == ["vi page.html", "vi left.html", "vi page.html"]


def test_a_file_of_another_user_is_not_used(
    tmp_path: Path, cache: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    render(tmp_path, cache)
    user = os.geteuid() + 1
    monkeypatch.setattr("os.geteuid", lambda: user)
    render(tmp_path, cache)
    assert len(compiled) == 2


def test_a_folder_that_cannot_be_written_costs_no_page(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert "T" in render(tmp_path, tmp_path / "file" / "cache")


def test_a_page_that_is_left_to_jinja_is_known_as_that(tmp_path: Path, cache: Path) -> None:
    render(tmp_path, cache, "left.html")
    pages = PageTemplates(small_theme(tmp_path / "theme", THEME), profile(), cache)
    assert ProgramFiles(cache, pages.signature).load("left.html", "vi") is not None
    pages.prepare(["left.html"], ["vi"])
    assert pages._pages["left.html", "vi"] is None


def test_a_process_that_finds_its_programs_loads_neither_jinja_nor_babel(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom pathlib import Path\n"
        "from generator.templates.engine import PageTemplates\n"
        "from shop.adapters.theme import Theme\nfrom shop.profile import load_profile\n"
        "root, cache = map(Path, sys.argv[1:])\n"
        "pages = PageTemplates(Theme(root / 'theme'), load_profile(root / 'site'), cache)\n"
        "price = {'amount': 1250, 'currency': 'USD'}\n"
        "view = {'lang': 'vi', 'title': 'T', 'target': '/', 'target_url': '/', 'price': price}\n"
        "print(len(pages.render('moved.html', 'vi', view)))\n"
        "from shop.i18n.formats import format_money\nformat_money(price, 'vi')\n"
        "print(*sorted({'jinja2', 'babel'} & set(sys.modules)))\n"
    )
    command = [sys.executable, "-c", script, str(PROJECT), str(tmp_path)]
    runs = [
        subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    first, second = (run.split("\n") for run in runs)
    assert first[1] == "babel jinja2"
    assert second[:2] == [first[0], ""]
