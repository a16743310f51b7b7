"""Coupons in the store: defining them, looking them up, redeeming them and giving uses back.

A coupon is one item: its definition, whether it is `active`, how many uses are `left` and how many
orders `used` it. A use is taken under the condition that one is left, in the order's transaction:
of 200 people who want the last one, one order is placed.

A person's uses are counted apart. How many they may have is known only to whoever read the coupon,
so a limit per person is kept by taking turns: the quote says which version of the person's turn it
saw, and `promise_writes` moves it on under the condition that it is still that one. Of two orders
of one person at once, one is cancelled, quoted anew and refused.
"""

from collections.abc import Iterator, Sequence

from shop.coupons.model import UNLIMITED, Coupon, Standing, canonical
from shop.coupons.person import digest
from shop.errors import Conflict, NotFound, TransactionCancelled
from shop.i18n.messages import translatable
from shop.ports import (
    Absent,
    Delete,
    FieldAtLeast,
    FieldIs,
    IndexKey,
    Item,
    Json,
    Key,
    Present,
    Put,
    Store,
    Update,
    VersionIs,
    Write,
)

COUPONS = "COUPONS"
ATTEMPTS = 5


def coupon_key(code: str) -> Key:
    """Where nothing is for what can be no code."""
    return Key(f"COUPON#{canonical(code)}", "COUPON")


def person_key(code: str, email: str) -> Key:
    """How often a person used a coupon."""
    return Key(f"COUPON#{canonical(code)}", f"PERSON#{digest(canonical(code), email)}")


def turn_key(code: str, email: str) -> Key:
    return Key(f"COUPON#{canonical(code)}", f"TURN#{digest(canonical(code), email)}")


def use_key(code: str, order_id: str) -> Key:
    """Which orders used a coupon."""
    return Key(f"COUPON#{canonical(code)}", f"USE#{order_id}")


def save_coupon(store: Store, coupon: Coupon) -> None:
    """Defines a coupon, or changes one and makes it valid again. Uses so far keep counting: a
    limit that is raised by ten leaves ten more. Raises Conflict
    where others keep changing it."""
    for _attempt in range(ATTEMPTS):
        known = store.get(coupon_key(coupon.code))
        try:
            store.transact([_change(known, coupon) if known else _definition(coupon)])
        except TransactionCancelled:
            continue  # somebody else saved it meanwhile
        return
    raise Conflict(translatable("Somebody else is changing this coupon. Please try again."))


def _definition(coupon: Coupon) -> Put:
    left = UNLIMITED if coupon.limit is None else coupon.limit
    data: dict[str, Json] = {
        "rule": coupon.model_dump(mode="json"), "active": True, "limit": left, "left": left,
        "used": 0,
    }  # fmt: skip
    item = Item(coupon_key(coupon.code), data, index=IndexKey(COUPONS, coupon.code))
    return Put(item, (Absent(),))


def _change(known: Item, coupon: Coupon) -> Update:
    before = int(str(known.data["limit"]))
    limit = UNLIMITED if coupon.limit is None else coupon.limit
    return Update(
        known.key,
        add={"left": limit - before},
        set={"rule": coupon.model_dump(mode="json"), "active": True, "limit": limit},
        conditions=(FieldIs("limit", before),),
    )


def deactivate_coupon(store: Store, code: str) -> None:
    """No new order can use it; orders that did are as they were. Raises NotFound."""
    try:
        change = Update(coupon_key(code), set={"active": False}, conditions=(Present(),))
        store.transact([change])
    except TransactionCancelled:
        raise NotFound(translatable("There is no such coupon.")) from None


def list_coupons(store: Store) -> Iterator[Standing]:
    """All of them, by code."""
    after = None
    while True:
        page = store.query_index(COUPONS, after=after)
        yield from map(_standing, page.items)
        after = page.next
        if after is None:
            return


def standing_keys(code: str, email: str) -> list[Key]:
    """What `standing_from` needs to have been read."""
    if not canonical(code):
        return []
    of_person = [person_key(code, email), turn_key(code, email)] if email else []
    return [coupon_key(code), *of_person]


def standing_from(items: dict[Key, Item], code: str, email: str) -> Standing | None:
    """How the coupon stands; for a person who is not known yet (`email` empty), as if for a new
    one."""
    item = items.get(coupon_key(code)) if canonical(code) else None
    if item is None:
        return None
    standing = _standing(item)
    if not email:
        return standing
    person, turn = items.get(person_key(code, email)), items.get(turn_key(code, email))
    return standing._replace(
        used_by_person=int(str(person.data["used"])) if person else 0,
        turn=turn.version if turn else 0,
    )


def used_by(standing: Standing) -> Standing:
    """How the coupon stands for an order that has a use of it: it keeps that one, come what may."""
    return standing._replace(
        active=True, left=standing.left + 1, used_by_person=max(0, standing.used_by_person - 1)
    )


def _standing(item: Item) -> Standing:
    return Standing(
        Coupon.model_validate(item.data["rule"]),
        bool(item.data["active"]),
        int(str(item.data["left"])),
        int(str(item.data["used"])),
    )


def redeem_writes(code: str, order_id: str, person: str, moment: str) -> Sequence[Write]:
    """Takes a use for an order. `person` is their e-mail address as they wrote it.

    The transaction is cancelled where no use is left, the coupon is not active any more, or this
    order has used it before.
    """
    data: dict[str, Json] = {"order": order_id, "at": moment}
    return [
        Update(
            coupon_key(code),
            add={"left": -1, "used": 1},
            conditions=(FieldAtLeast("left", 1), FieldIs("active", value=True)),
        ),
        Update(person_key(code, person), add={"used": 1}),
        Put(Item(use_key(code, order_id), data), (Absent(),)),
    ]


def turn_writes(code: str, person: str, turn: int) -> Sequence[Write]:
    """Holds an order to the version of the person's turn that its quote saw."""
    conditions = (VersionIs(turn),)
    return [Update(turn_key(code, person), add={"turns": 1}, conditions=conditions)]


def pass_on_writes(code: str, before: str, after: str) -> Sequence[Write]:
    """The use of an order whose e-mail address was corrected is the other person's from now on."""
    if person_key(code, before) == person_key(code, after):
        return []
    used = (FieldAtLeast("used", 1),)
    return [
        Update(person_key(code, before), add={"used": -1}, conditions=used),
        Update(person_key(code, after), add={"used": 1}),
    ]


def give_back_writes(code: str, order_id: str, person: str) -> Sequence[Write]:
    """The use of an expired or cancelled order; the transaction is cancelled the second time."""
    return [
        Update(coupon_key(code), add={"left": 1, "used": -1}, conditions=(Present(),)),
        Update(person_key(code, person), add={"used": -1}, conditions=(FieldAtLeast("used", 1),)),
        Delete(use_key(code, order_id), (Present(),)),
    ]
