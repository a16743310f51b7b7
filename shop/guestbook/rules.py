"""What may be done to an entry: pure."""

from datetime import datetime

from shop.errors import NotPossible
from shop.guestbook.model import Entry, Step
from shop.i18n.messages import translatable
from shop.plain_text import tidied

WITHDRAWN = translatable("This entry was withdrawn: there is nothing left of it.")
NOT_PUBLIC = translatable("Only a published entry can be answered. Approve it first.")
PUBLIC = translatable("This entry is published. Withdraw it instead.")


def approved(entry: Entry, now: datetime, actor: str) -> Entry:
    """A declined entry may be approved after all; its e-mail address is gone by then."""
    if entry.state == "published":
        return entry
    _refuse_withdrawn(entry)
    return _after(entry, "approved", now, actor, state="published", published_at=now)


def declined(entry: Entry, now: datetime, actor: str) -> Entry:
    if entry.state == "declined":
        return entry
    _refuse_withdrawn(entry)
    if entry.state == "published":
        raise NotPossible(PUBLIC)
    return _after(entry, "declined", now, actor, state="declined", email="")


def replied(entry: Entry, text: str, now: datetime, actor: str) -> Entry:
    """No words take the reply away."""
    words = tidied(text)
    if words == entry.reply and entry.state == "published":
        return entry
    _refuse_withdrawn(entry)
    if entry.state != "published":
        raise NotPossible(NOT_PUBLIC)
    what = "replied" if words else "reply removed"
    return _after(entry, what, now, actor, reply=words, replied_at=now if words else None)


def withdrawn(entry: Entry, now: datetime, actor: str) -> Entry:
    """Words, names and address are forgotten."""
    if entry.state == "withdrawn":
        return entry
    nothing = {"name": "", "text": "", "email": "", "reply": "", "replied_at": None}
    return _after(entry, "withdrawn", now, actor, state="withdrawn", published_at=None, **nothing)


def _refuse_withdrawn(entry: Entry) -> None:
    if entry.state == "withdrawn":
        raise NotPossible(WITHDRAWN)


def _after(entry: Entry, what: str, now: datetime, actor: str, **changes: object) -> Entry:
    history = (*entry.history, Step(at=now, what=what, actor=actor))
    return entry.model_copy(update={**changes, "history": history})
