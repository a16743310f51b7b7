"""People at the desk: taken on, given a password, changed, switched off."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from shop.clock import Clock, new_token
from shop.errors import Conflict, InvalidInput, NotFound, NotPossible, TransactionCancelled
from shop.i18n.messages import translatable
from shop.orders.request import EMAIL
from shop.ports import Delete, Item, Present, Put, Store, Write
from shop.staff import passwords, totp
from shop.staff.model import ROLES, Member, Role
from shop.staff.records import (
    STAFF,
    canonical,
    link_key,
    link_put,
    member_from,
    member_key,
    member_put,
)

LINK_LIFE = timedelta(hours=48)
NOBODY = translatable("There is nobody with this e-mail address at the desk.")
STALE_LINK = translatable("This link was used or is too old. Ask for a new one.")
WRONG_CODE = translatable("This code is wrong or was used. Wait for the next one.")
LAST_OWNER = translatable("Somebody has to be the owner. Make somebody else an owner first.")


def members(store: Store) -> list[Member]:
    """Everybody, by address; a shop has few."""
    return [member_from(item) for item in store.query_index(STAFF).items]


def find(store: Store, email: str) -> Member | None:
    item = store.get(member_key(email))
    return member_from(item) if item else None


def add(  # noqa: PLR0913 - who, as what, and by whom
    store: Store, email: str, role: str, clock: Clock, *, name: str = "", by: str = ""
) -> str:
    """Takes somebody on and returns the token of the link by which they choose a password.

    Raises InvalidInput, or Conflict where they are there already.
    """
    address = canonical(email)
    _refuse_address(address)
    member = Member(
        email=address,
        name=name.strip()[:100],
        role=parsed_role(role),
        added_at=clock(),
        added_by=by,
    )
    token = new_token()
    link = link_put(token, address, member.round, clock() + LINK_LIFE)
    try:
        store.transact([member_put(member, None), link])
    except TransactionCancelled:
        raise Conflict(translatable("This person is at the desk already.")) from None
    return token


def parsed_role(text: str) -> Role:
    for role in ROLES:
        if role == text:
            return role
    raise InvalidInput(translatable("There is no such role. Choose one of the list."))


def new_link(store: Store, email: str, clock: Clock) -> str:
    """The token of a link for a new password; it forgets the second step, too. Raises NotFound."""
    member = find(store, email)
    if member is None:
        raise NotFound(NOBODY)
    token = new_token()
    store.transact([link_put(token, member.email, member.round, clock() + LINK_LIFE)])
    return token


def person_of_link(store: Store, token: str) -> Member:
    """Whom a link is for. Raises NotFound for one that is used or too old."""
    item = store.get(link_key(token))
    member = find(store, str(item.data["email"])) if item else None
    if item is None or member is None or member.round != item.data["round"]:
        raise NotFound(STALE_LINK)
    return member


def use_link(store: Store, token: str, password: str) -> Member:
    """Sets the password and uses the link up, in one transaction. Ends all sessions there are."""
    member = person_of_link(store, token)
    passwords.refuse_weak(password, member.email)
    known = passwords.hashed(password)
    return _change(
        store,
        member.email,
        lambda person: _renewed(person, password=known, code="", code_used=0, active=True),
        [Delete(link_key(token), (Present(),))],
    )


def set_password(store: Store, email: str, present: str, wanted: str) -> Member:
    """Somebody changes their own password; all their sessions end."""
    member = find(store, email)
    if member is None or not passwords.matches(member.password, present):
        raise InvalidInput(translatable("Your present password is not right."))
    passwords.refuse_weak(wanted, member.email)
    known = passwords.hashed(wanted)
    return _change(store, email, lambda person: _renewed(person, password=known))


def set_role(store: Store, email: str, role: str) -> Member:
    """Raises NotPossible for the last owner."""
    wanted = parsed_role(role)
    if wanted != "owner":
        _refuse_last_owner(store, email)
    return _change(
        store,
        email,
        lambda person: person if person.role == wanted else _renewed(person, role=wanted),
    )


def set_active(store: Store, email: str, *, active: bool) -> Member:
    """Switches somebody off, which ends their sessions, or on again."""
    if not active:
        _refuse_last_owner(store, email)
    return _change(
        store,
        email,
        lambda person: person if person.active is active else _renewed(person, active=active),
    )


def set_language(store: Store, email: str, language: str, name: str) -> Member:
    return _change(
        store,
        email,
        lambda person: person.model_copy(update={"language": language, "name": name.strip()[:100]}),
    )


def use_codes(store: Store, email: str, nonce: str, secret: bytes, code: str, clock: Clock) -> None:  # noqa: PLR0913, PLR0917 - whose, made of what, and proved by which code
    """Begins to ask for a code at sign-in, once the telephone has shown that it knows them."""
    step = totp.used_step(secret, code, clock(), 0)
    if not step:
        raise InvalidInput(WRONG_CODE)
    _change(
        store, email, lambda person: person.model_copy(update={"code": nonce, "code_used": step})
    )


def forget_codes(store: Store, email: str, password: str) -> None:
    """Raises InvalidInput without their password."""
    member = find(store, email)
    if member is None or not passwords.matches(member.password, password):
        raise InvalidInput(translatable("Your present password is not right."))
    _change(store, email, lambda person: person.model_copy(update={"code": "", "code_used": 0}))


def _renewed(member: Member, **changes: Any) -> Member:
    return member.model_copy(update={**changes, "round": member.round + 1})


def _refuse_address(address: str) -> None:
    import re

    if len(address) > 254 or not re.fullmatch(EMAIL, address):
        raise InvalidInput(translatable("This is no e-mail address."))


def _refuse_last_owner(store: Store, email: str) -> None:
    owners = [m.email for m in members(store) if m.role == "owner" and m.active]
    if owners == [canonical(email)]:
        raise NotPossible(LAST_OWNER)


def _change(
    store: Store,
    email: str,
    decide: Callable[[Member], Member],
    extra: list[Write] | None = None,
) -> Member:
    """The person after `decide`. Raises NotFound, or Conflict where somebody else was faster."""
    stored: Item | None = store.get(member_key(email))
    if stored is None:
        raise NotFound(NOBODY)
    member = member_from(stored)
    after = decide(member)
    if after == member and not extra:
        return member
    writes: list[Write] = [member_put(after, stored), *(extra or [])]
    try:
        store.transact(writes)
    except TransactionCancelled:
        raise Conflict(
            translatable("Somebody else changed this at the same moment. Please try again.")
        ) from None
    return after


def step_put(member: Member, stored: Item, step: int) -> Put:
    """A code was used: it opens nothing again."""
    return member_put(member.model_copy(update={"code_used": step}), stored)
