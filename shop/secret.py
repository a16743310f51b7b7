"""The shop's one secret, and the keys that are made of it: one for each purpose, so that what
signs a form cannot open a payment."""

import contextlib
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from shop.errors import Misconfigured
from shop.settings import Settings

NAME = "secret"  # in SHOP_HOME


def key_for(settings: Settings, purpose: str) -> str:
    """64 hexadecimal digits, the same as long as the secret is."""
    secret = settings.secret or _kept(settings)
    return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).hexdigest()


def _kept(settings: Settings) -> str:
    """The secret that was made on the first run."""
    if not settings.embedded:
        raise Misconfigured("SHOP_SECRET is not set. Make one with: openssl rand -base64 32.")
    path = settings.home / NAME
    if not path.exists():
        _make(path)
    return path.read_text(encoding="ascii")


def _make(path: Path) -> None:
    """Whole under its name or not there; of two processes at once, the first one's counts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{NAME}-{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(32))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)
