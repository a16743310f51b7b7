"""What the shop hands out and takes back once: tokens of the checkout page, and puzzles.

Both are text that only this shop can have made, so nothing is stored until they come back. A
ticket is ``moment.nonce.signature``; of a puzzle the moment is when it ends, and a solution is the
puzzle, ``:`` and a number such that the SHA-256 of it all begins with `BITS` zero bits.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from shop.ports import Absent, Item, Key, Put
from shop.signatures import signature, signed

TOKEN_LIFE = timedelta(hours=24)  # a page somebody left open over night
PUZZLE_LIFE = timedelta(minutes=30)
BITS = 16  # 65,536 tries: half a second of a browser, on a telephone two or three
LONGEST_SOLUTION = 20  # digits


def new_token(key: str, now: datetime) -> str:
    return _ticket(key, "token", now + TOKEN_LIFE)


def new_puzzle(key: str, now: datetime) -> str:
    return _ticket(key, "puzzle", now + PUZZLE_LIFE)


def token_nonce(key: str, token: str, now: datetime) -> str:
    """What tells this token from others; ``""`` for one that is none or has had its time."""
    return _nonce(key, "token", token, now)


def solved_nonce(key: str, solution: str, now: datetime) -> str:
    """The same of the puzzle that `solution` solves."""
    puzzle, _, number = solution.rpartition(":")
    if not number.isascii() or not number.isdigit() or len(number) > LONGEST_SOLUTION:
        return ""
    nonce = _nonce(key, "puzzle", puzzle, now)
    return nonce if nonce and leading_zeros(solution) >= BITS else ""


def leading_zeros(text: str) -> int:
    digest = hashlib.sha256(text.encode()).digest()
    return len(digest) * 8 - int.from_bytes(digest).bit_length()


def spent_key(nonce: str) -> Key:
    return Key(f"SPENT#{nonce}", "SPENT")


def spent_put(nonce: str, now: datetime) -> Put:
    """Takes a ticket back, in the transaction of what it was good for."""
    expires = int((now + TOKEN_LIFE).timestamp())
    return Put(Item(spent_key(nonce), {}, expires_at=expires), (Absent(),))


def _ticket(key: str, kind: str, until: datetime) -> str:
    moment, nonce = str(int(until.timestamp())), secrets.token_urlsafe(12)
    return f"{moment}.{nonce}.{signature(key, kind, moment, nonce)}"


def _nonce(key: str, kind: str, ticket: str, now: datetime) -> str:
    moment, _, rest = ticket.partition(".")
    nonce, _, given = rest.partition(".")
    if not signed(given, key, kind, moment, nonce):
        return ""
    return nonce if int(moment) > now.timestamp() else ""
