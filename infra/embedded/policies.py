"""What browsers may do with a page: the headers that restrict it (W3C CSP 3)."""

import base64
import hashlib
import re
from functools import lru_cache
from typing import Final

HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
# A stored picture may be an SVG somebody uploaded: shown alone, it must not run scripts.
MEDIA: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
PAGE: Final = (
    "default-src 'self'; img-src 'self' https: data:; script-src 'self'{scripts}; "
    "style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
INLINE_SCRIPT = re.compile(
    rb"<script(?![^>]*\b(?:src|type=\"application))[^>]*>(.*?)</script>", re.DOTALL
)


@lru_cache(maxsize=4)
def page_policy(chooser: bytes) -> str:
    """`chooser` is the page whose inline scripts are allowed (§2.3.1 hash-source)."""
    digests = (hashlib.sha256(code).digest() for code in INLINE_SCRIPT.findall(chooser))
    sources = (f" 'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return PAGE.format(scripts="".join(sources))
