"""Signatures as the Standard Webhooks specification has them (standardwebhooks.com, version 1.0.0),
so that receivers check them with a library of their language."""

import base64
import binascii
import hashlib
import hmac
import secrets
from datetime import datetime

PREFIX = "whsec_"
BYTES = 32  # the specification asks for 24 to 64


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def headers(secret: str, message_id: str, moment: datetime, body: bytes) -> dict[str, str]:
    """What goes with `body`. The id stays the same for every attempt, the time does not."""
    stamp = str(int(moment.timestamp()))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{sign(secret, message_id, stamp, body)}",
    }


def sign(secret: str, message_id: str, stamp: str, body: bytes) -> str:
    """HMAC-SHA-256 over ``id.timestamp.body``, in base 64."""
    content = b".".join((message_id.encode(), stamp.encode(), body))
    return base64.b64encode(hmac.new(_key(secret), content, hashlib.sha256).digest()).decode()


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        raise ValueError("A webhook's secret is whsec_ and base 64.") from None
