"""What whoever builds must know before anything else: of which state of the store the last build
was, and whether somebody holds an older edition of the pages.

*Built.* A build forgets the marks it has done, and with that the store says what of it was built,
by a name that is never used twice. An index (`generator.index`) notes the same name. Where the two
differ, the marks are not all that has changed since: the store is another one or was brought back
from a backup, another index took the marks, or a power failure undid the index but not the store.

*Held.* An owner who brings back an older edition of the pages wants it to stay. Until they let it
go, nobody builds: marks wait.
"""

from typing import NamedTuple

from shop.clock import Clock, new_id, now, timestamp
from shop.ports import Delete, Item, Key, Put, Store, Write

BUILDS = "BUILDS"
_BUILT = Key(BUILDS, "BUILT")
_HELD = Key(BUILDS, "HELD")


class Held(NamedTuple):
    """The edition of the pages that is to stay, and since when (a timestamp)."""

    edition: int
    since: str


class Standing(NamedTuple):
    """`built` is the name of the state that was built last; None where there is none yet."""

    built: str | None
    held: Held | None


def standing(store: Store) -> Standing:
    found = store.get_many([_BUILT, _HELD])
    built, hold = found.get(_BUILT), found.get(_HELD)
    return Standing(str(built.data["state"]) if built else None, _held_by(hold) if hold else None)


def held(store: Store) -> Held | None:
    item = store.get(_HELD)
    return _held_by(item) if item else None


def new_state() -> str:
    return new_id()


def built(state: str) -> Write:
    """To be written with the marks that are forgotten."""
    return Put(Item(_BUILT, {"state": state}))


def let_go() -> Write:
    """From here on pages are built again."""
    return Delete(_HELD)


def hold(store: Store, edition: int, clock: Clock = now) -> None:
    store.put_many([Item(_HELD, {"edition": edition, "since": timestamp(clock())})])


def hold_again(store: Store, before: Held | None) -> None:
    """As it was, because what somebody wanted to hold cannot be shown."""
    if before is None:
        store.delete_many([_HELD])
    else:
        store.put_many([Item(_HELD, before._asdict())])


def _held_by(item: Item) -> Held:
    return Held(int(str(item.data["edition"])), str(item.data["since"]))
