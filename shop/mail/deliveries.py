"""The delivery log of an order's mails, and sending one of them anew."""

from datetime import datetime

from shop.clock import Clock
from shop.errors import Conflict, NotFound, TransactionCancelled
from shop.i18n.messages import translatable
from shop.mail.compose import letter_of
from shop.mail.outbox import MAIL
from shop.outbox.messages import PREFIX, ask_put, log_of
from shop.outbox.service import retry
from shop.ports import Item, Json, Key, Store

TIMES = 50  # that one mail may be sent anew; more is a mistake


def deliveries(store: Store, order_id: str) -> list[dict[str, Json]]:
    """Every attempt at every mail of an order, by time; mails nobody has tried yet at the end.

    ``{audience, event, once, again, name, state, at, outcome, ended_at?, to?, via?, message?,
    answer?, error?}``: `state` is the mail's (pending, sent, dead), `outcome` the attempt's
    (waiting, started, sent, failed), `name` identifies the mail.
    """
    entries = [entry for message in _mails(store, order_id) for entry in _entries(message)]
    return sorted(entries, key=lambda entry: (entry["at"] == "", str(entry["at"])))


def resend(  # noqa: PLR0913, PLR0917 - which mail of which order, and when
    store: Store, order_id: str, audience: str, event: str, clock: Clock, once: str = ""
) -> Key:
    """Sends a mail of an order anew: a message of its own, which says what the order says today.

    Returns its key. One that is still under way or was given up is only made due at once. Raises
    NotFound for a mail the order never had.
    """
    sent = [
        message
        for message in _mails(store, order_id)
        for letter in [letter_of(message)]
        if (letter.audience, letter.event, letter.once) == (audience, event, once)
    ]
    if not sent:
        raise NotFound(translatable("This order has had no such mail."))
    unsent = next((message for message in sent if message.index is not None), None)
    if unsent is not None:
        retry(store, unsent.key, clock)
        return unsent.key
    return _ask_again(store, order_id, sent[0], len(sent), clock())


def _ask_again(store: Store, order_id: str, first: Item, count: int, now: datetime) -> Key:
    if count > TIMES:
        raise Conflict(translatable("This mail was sent often enough."))
    letter = letter_of(first)
    facts: dict[str, Json] = {
        "audience": letter.audience,
        "event": letter.event,
        "once": letter.once,
        "again": f"again-{count}",
    }
    name = "#".join(str(part) for part in facts.values() if part)
    put = ask_put(MAIL, order_id, name, facts, now)
    try:
        store.transact([put])
    except TransactionCancelled:
        raise Conflict(translatable("This mail is being sent already.")) from None
    return put.item.key


def _mails(store: Store, order_id: str) -> list[Item]:
    """All of them: an owner may have sent many anew."""
    found: list[Item] = []
    after = None
    while True:
        page = store.query(f"ORDER#{order_id}", f"{PREFIX}{MAIL}#", after=after)
        found += page.items
        after = page.next
        if after is None:
            return found


def _entries(message: Item) -> list[dict[str, Json]]:
    letter = letter_of(message)
    common: dict[str, Json] = {
        "audience": letter.audience,
        "event": letter.event,
        "once": letter.once,
        "again": letter.again,
        "name": message.key.sk,
        "state": message.data.get("state"),
    }
    waiting: dict[str, Json] = {"at": "", "outcome": "waiting"}
    attempts = log_of(message) or ([waiting] if message.data.get("state") == "pending" else [])
    return [{**common, **attempt} for attempt in attempts]
