"""What visitors write and answer, on every store."""

from datetime import timedelta

from contracts.arrange import MovingClock

from shop.errors import AnsweredBefore
from shop.guestbook.model import Draft
from shop.guestbook.public import published
from shop.guestbook.service import approve, decline, find, listed, reply, withdraw, write
from shop.ports import Store
from shop.rebuilds.due import catch_up
from shop.rebuilds.moments import expect
from shop.rebuilds.service import waiting
from shop.surveys.model import Survey
from shop.surveys.reading import results
from shop.surveys.records import claim_put
from shop.surveys.service import Sheet, submit


def test_an_entry_goes_its_way(store: Store, clock: MovingClock) -> None:
    for form in ("E1", "E2", "E3"):
        draft = Draft(name="Hoa", text=f"Words of {form}", email="h@example.com", language="vi")
        write(store, draft, form, clock)
    approve(store, "E1", "mai", clock)
    approve(store, "E2", "mai", clock)
    decline(store, "E3", "mai", clock)
    reply(store, "E1", "Thanks", "mai", clock)
    facts = {str(each["id"]): each["reply"] for each in published(store)}
    assert facts == {"E1": "Thanks", "E2": ""}
    assert waiting(store).rooms == {"guestbook"}
    withdraw(store, "E1", "author", clock)
    assert [each["id"] for each in published(store)] == ["E2"]
    states = ("waiting", "published", "declined", "withdrawn")
    found = {state: [each.id for each in listed(store, state).entries] for state in states}
    assert found == {"waiting": [], "published": ["E2"], "declined": ["E3"], "withdrawn": ["E1"]}
    assert find(store, "E1").text == ""


def test_a_survey_takes_one_answer_of_each(store: Store, clock: MovingClock) -> None:
    question = {"id": "wish", "kind": "text", "title": {"en": "What?"}}
    survey = Survey.model_validate(
        {"id": "visit", "title": {"en": "Visit"}, "question": [question]}
    )
    for text in ("first", "second"):
        sheet = Sheet({"wish": text}, "en")
        try:
            submit(store, survey, sheet, claim_put("visit", "name", "key"), clock())
        except AnsweredBefore:
            assert text == "second"
    assert results(store, survey).tallies[0].texts == ("first",)


def test_moments_come_once(store: Store, clock: MovingClock) -> None:
    expect(store, "surveys", [clock() + timedelta(hours=1)], clock)
    catch_up(store, clock)
    assert waiting(store).rooms == frozenset()
    catch_up(store, lambda: clock() + timedelta(hours=2))
    catch_up(store, lambda: clock() + timedelta(hours=2))
    assert len(waiting(store).marks) == 1
