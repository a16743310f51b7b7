"""Markdown of somebody nobody knows: read as the files are, and harmless whatever it says."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown.extensions.extra import extensions as of_extra
from pelican.settings import DEFAULT_CONFIG
from script_payloads import PAYLOADS

from shop.texts.files import CONFIG, EXTENSIONS
from shop.texts.markdown import TAGS, extensions, is_harmless, rendered


class Reader(HTMLParser):
    """What a browser would take out of it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words += data


def test_it_is_read_with_what_pelican_reads_files_with() -> None:
    pelicans = DEFAULT_CONFIG["MARKDOWN"]
    without_heads = {name for name in pelicans["extension_configs"] if not name.endswith(".meta")}
    assert without_heads == {*EXTENSIONS}
    assert pelicans["output_format"] == "html5"
    for_code = "markdown.extensions.codehilite"
    assert CONFIG[for_code] == pelicans["extension_configs"][for_code]
    ours = {type(each).__module__.rpartition(".")[2] for each in extensions()}
    assert ours == {"codehilite", *of_extra} - {"md_in_html"}


def test_markdown_is_html() -> None:
    html = rendered("## Hours\n\n| a | b |\n|--:|---|\n| 1 | 2 |\n\n[tea](/en/x) <hi@example.com>")
    for part in ("<h2>Hours</h2>", '<th style="text-align: right;">a</th>', 'href="/en/x"'):
        assert part in html
    assert "mailto:" in "".join(value or "" for _name, value in Reader(html).attributes)
    assert is_harmless(html)


PLACES = (
    "{}", "# {}", "[x]({})", "![{}](/a)", "```\n{}\n```", "x {{: {} }}", "    {}",
    "| {0} |\n|---|\n| {0} |",
)  # fmt: skip


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_script_is_shown_as_it_was_typed(payload: str) -> None:
    for place in PLACES:
        html = rendered(place.format(payload))
        assert is_harmless(html), html
        found = Reader(html)
        assert not [name for name, _value in found.attributes if name.startswith("on")]
        assert {*found.tags} <= TAGS


def test_raw_html_stands_there_as_words() -> None:
    assert Reader(rendered("<b onclick=x>no</b> <!-- c --> <?php ?>")).words == (
        "<b onclick=x>no</b> <!-- c --> <?php ?>"
    )


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "java&#9;script:alert(1)", "data:text/html,x",
     "vbscript:x", "&#106;avascript:alert(1)", "\x01javascript:alert(1)", "file:///etc/passwd"],
)  # fmt: skip
def test_a_link_leads_to_the_web_the_shop_or_a_mail_and_nowhere_else(address: str) -> None:
    for text in (
        f"[x]({address})",
        f"![x]({address})",
        f"<{address}>",
        f"[x][1]\n\n[1]: {address}",
    ):
        values = dict(Reader(rendered(text)).attributes)
        assert not {"href", "src"} & values.keys() or is_harmless(rendered(text)), text
        assert not (values.get("href") or "").strip().casefold().startswith(("java", "data", "vb"))


@pytest.mark.parametrize(
    "address", ["/en/x", "x", "#a", "?q=1:2", "https://x.example/a:b", "//x.example"]
)
def test_good_links_stay(address: str) -> None:
    assert f'href="{address}"' in rendered(f"[x]({address})")


def test_a_block_of_code_cannot_write_files(tmp_path: Path) -> None:
    target = tmp_path / "evil.css"
    html = rendered(f'``` {{ .python full=true cssfile="{target}" onclick=x }}\nx = 1\n```')
    assert not target.exists()
    assert is_harmless(html)
    assert "highlight" in html


def test_naughty_strings_are_harmless(shared: Path) -> None:
    strings = json.loads((shared / "specs/naughty-strings/blns.json").read_text(encoding="utf-8"))
    assert all(is_harmless(rendered(text)) for text in strings)


def test_what_the_library_would_take_for_ever_over_is_shown_as_it_is() -> None:
    assert rendered("[" * 20_000) == f"<pre>{'[' * 20_000}</pre>"


def test_what_the_library_stumbles_over_is_shown_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(_text: str) -> str:
        raise RecursionError

    monkeypatch.setattr("shop.texts.markdown._converted", stumble)
    assert rendered("<b>") == "<pre>&lt;b&gt;</pre>"
