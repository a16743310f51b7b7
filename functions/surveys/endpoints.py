"""``/api/surveys``: a survey's form, the answers to it, and what they say where that is public."""

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.answers import json_answer, language_of, page, services, wants_page
from functions.apart import apart
from functions.doorkeeper import limit
from functions.problems import retry_headers, status_of
from functions.requests import is_form, read_form, read_json
from functions.surveys.schemas import AnswersBody, Typed, answers_from, typed
from shop.abuse.limits import HOUR
from shop.errors import (
    Conflict,
    InvalidAnswers,
    InvalidInput,
    NotFound,
    ShopError,
    TooManyRequests,
)
from shop.i18n.messages import translatable
from shop.secret import key_for
from shop.surveys.definitions import UNKNOWN, find_survey
from shop.surveys.model import Survey
from shop.surveys.records import claim_put
from shop.surveys.service import (
    INVITED_ONLY,
    PURPOSE,
    Sheet,
    cookie,
    cookie_name,
    fitting,
    invited_name,
    refuse_closed,
    submit,
)
from shop.surveys.view import SurveyView, survey_view

MOST = 30  # sheets of one connection in an hour: a family, a class
YEAR = 365 * 24 * 3600
TRAP = translatable("Something filled in a field that people do not see. Please send again.")


class Writer(NamedTuple):
    """Whom a sheet is from: an invitation's or a cookie's name, and the cookie to be kept."""

    name: str
    cookie: str = ""


async def show(request: Request) -> Response:
    """``GET /api/surveys/{id}``: for browsers the form, by which an invitation is answered; for
    programs the questions."""
    survey = await apart(request, _survey, request)
    language = language_of(request)
    if not wants_page(request):
        default = services(request).profile.default_language
        phase = survey.phase(services(request).clock())
        return json_answer({**survey_view(survey, language, default), "phase": phase})
    given = request.query_params.get("invitation", "")
    fields: Typed = {"invitation": [given]}
    try:
        refuse_closed(survey, services(request).clock())
        _writer(request, survey, given)
    except ShopError as error:
        return await apart(request, _closed, request, survey, language, error)
    return await apart(request, _form, request, survey, language, fields)


async def answer(request: Request) -> Response:
    """``POST /api/surveys/{id}``: 201 ``{"status": "answered"}``; a form gets a page instead."""
    survey = await apart(request, _survey, request)
    if is_form(request):
        return await _answer_form(request, survey)
    body = await read_json(request, AnswersBody)
    sheet = Sheet(body.answers, language_of(request, body.lang))
    writer = await apart(request, _submit, request, survey, sheet, body.invitation)
    return _remembering(json_answer({"status": "answered"}, 201), survey, writer)


async def _answer_form(request: Request, survey: Survey) -> Response:
    fields = typed(await read_form(request))
    language = language_of(request, _first(fields, "lang"))
    try:
        _refuse_trapped(fields)
        sheet = Sheet(answers_from(survey, fields), language)
        given = _first(fields, "invitation")
        writer = await apart(request, _submit, request, survey, sheet, given)
    except Conflict as error:
        return await apart(request, _closed, request, survey, language, error)
    except (InvalidInput, TooManyRequests) as error:
        return await apart(request, _form, request, survey, language, fields, error)
    shown = await apart(
        request,
        page,
        request,
        "survey_thanks.html",
        language,
        survey=_view(request, survey, language),
    )
    return _remembering(shown, survey, writer)


def _submit(request: Request, survey: Survey, sheet: Sheet, invitation: str) -> Writer:
    found, key = services(request), _key(request)
    now = found.clock()
    refuse_closed(survey, now)
    writer = _writer(request, survey, invitation)
    fitting(survey, sheet)  # what is not kept is not counted
    limit(request, PURPOSE, MOST, HOUR)
    submit(found.store, survey, sheet, claim_put(survey.id, writer.name, key), now)
    return writer


def _writer(request: Request, survey: Survey, invitation: str) -> Writer:
    """Raises Conflict where only who is invited may answer."""
    key = _key(request)
    name = invited_name(key, survey.id, invitation)
    if name:
        return Writer(name)
    if survey.access == "invited":
        raise Conflict(INVITED_ONLY)
    kept = request.cookies.get(_cookie_name(survey), "")
    fresh = kept if cookie_name(key, survey.id, kept) else cookie(key, survey.id)
    return Writer(cookie_name(key, survey.id, fresh), fresh)


def _form(
    request: Request,
    survey: Survey,
    language: str,
    fields: Typed,
    error: ShopError | None = None,
) -> Response:
    """With everything that was chosen and typed."""
    say = services(request).say(language)
    errors: dict[str, str] = {}
    if isinstance(error, InvalidAnswers):
        errors = {fault["field"]: say(fault["message"]) for fault in error.details["problems"]}
    shown = page(
        request,
        "survey.html",
        language,
        status_of(error) if error else 200,
        survey=_view(request, survey, language),
        values=fields,
        errors=errors,
        problem=say(error.message) if error else None,
        invitation=_first(fields, "invitation"),
    )
    shown.headers.update((retry_headers(error) if error else None) or {})
    return shown


def _closed(request: Request, survey: Survey, language: str, error: ShopError) -> Response:
    view = _view(request, survey, language)
    sentence = services(request).say(language)(error.message)
    return page(
        request, "survey_closed.html", language, status_of(error), survey=view, sentence=sentence
    )


async def results(request: Request) -> Response:
    """``GET /api/surveys/{id}/results``: counts and shares, where the owner publishes them; no
    words that anybody typed."""
    survey = await apart(request, _survey, request)
    if survey.results != "public":
        raise NotFound(UNKNOWN)
    return await apart(request, _results, request, survey)


def _results(request: Request, survey: Survey) -> Response:
    from shop.surveys.reading import results as read
    from shop.surveys.report import report_view

    language = language_of(request)
    default = services(request).profile.default_language
    found = read(services(request).store, survey)
    view = report_view(survey, found, language, default)
    if not wants_page(request):
        return json_answer(view)
    return page(request, "survey_results.html", language, report=view)


def _remembering(shown: Response, survey: Survey, writer: Writer) -> Response:
    """The cookie says that this browser has answered, and nothing of what."""
    if writer.cookie:
        shown.set_cookie(
            _cookie_name(survey),
            writer.cookie,
            max_age=YEAR,
            path="/api/surveys",
            httponly=True,
            samesite="lax",
        )
    return shown


def _survey(request: Request) -> Survey:
    folder = services(request).settings.root / "content" / "surveys"
    return find_survey(folder, request.path_params["survey_id"])


def _view(request: Request, survey: Survey, language: str) -> SurveyView:
    return survey_view(survey, language, services(request).profile.default_language)


def _refuse_trapped(fields: Typed) -> None:
    if _first(fields, "website"):
        raise InvalidInput(TRAP)


def _first(fields: Typed, name: str) -> str:
    return next(iter(fields.get(name, ())), "")


def _cookie_name(survey: Survey) -> str:
    return f"survey-{survey.id}"


def _key(request: Request) -> str:
    return key_for(services(request).settings, PURPOSE)


ROUTES = [
    Route("/api/surveys/{survey_id}", show, methods=["GET"]),
    Route("/api/surveys/{survey_id}", answer, methods=["POST"]),
    Route("/api/surveys/{survey_id}/results", results, methods=["GET"]),
]
