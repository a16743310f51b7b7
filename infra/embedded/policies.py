"""The security headers of stored answers (``shop/published/security.py``), as a distribution takes
them: the Content-Security-Policy apart from the others."""

from typing import Final

from shop.published import security

POLICY = "Content-Security-Policy"
TLS: Final = "https:"


def _others(kind: security.Kind) -> dict[str, str]:
    found = security.headers(kind, TLS)
    return {name: value for name, value in found.items() if name != POLICY}


HEADERS: Final = _others("page")
MEDIA_HEADERS: Final = _others("media")
MEDIA: Final = security.policy("media")


def page_policy(chooser: bytes) -> str:
    """`chooser` is the page whose inline scripts are allowed."""
    return security.policy("page", security.inline_scripts(chooser))
