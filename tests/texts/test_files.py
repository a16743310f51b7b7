"""A text of the desk as a file: put into content/, it makes the same page."""

import copy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pelican.readers import MarkdownReader
from pelican.settings import DEFAULT_CONFIG

from shop.texts.files import files_of
from shop.texts.markdown import rendered
from shop.texts.model import Text, Words

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)


def text(body: str, **more: Any) -> Text:
    words = {"en": Words(title=more.pop("title", "Hours"), summary="When", body=body)}
    values = {"kind": "announcement", "handle": "hours", "at": AT, "actor": "mai", "dated": AT}
    return Text.model_validate({**values, "words": words, "status": "published", **more})


def only(it: Text) -> Any:
    (file,) = files_of(it)
    return file


def test_a_head_says_what_the_desk_knows() -> None:
    file = only(text("Words.", begins=AT, ends=AT.replace(hour=9), banner=False))
    assert file.path == "announcements/hours.en.md"
    assert file.content == (
        "Title: Hours\nDate: 2026-11-22T08:00+00:00\nSlug: hours\nLang: en\nSummary: When\n"
        "Begins: 2026-11-22T08:00+00:00\nEnds: 2026-11-22T09:00+00:00\nBanner: no\n\nWords.\n"
    )
    assert "Status: draft" in only(text("Words.", status="draft")).content
    assert only(text("Words.", kind="page")).path == "pages/hours.en.md"


@pytest.mark.parametrize(
    "body",
    [
        "Plain **words**, [a link](/en/x) and `code`.",
        "<b>typed</b> & `<i>` and\n\n    <u>code</u>\n\n```html\n<p>\n```\nend <br>",
        "Note: this is no head.\n\n| a |\n|--:|\n| < |",
        "[no](javascript:alert(1))",
        "a[^1] <script>\n\n[^1]: note",
    ],
)
def test_the_file_makes_the_same_html(body: str, tmp_path: Path) -> None:
    file = only(text(body))
    assert file.same
    path = tmp_path / "hours.en.md"
    path.write_text(file.content, encoding="utf-8")
    html, _head = MarkdownReader(copy.deepcopy(DEFAULT_CONFIG)).read(str(path))
    assert html == rendered(body)


def test_one_that_a_file_cannot_say_is_named() -> None:
    assert not only(text("[x]({filename}a.md)")).same
    assert not only(text("Words.", title="<b>Hours</b>")).same
