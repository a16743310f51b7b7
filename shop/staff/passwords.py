"""Passwords as argon2id hashes (RFC 9106), with the parameters that argon2-cffi recommends."""

import unicodedata
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from shop.errors import InvalidInput
from shop.i18n.messages import translatable

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 12, 200  # NIST SP 800-63B: length counts, kinds of characters do not
TOO_SHORT = translatable("Choose a password of at least 12 characters: several words are good.")
TOO_LONG = translatable("This password is longer than 200 characters.")
TOO_EASY = translatable("This password is too easy to guess. Choose several words of your own.")
FEWEST = 5  # different characters


def refuse_weak(password: str, email: str) -> None:
    """Raises InvalidInput, with a sentence that says what to do."""
    plain = _plain(password)
    if len(plain) < SHORTEST:
        raise InvalidInput(TOO_SHORT)
    if len(plain) > LONGEST:
        raise InvalidInput(TOO_LONG)
    name = email.partition("@")[0].lower()
    if len(set(plain)) < FEWEST or plain.lower().replace(name, "") in {"", "1234", "12345"}:
        raise InvalidInput(TOO_EASY)
    if _counts_up(plain):
        raise InvalidInput(TOO_EASY)


def hashed(password: str) -> str:
    return _hasher().hash(_plain(password))


def matches(known: str, password: str) -> bool:
    """Whether `password` is the one that `known` is the hash of; as slow where there is none."""
    from argon2.exceptions import InvalidHashError, VerifyMismatchError

    plain = _plain(password)[: LONGEST + 1]
    try:
        return _hasher().verify(known or _nobodys(), plain) and bool(known)
    except (VerifyMismatchError, InvalidHashError):
        return False


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobodys() -> str:
    return _hasher().hash("nobody has this password")


def _plain(password: str) -> str:
    """The same password from every keyboard (RFC 8265 §4.2: NFC)."""
    return unicodedata.normalize("NFC", password)


def _counts_up(text: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return steps in ({1}, {-1}, {0})
