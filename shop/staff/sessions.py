"""Signing in, being signed in, and signing out.

A session lasts for a working day after the last change its holder made; looking does not prolong
it, since looking writes nothing. It ends at once with whatever changes its holder's rights.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from shop.clock import Clock, new_token
from shop.errors import InvalidInput, TransactionCancelled
from shop.i18n.messages import translatable
from shop.ports import Item, Present, Put, Store, Write
from shop.staff import passwords, totp
from shop.staff.model import Member, Session, SignedIn
from shop.staff.records import (
    hash_of,
    member_from,
    member_key,
    session_from,
    session_key,
    session_put,
    sessions_of,
)
from shop.staff.service import WRONG_CODE, step_put

LIFE = timedelta(hours=12)
WRONG = translatable("E-mail address or password is not right.")
LONGEST_BROWSER = 200

# The secret of somebody's codes; known to the composition root alone.
SecretOf = Callable[[Member], bytes]


class CodeNeeded(InvalidInput):
    """The password is right, and a code of the telephone is asked for. `member` is whose."""

    code = "code_needed"

    def __init__(self, member: Member) -> None:
        super().__init__(translatable("Now the six digits that your telephone shows."))
        self.member = member


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody offers at the door. `proved` is the member's `round` where they have shown
    their password a moment ago and are only asked for the code."""

    email: str
    password: str = ""
    code: str = ""
    browser: str = ""
    proved: int | None = None


def sign_in(store: Store, proof: Proof, secret_of: SecretOf, clock: Clock) -> tuple[Member, str]:
    """The person and the token of a new session. Raises InvalidInput for anything wrong, in equal
    time and words whether or not there is such a person; CodeNeeded where only the code is
    missing."""
    stored = store.get(member_key(proof.email))
    member = member_from(stored) if stored else None
    right = _proved(member, proof)
    if stored is None or member is None or not right or not member.active:
        raise InvalidInput(WRONG)
    used = _used_code(member, stored, proof.code, secret_of, clock) if member.code else []
    token, session = _begun(member, proof.browser, clock())
    try:
        store.transact([*used, session_put(session, member.round)])
    except TransactionCancelled:  # the same code at the same moment
        raise InvalidInput(WRONG_CODE) from None
    return member, token


def _used_code(
    member: Member, stored: Item, code: str, secret_of: SecretOf, clock: Clock
) -> list[Write]:
    """What keeps a code from being used again. Raises CodeNeeded, or InvalidInput for a wrong
    one."""
    if not code.strip():
        raise CodeNeeded(member)
    step = totp.used_step(secret_of(member), code, clock(), member.code_used)
    if not step:
        raise InvalidInput(WRONG_CODE)
    return [step_put(member, stored, step)]


def _proved(member: Member | None, proof: Proof) -> bool:
    if proof.proved is not None:
        return member is not None and bool(member.code) and member.round == proof.proved
    return passwords.matches(member.password if member else "", proof.password)


def begin(store: Store, member: Member, browser: str, clock: Clock) -> str:
    """The token of a session for somebody who has just proved who they are in another way."""
    token, session = _begun(member, browser, clock())
    store.transact([session_put(session, member.round)])
    return token


def whose(store: Store, token: str, clock: Clock) -> SignedIn | None:
    """Who holds the session of `token`; None where it is over. Writes nothing."""
    found = store.get(session_key(hash_of(token))) if token else None
    if found is None:
        return None
    session = session_from(found)
    stored = store.get(member_key(session.email))
    member = member_from(stored) if stored else None
    over = session.ends_at <= clock()
    if member is None or over or not member.active or member.round != found.data["round"]:
        return None
    return SignedIn(member, session)


def prolong(store: Store, signed_in: SignedIn, clock: Clock) -> None:
    """After a change, once half of the time is over. A session that ended meanwhile stays over."""
    member, session = signed_in
    now = clock()
    if session.ends_at - now > LIFE / 2:
        return
    put = session_put(session._replace(ends_at=now + LIFE), member.round)
    try:
        store.transact([Put(put.item, (Present(),))])
    except TransactionCancelled:
        return


def sessions(store: Store, email: str, clock: Clock) -> list[Session]:
    """Where somebody is signed in, the latest first."""
    found = store.query_index(sessions_of(email), descending=True).items
    stored = store.get(member_key(email))
    present = member_from(stored).round if stored else -1
    return [
        session
        for item in found
        for session in [session_from(item)]
        if item.data["round"] == present and session.ends_at > clock()
    ]


def end(store: Store, name: str) -> None:
    store.delete_many([session_key(name)])


def end_own(store: Store, name: str, email: str) -> None:
    """Ends a session of `email`'s and nobody else's."""
    item = store.get(session_key(name))
    if item is not None and item.data["email"] == email:
        end(store, name)


def _begun(member: Member, browser: str, now: datetime) -> tuple[str, Session]:
    token = new_token()
    name = browser.encode("utf-8", "replace").decode()[:LONGEST_BROWSER]
    return token, Session(hash_of(token), member.email, now, now + LIFE, name)
