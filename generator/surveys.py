"""The pages of surveys. Their files are read with everything else; what changes afterwards is that
one opens or closes, at moments that are known then."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from generator.index.database import Database
from generator.plan import TEMPLATES, PlannedPage
from generator.shop_facts import ShopFacts
from generator.site import Site

ROOM = "surveys"  # as marks name it, and the fact with their moments by id

Moments = dict[str, tuple[str, str]]  # opens and closes, "" where nothing is said


def survey_fact(survey_id: str) -> str:
    """Of its fact and its source."""
    return f"survey:{survey_id}"


def phase_fact(survey_id: str) -> str:
    return f"survey-phase:{survey_id}"


def fill(site: Site, facts: ShopFacts, database: Database) -> None:
    """Into an empty index, inside its transaction."""
    folder = site.content / "surveys"
    if not folder.is_dir() or not site.has_template(TEMPLATES["survey"]):
        return
    from shop.surveys.definitions import load_surveys
    from shop.surveys.view import survey_view

    moments: Moments = {}
    for survey in load_surveys(folder):
        views = {
            code: survey_view(survey, code, facts.default_language) for code in facts.languages
        }
        database.state(survey_fact(survey.id), views)
        moments[survey.id] = _text(survey.opens), _text(survey.closes)
    if moments:
        database.state(ROOM, moments)
        turn(site, database, [ROOM])


def planned(database: Database, languages: Sequence[str]) -> list[PlannedPage]:
    return [
        PlannedPage("survey", language, f"/surveys/{survey_id}", (survey_id,))
        for survey_id in database.fact(ROOM) or ()
        for language in languages
    ]


def turn(site: Site, database: Database, rooms: Collection[str]) -> set[str]:
    """Notes which surveys are open now, where `rooms` name them; the sources that changes."""
    changed = set()
    known: Moments = (database.fact(ROOM) or {}) if ROOM in rooms else {}
    now = site.clock()
    for survey_id, (opens, closes) in known.items():
        name, phase = phase_fact(survey_id), _phase(opens, closes, now)
        if database.fact(name) != phase:
            database.state(name, phase)
            changed.add(name)
    return changed


def moments(database: Database) -> list[datetime]:
    """When pages will have to say something else."""
    known: Moments = database.fact(ROOM) or {}
    return [datetime.fromisoformat(text) for pair in known.values() for text in pair if text]


def _phase(opens: str, closes: str, now: datetime) -> str:
    """As `shop.surveys.model` has it, without loading that."""
    if opens and now < datetime.fromisoformat(opens):
        return "before"
    return "after" if closes and now >= datetime.fromisoformat(closes) else "open"


def _text(moment: Any) -> str:
    return moment.isoformat() if moment else ""
