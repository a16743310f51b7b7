"""What the API's document says of surveys."""

from typing import Final, Literal

from typing_extensions import TypedDict

from functions.operations import HTML, LANG, Answer, Form, Operation, Parameter
from functions.surveys.schemas import AnswersBody
from shop.errors import (
    AnsweredBefore,
    Conflict,
    InvalidAnswers,
    InvalidInput,
    NotFound,
    SurveyClosed,
    TooManyRequests,
)
from shop.surveys.model import Phase
from shop.surveys.report import Report
from shop.surveys.view import SurveyView


class SurveyAndPhase(SurveyView):
    """`phase` is whether it is open now."""

    phase: Phase


class Answered(TypedDict):
    status: Literal["answered"]


SURVEY: Final = "/api/surveys/{survey_id}"
SAMPLE: Final = {"survey_id": "your-visit"}

OPERATIONS: Final = {
    ("GET", SURVEY): Operation(
        "A survey",
        {200: Answer("Its questions; for browsers the form.", SurveyAndPhase, (HTML,))},
        path=SAMPLE,
        query=(LANG, Parameter("invitation", "What an invitation's link carries.")),
        refusals=(AnsweredBefore, Conflict, NotFound, SurveyClosed),
    ),
    ("POST", SURVEY): Operation(
        "Answer a survey",
        {
            200: Answer("A form was sent: a page says thank you.", media=(HTML,)),
            201: Answer("The answers are kept.", Answered),
        },
        body=AnswersBody,
        example={"answers": {"found": "friend"}, "lang": "en"},
        form=Form(
            ("lang", "invitation", "website"),
            more="`q.QUESTION` for each question, `q.QUESTION.ROW` for a row of a matrix.",
        ),
        path=SAMPLE,
        query=(LANG,),
        refusals=(
            AnsweredBefore,
            Conflict,
            InvalidAnswers,
            InvalidInput,
            NotFound,
            SurveyClosed,
            TooManyRequests,
        ),
    ),
    ("GET", f"{SURVEY}/results"): Operation(
        "What a survey's answers say, where the shop publishes it",
        {200: Answer("Counts and shares; for browsers a page.", Report, (HTML,))},
        path=SAMPLE,
        query=(LANG,),
        refusals=(NotFound,),
    ),
}
