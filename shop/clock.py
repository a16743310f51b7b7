"""Time and unguessable names, as values that a test can replace."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]

# Crockford's base 32: no I, L, O, U, so a number can be read out over a telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def now() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


def timestamp(moment: datetime) -> str:
    """Sortable text of a moment: ``2026-11-22T08:30:00.000000Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def new_id() -> str:
    """128 random bits as 26 readable letters and digits."""
    return random_code(26)


def new_token() -> str:
    """A secret that stands for a person's right to see something (256 bits, URL-safe)."""
    return secrets.token_urlsafe(32)


def random_code(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
