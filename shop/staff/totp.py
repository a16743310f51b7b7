"""One-time codes of a telephone as a second step (RFC 6238, with the values every app supports:
HMAC-SHA-1, six digits, half a minute).

A secret is made of the shop's own and a nonce, so that what lies in the store opens nothing.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

from shop.signatures import signature

STEP = 30  # seconds
DIGITS = 6
DRIFT = 1  # steps that a telephone's clock may be wrong, either way (RFC 6238 §5.2)


def new_nonce() -> str:
    return secrets.token_urlsafe(16)


def secret_of(key: str, email: str, nonce: str) -> bytes:
    """20 bytes, as RFC 4226 §4 asks for."""
    return hashlib.sha256(signature(key, "totp", email, nonce).encode()).digest()[:20]


def code_at(secret: bytes, counter: int, digits: int = DIGITS) -> str:
    """RFC 4226 §5.3."""
    digest = hmac.new(secret, counter.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}}"


def step_of(moment: datetime) -> int:
    return int(moment.timestamp()) // STEP


def used_step(secret: bytes, code: str, now: datetime, after: int) -> int:
    """The half-minute `code` is of, or 0 for a wrong one. Codes of `after` and before do not count
    any more: each opens once."""
    given = "".join(code.split())
    if len(given) != DIGITS or not given.isascii():
        return 0
    present = step_of(now)
    for step in range(max(present - DRIFT, after + 1), present + DRIFT + 1):
        if hmac.compare_digest(code_at(secret, step), given):
            return step
    return 0


def written(secret: bytes) -> str:
    """As people type it into their telephone."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def address(secret: bytes, email: str, shop: str) -> str:
    """What a QR code says to the app (Google's key URI format)."""
    query = urlencode(
        {"secret": base64.b32encode(secret).decode(), "issuer": shop}, quote_via=quote
    )
    return f"otpauth://totp/{quote(shop)}:{quote(email)}?{query}"
