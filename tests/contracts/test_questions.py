"""What a change would do to the pages: asked here, answered elsewhere."""

from contracts.arrange import MovingClock

from shop.clock import timestamp
from shop.i18n.messages import Message, said
from shop.ports import Store
from shop.rebuilds.questions import answer, answer_of, ask, asked
from shop.rebuilds.service import mark, still_waiting

TOLD = {
    "findings": [{"address": "/vi/tea", "message": Message("%(times)s elements", {"times": 3})}],
    "failed": "No pages.",
}


def test_a_question_waits_until_it_is_answered_once(store: Store, clock: MovingClock) -> None:
    first = ask(store, "CHANGES#1", 4, clock)
    clock.move(1)
    second = ask(store, "CHANGES#2", 5, clock)
    assert [each.id for each in asked(store)] == [first, second]
    assert [each.id for each in asked(store, limit=1)] == [first]
    assert answer_of(store, first) is None
    assert answer_of(store, "") is None
    for question in asked(store):
        answer(store, question, {"affected": question.base, **TOLD}, clock)
    assert asked(store) == []
    found = answer_of(store, first)
    assert found is not None
    assert found["affected"] == 4
    (finding,) = found["findings"]
    assert finding["address"] == "/vi/tea"
    assert finding["message"] == "3 elements"
    german = {"%(times)s elements": "%(times)s Teile", "No pages.": "Keine Seiten."}
    assert said(finding["message"], german.__getitem__, "en") == "3 Teile"
    assert said(found["failed"], german.__getitem__, "en") == "Keine Seiten."


def test_what_was_marked_at_a_moment_waits_until_it_is_built(
    store: Store, clock: MovingClock
) -> None:
    mark(store, handles=["a"], clock=clock)
    assert still_waiting(store, timestamp(clock()))
    assert not still_waiting(store, "2001-01-01T00:00:00.000000Z")
