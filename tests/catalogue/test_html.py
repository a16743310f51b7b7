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
        ("<iframe src=//x></iframe>ok", "ok"),
    ],
)
def test_only_harmless_elements_stay(text: str, expected: str) -> None:
    assert clean_description(text) == expected
