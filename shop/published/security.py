"""What browsers may do with an answer of the shop: its security headers, in one place.

The embedded server and the functions send them, and the stack gives the same to CloudFront. No
answer allows a script or a style sheet inside of a page, but for scripts named by their hash.
"""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, Literal

Kind = Literal["page", "file", "function", "desk", "media", "paper", "data"]

# W3C CSP 3. Nothing is allowed that is not named: `default-src` stands for what is not.
_PAGE: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' https: data:",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
_NOTHING: Final = {"default-src": "'none'", "base-uri": "'none'", "frame-ancestors": "'none'"}
POLICIES: Final[Mapping[Kind, Mapping[str, str]]] = {
    # What Markdown makes of a table with columns to the right has style attributes.
    "page": {**_PAGE, "style-src-attr": "'unsafe-inline'"},
    "file": _NOTHING,
    # Chromium holds a form's redirect to this too, and checkout leads to the payment page.
    "function": {**_PAGE, "form-action": "'self' https://checkout.stripe.com"},
    "desk": _PAGE,
    # A stored picture may be an SVG somebody uploaded: shown alone, it must not run scripts.
    "media": {"default-src": "'none'", "style-src": "'unsafe-inline'", "sandbox": ""},
    "paper": _NOTHING,
    "data": _NOTHING,
}
_ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": (
        "accelerometer=(), browsing-topics=(), camera=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), payment=(), usb=()"
    ),
}
# Where else the address of a page is told when somebody follows a link or sends a form. Addresses
# of orders and of the desk are nobody else's business; papers are read with a token in theirs.
_REFERRER: Final[Mapping[Kind, str]] = {
    "page": "strict-origin-when-cross-origin",
    "file": "strict-origin-when-cross-origin",
    "function": "same-origin",
    "desk": "same-origin",
    "media": "strict-origin-when-cross-origin",
    "paper": "no-referrer",
    "data": "no-referrer",
}
# Pictures are shown in mails and by other shops' price lists; the rest is ours alone.
_READABLE: Final[Mapping[Kind, str]] = {"media": "cross-origin"}
INLINE_SCRIPT: Final = re.compile(
    rb"<script(?![^>]*\b(?:src|type=\"application))[^>]*>(.*?)</script>", re.DOTALL
)
_KEPT: Final[frozenset[Kind]] = frozenset({"page", "file", "media"})  # the others are of one person
TLS_FOR: Final = "max-age=63072000"  # two years (RFC 6797)


def headers(kind: Kind, base_url: str, scripts: Sequence[bytes] = ()) -> dict[str, str]:
    """All security headers of an answer. `base_url` is the shop's address: with https, browsers
    are told to come by it alone. `scripts` are the inline scripts that a page may run."""
    found = {
        **_ALWAYS,
        "Content-Security-Policy": policy(kind, scripts),
        "Referrer-Policy": _REFERRER[kind],
        "Cross-Origin-Resource-Policy": _READABLE.get(kind, "same-origin"),
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    if kind not in _KEPT:
        found["Cache-Control"] = "no-store"
    if base_url.startswith("https:"):
        found["Strict-Transport-Security"] = TLS_FOR
    return found


def policy(kind: Kind, scripts: Sequence[bytes] = ()) -> str:
    """The Content-Security-Policy; inline scripts are named by what they are (§2.3.1)."""
    rules = dict(POLICIES[kind])
    named = [
        f"'sha256-{base64.b64encode(hashlib.sha256(code).digest()).decode()}'" for code in scripts
    ]
    if named:
        rules["script-src"] = " ".join((rules["script-src"], *named))
    return "; ".join(f"{name} {value}".strip() for name, value in rules.items())


@lru_cache(maxsize=4)
def inline_scripts(page: bytes) -> tuple[bytes, ...]:
    """The scripts inside of a page: of the chooser of languages, the only one that has any."""
    return tuple(INLINE_SCRIPT.findall(page))


@lru_cache(maxsize=16)
def _named(code: bytes) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code).digest()).decode()}'"
