"""Waiting for something that is sold out, and no longer wanting to."""

import contextlib

from shop.clock import Clock, timestamp
from shop.errors import NotFound, TransactionCancelled
from shop.i18n.messages import translatable
from shop.ports import Key, Store
from shop.pricing.keys import offer_key
from shop.pricing.service import availability
from shop.signatures import signature, signed
from shop.stock.alerts.records import alert_key, alert_put, person_of, waited_put
from shop.stock.looks import look_put

PURPOSE = "stock-alerts"  # of the key that signs links in mails


def wait_for(store: Store, sku: str, email: str, language: str, clock: Clock) -> bool:
    """Has `email` told when `sku` is there again, once; False where it can be bought now.

    Asking twice is asking once, and answers the same: nobody learns who else waits. Raises NotFound
    for what is not sold here.
    """
    item = store.get(offer_key(sku))
    if item is None or not item.data["published"]:
        raise NotFound(translatable("There is no such article in this shop."))
    if availability(store, [sku])[sku] != 0:
        return False
    now = clock()
    with contextlib.suppress(TransactionCancelled):  # who waits already goes on waiting
        store.transact(
            [
                alert_put(sku, email, language, now),
                waited_put(sku),
                # Pieces may have arrived just now, with nobody to be told yet.
                look_put([sku], timestamp(now), quiet=True),
            ]
        )
    return True


def cancel_query(key: str, email: str) -> dict[str, str]:
    """What a link must carry by which a person ends all their waiting."""
    person = person_of(email)
    return {"person": person, "signature": signature(key, person)}


def may_cancel(key: str, person: str, given: str) -> bool:
    return signed(given, key, person)


def stop_waiting(store: Store, person: str) -> int:
    """Forgets every wish of a person, and so their address; how many there were."""
    gone: list[Key] = []
    after = None
    while True:
        page = store.query_index(f"ALERTS#{person}", after=after)
        gone += [alert_key(item.index.sk, person) for item in page.items if item.index]
        after = page.next
        if after is None:
            break
    store.delete_many(gone)
    return len(gone)
