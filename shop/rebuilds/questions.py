"""What would a change do to the pages? Asked by those who cannot build, answered by whoever can.

A question names a change set that lies staged in the store. The builder rehearses it as a build
that is never shown (``generator/checks``) and lays the answer where it is looked for. Both go after
a while by themselves.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from shop.clock import Clock, new_id, timestamp
from shop.i18n.messages import from_json, to_json
from shop.ports import Delete, Item, Json, Key, Put, Store

QUESTIONS = "QUESTIONS"
KEPT = timedelta(days=2)


class Question(NamedTuple):
    """`changes` is the partition of a staged change set, made on release `base`."""

    key: Key
    id: str
    changes: str
    base: int


def ask(store: Store, changes: str, base: int, clock: Clock) -> str:
    """The name under which `answer_of` will have the answer."""
    name, now = new_id(), clock()
    data: dict[str, Json] = {"id": name, "changes": changes, "base": base}
    key = Key(QUESTIONS, f"{timestamp(now)}#{name}")
    store.put_many([Item(key, data, expires_at=int((now + KEPT).timestamp()))])
    return name


def asked(store: Store, limit: int = 10) -> list[Question]:
    """Those that wait, the oldest first."""
    found = store.query(QUESTIONS, limit=limit).items
    return [
        Question(i.key, str(i.data["id"]), str(i.data["changes"]), int(str(i.data["base"])))
        for i in found
    ]


def answer(store: Store, question: Question, facts: Mapping[str, Any], clock: Clock) -> None:
    """`facts` are those of `answer_of`."""
    expires = int((clock() + KEPT).timestamp())
    findings = [{**each, "message": to_json(each["message"])} for each in facts["findings"]]
    kept = {**facts, "findings": findings, "failed": to_json(facts["failed"])}
    item = Item(_answer_key(question.id), kept, expires_at=expires)
    store.transact([Put(item), Delete(question.key)])


def answer_of(store: Store, name: str) -> Mapping[str, Any] | None:
    """``{affected, total, looked, sampled, findings, failed}``: pages that change and that there
    are then, how many were looked at, the errors the change brings, and why it could not be said
    ("" where it could). None while nobody has answered. Sentences can be `said` in any language."""
    item = store.get(_answer_key(name)) if name else None
    if item is None:
        return None
    facts: Mapping[str, Any] = item.data
    findings = [{**each, "message": from_json(each["message"])} for each in facts["findings"]]
    return {**facts, "findings": findings, "failed": from_json(facts["failed"])}


def _answer_key(name: str) -> Key:
    return Key(f"ANSWER#{name}", "ANSWER")
