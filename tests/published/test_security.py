"""The security headers of every kind of answer."""

from typing import get_args

import pytest

from shop.published import security
from shop.published.security import Kind, headers, inline_scripts, policy

KINDS: tuple[Kind, ...] = get_args(Kind)
HTTP, HTTPS = "http://127.0.0.1:8000", "https://shop.example"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_has_them(kind: Kind) -> None:
    found = headers(kind, HTTPS)
    assert found["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in found["Permissions-Policy"]
    assert found["Referrer-Policy"]
    assert found["Strict-Transport-Security"].startswith("max-age=")
    assert found["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("kind", KINDS)
def test_over_plain_http_browsers_are_not_told_to_come_by_tls(kind: Kind) -> None:
    assert "Strict-Transport-Security" not in headers(kind, HTTP)


@pytest.mark.parametrize("kind", KINDS)
def test_no_answer_runs_what_is_inside_of_it(kind: Kind) -> None:
    rules = dict(rule.partition(" ")[::2] for rule in policy(kind).split("; "))
    scripts = rules.get("script-src", rules["default-src"])
    assert scripts in {"'self'", "'none'"}
    if kind != "media":
        assert rules.get("style-src", rules["default-src"]) in {"'self'", "'none'"}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "media"])
def test_nobody_frames_it_and_no_base_moves_it(kind: Kind) -> None:
    assert "frame-ancestors 'none'" in policy(kind)
    assert "base-uri 'none'" in policy(kind)


def test_answers_of_one_person_are_kept_nowhere() -> None:
    kept = {kind for kind in KINDS if "Cache-Control" not in headers(kind, HTTPS)}
    assert kept == {"page", "file", "media"}


def test_a_page_may_run_the_inline_scripts_that_are_named() -> None:
    data = b'<script type="application/ld+json">{}</script>'
    page = b'<script>choose()</script><script src="a.js"></script>' + data
    assert inline_scripts(page) == (b"choose()",)
    # echo -n 'choose()' | openssl dgst -sha256 -binary | base64
    named = "'sha256-pdOmvvglje0xmB57l7Hx65m6LfOdwcBqoRzE95Twu/s='"
    assert policy("page", inline_scripts(page)) == policy("page").replace(
        "script-src 'self'", f"script-src 'self' {named}"
    )
    assert security.policy("desk") == policy("desk", ())
