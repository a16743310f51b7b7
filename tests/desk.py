"""People who are signed in at the owner's desk, without the seconds that a password takes."""

from shop.clock import now
from shop.ports import Store
from shop.staff import sessions
from shop.staff.model import Member, Role
from shop.staff.records import member_key, member_put


def member(store: Store, role: Role = "owner", email: str = "") -> Member:
    """Somebody of that role, who is there from now on."""
    person = Member(
        email=email or f"{role.replace('_', '-')}@example.com", role=role, added_at=now()
    )
    store.transact([member_put(person, store.get(member_key(person.email)))])
    return person


def cookie(store: Store, role: Role = "owner") -> str:
    """The Cookie header of somebody of that role who has just signed in."""
    return f"desk={sessions.begin(store, member(store, role), 'test', now)}"
