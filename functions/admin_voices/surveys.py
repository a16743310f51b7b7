"""``/admin/voices/surveys``: what people answered, all together, crossed, and as a file."""

import tempfile
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.downloads import attachment
from functions.admin.shell import desk_page, language, refusal
from functions.answers import services
from shop.errors import InvalidInput
from shop.i18n.languages import pick
from shop.i18n.messages import translatable
from shop.surveys.definitions import find_survey, load_surveys
from shop.surveys.model import Survey
from shop.surveys.reading import crossing, export_answers, results
from shop.surveys.records import stored_answers
from shop.surveys.report import report_view
from shop.surveys.results import options

PATH = "/admin/voices/surveys"
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PHASES = {
    "before": translatable("not open yet"),
    "open": translatable("open"),
    "after": translatable("closed"),
}
UNKNOWN = translatable("There is no such format.")


def surveys(request: Request) -> Response:
    """All of them, with how many people answered."""
    found, now = services(request), services(request).clock()
    shown = [
        {
            "id": survey.id,
            "title": _say(request, survey.title),
            "phase": survey.phase(now),
            "answers": sum(1 for _ in stored_answers(found.store, survey.id)),
        }
        for survey in load_surveys(_folder(request))
    ]
    return desk_page(request, "voices/surveys.html", "voices", surveys=shown, phases=PHASES)


def survey(request: Request) -> Response:
    """One of them; with ``?first=`` and ``?second=`` two of its questions side by side."""
    found, asked = services(request), _asked(request)
    lang, default = language(request), found.profile.default_language
    first, second = (request.query_params.get(name, "") for name in ("first", "second"))
    sentence, status, table = "", 200, None
    if first or second:
        try:
            table = _crossed(request, asked, first, second)
        except InvalidInput as error:
            sentence, status = refusal(request, error)
    told = results(found.store, asked)
    return desk_page(
        request,
        "voices/survey.html",
        "voices",
        status,
        survey=asked,
        report=report_view(asked, told, lang, default, texts=True),
        phase=PHASES[asked.phase(found.clock())],
        choices=[(each.id, _say(request, each.title)) for each in asked.question if options(each)],
        first=first,
        second=second,
        table=table,
        refused=sentence,
    )


def _crossed(request: Request, asked: Survey, first: str, second: str) -> dict[str, Any]:
    """Raises InvalidInput."""
    found = crossing(services(request).store, asked, first, second)
    titles = [_titles(request, asked, name) for name in (first, second)]
    return {
        "columns": [titles[1].get(name, name) for name in found.columns],
        "rows": [
            (titles[0].get(name, name), counts)
            for name, counts in zip(found.rows, found.counts, strict=True)
        ],
    }


def _titles(request: Request, asked: Survey, name: str) -> dict[str, str]:
    question = asked.named(name)
    return {each.id: _say(request, each.title) for each in question.choice} if question else {}


def answers(request: Request) -> Response:
    """Every answer as a row of a file. Raises InvalidInput, NotFound."""
    kind = request.query_params.get("type", "csv")
    if kind not in KINDS:
        raise InvalidInput(UNKNOWN)
    found, asked = services(request), _asked(request)
    with tempfile.TemporaryDirectory(prefix="answers-") as folder:
        path = Path(folder, f"answers.{kind}")
        default = found.profile.default_language
        export_answers(found.store, asked, path, language(request), default)
        return attachment(path.read_bytes(), f"{asked.id}.{kind}", KINDS[kind])


def _asked(request: Request) -> Survey:
    return find_survey(_folder(request), request.path_params["survey_id"])


def _folder(request: Request) -> Path:
    return services(request).settings.root / "content" / "surveys"


def _say(request: Request, texts: dict[str, str]) -> str:
    return pick(texts, language(request), services(request).profile.default_language)


ROUTES = [
    Route(PATH, surveys, methods=["GET"]),
    Route(f"{PATH}/{{survey_id}}", survey, methods=["GET"]),
    Route(f"{PATH}/{{survey_id}}/answers", answers, methods=["GET"]),
]
