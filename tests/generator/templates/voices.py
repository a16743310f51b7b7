"""The variables of guestbook and survey pages, for `views.py`."""

from collections.abc import Callable
from typing import Any

View = dict[str, Any]
Text = Callable[[str], str]


def voices(text: Text, *, few: bool) -> View:
    """An entry with a reply and one without, and a survey with every kind of question."""
    entries = [_entry("E1", text, reply=text("Thank you")), _entry("E2", text, reply="")]
    return {
        "entries": [] if few else entries,
        "feed": "/feeds/en.guestbook.atom.xml",
        "survey": _survey(text, few=few),
        "phase": "before" if few else "open",
    }


def _entry(name: str, text: Text, reply: str) -> View:
    return {
        "id": name,
        "name": text("Lan"),
        "text": text("Good tea.\nGood people."),
        "language": "vi",
        "at": "2026-11-20T08:00:00+00:00",
        "reply": reply,
        "replied_at": "2026-11-21T08:00:00+00:00" if reply else "",
    }


def _survey(text: Text, *, few: bool) -> View:
    kinds = [] if few else ["single", "multiple", "scale", "matrix", "text"]
    groups = [_group(_question(kind, text), []) for kind in kinds]
    if groups:
        groups[0]["groups"] = [_group(_question("text", text, "why"), [2])]
    return {
        "id": "how-was-it",
        "title": text("How was it?"),
        "intro": "" if few else text("Five questions."),
        "thanks": text("Thank you"),
        "opens": "2026-11-01T00:00:00+00:00",
        "closes": "" if few else "2026-12-01T00:00:00+00:00",
        "access": "open",
        "public": not few,
        "groups": groups,
    }


def _group(question: View, after: list[int]) -> View:
    return {"question": question, "after": after, "groups": []}


def _question(kind: str, text: Text, name: str = "") -> View:
    choices = [{"id": each, "title": text(each)} for each in ("yes", "no")]
    return {
        "id": name or kind,
        "kind": kind,
        "title": text(f"A {kind} question"),
        "help": text("Choose"),
        "required": kind == "single",
        "choices": choices,
        "rows": choices if kind == "matrix" else [],
        "steps": [1, 2, 3, 4, 5],
        "low": text("bad"),
        "high": text("good"),
        "longest": 500,
    }
