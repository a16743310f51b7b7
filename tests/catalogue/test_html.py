"""Descriptions as safe HTML."""

import pytest

from shop.catalogue.html import clean_description


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("One.\nTwo.\r\n\r\nThree.", "<p>One.<br>Two.</p><p>Three.</p>"),
        ("Tea & cups < 5 €", "<p>Tea &amp; cups &lt; 5 €</p>"),
        ("Tea &amp; cups", "<p>Tea &amp; cups</p>"),
        ('<p data-start="1" style="color:red">Hi</p>', "<p>Hi</p>"),
        ("<p onclick=alert(1)>Hi<script>alert(1)</script></p>", "<p>Hi</p>"),
        ('<a href="javascript:alert(1)">x</a>', '<a rel="noopener nofollow">x</a>'),
        ("<iframe src=//x></iframe>ok", "<p>ok</p>"),
    ],
)
def test_only_harmless_elements_stay(text: str, expected: str) -> None:
    assert clean_description(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One <b>two</b>\nthree.\n\nFour.", "<p>One <b>two</b><br>three.</p><p>Four.</p>"),
        ("<b>One\n\nTwo</b>", "<p><b>One</b></p><p><b>Two</b></p>"),
        ("<div>One</div>\n\n<b>Two</b>", "<div>One</div>\n\n<b>Two</b>"),
        ("<script>\nalert(1)\n</script>", ""),
    ],
)
def test_text_without_paragraphs_of_its_own_gets_them(text: str, expected: str) -> None:
    assert clean_description(text) == expected


@pytest.mark.parametrize(
    "text",
    ["<font>x</font>", "<!-- a -->b", "<pre>\n\n\nx</pre>", "a\u00a0b", "<b>a&#13;b</b>",
     "<table><b>x", "&lt;p&gt;", "<script>x</script>ok & < b"],
)  # fmt: skip
def test_what_was_cleaned_stays_as_it_is(text: str) -> None:
    once = clean_description(text)
    assert clean_description(once) == once
