"""How people, their sessions and their links lie in the store.

Of what opens a door only a hash is kept: a copy of the store signs nobody in.
"""

import hashlib
from datetime import datetime

from shop.clock import timestamp
from shop.ports import Absent, IndexKey, Item, Key, Put, VersionIs
from shop.staff.model import Member, Session

STAFF = "STAFF"


def canonical(email: str) -> str:
    return email.strip().lower()


def member_key(email: str) -> Key:
    return Key(f"STAFF#{canonical(email)}", "MEMBER")


def member_put(member: Member, stored: Item | None) -> Put:
    """New, or in the place of the one that was read."""
    condition = VersionIs(stored.version) if stored else Absent()
    item = Item(
        member_key(member.email),
        member.model_dump(mode="json"),
        index=IndexKey(STAFF, member.email),
    )
    return Put(item, (condition,))


def member_from(item: Item) -> Member:
    return Member.model_validate(item.data)


def hash_of(token: str) -> str:
    """Tokens are 256 random bits, so one round of SHA-256 hides them."""
    return hashlib.sha256(token.encode()).hexdigest()


def session_key(name: str) -> Key:
    return Key(f"SESSION#{name}", "SESSION")


def sessions_of(email: str) -> str:
    """The partition of the index in which somebody's sessions stand."""
    return f"SESSIONS#{canonical(email)}"


def session_put(session: Session, round_: int) -> Put:
    item = Item(
        session_key(session.name),
        {
            "email": session.email,
            "round": round_,
            "began_at": timestamp(session.began_at),
            "ends_at": timestamp(session.ends_at),
            "browser": session.browser,
        },
        index=IndexKey(sessions_of(session.email), timestamp(session.began_at)),
        expires_at=int(session.ends_at.timestamp()),
    )
    return Put(item)


def session_from(item: Item) -> Session:
    data = item.data
    return Session(
        name=item.key.pk.removeprefix("SESSION#"),
        email=str(data["email"]),
        began_at=datetime.fromisoformat(str(data["began_at"])),
        ends_at=datetime.fromisoformat(str(data["ends_at"])),
        browser=str(data["browser"]),
    )


def link_key(token: str) -> Key:
    return Key(f"STAFFLINK#{hash_of(token)}", "LINK")


def link_put(token: str, email: str, round_: int, ends_at: datetime) -> Put:
    """Good for one password, and only while nothing else has changed about the person."""
    item = Item(
        link_key(token),
        {"email": canonical(email), "round": round_},
        expires_at=int(ends_at.timestamp()),
    )
    return Put(item, (Absent(),))
