"""``/admin/catalogue/import``: a spreadsheet and a zip of pictures are handed in."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.forms import Fields, text, ticked, with_form
from functions.admin.presence import changed, member
from functions.admin.shell import REFUSALS, desk_page, done, refusal, told
from functions.admin_catalogue.receiving import Received, largest, with_files
from functions.answers import see_other, services
from shop.catalogue.submissions import records
from shop.catalogue.submissions.model import Submission, Wishes
from shop.catalogue.submissions.reading import hand_in_files
from shop.errors import InvalidInput
from shop.i18n.messages import translatable

PATH = "/admin/catalogue/import"
FORMATS = (
    "shopify", "woocommerce", "google", "kiotviet", "shopee", "vendure", "magento", "prestashop",
    "medusa", "table", "plain",
)  # fmt: skip
FAULTY = ("refuse", "draft", "stop")
NO_FILE = translatable("Choose a spreadsheet first.")
NO_CURRENCY = translatable("Write the currency as three letters, such as USD or VND.")
DONE = {
    "discarded": translatable("It is discarded; nothing was changed."),
}


def form(request: Request) -> Response:
    """``GET``: the form, and what was handed in before and not decided yet."""
    return _page(request)


def _page(request: Request, status: int = 200, refused: str = "", fields: Fields = {}) -> Response:  # noqa: B006 - never changed
    found = services(request)
    return desk_page(
        request,
        "catalogue/import.html",
        "catalogue",
        status,
        refused=refused,
        fields=fields,
        formats=FORMATS,
        currency=found.profile.currency,
        megabytes=largest(found) >> 20,
        pending=records.pending(found.store),
        done=told(request, DONE),
    )


def hand_in(request: Request, fields: Fields, files: list[Received]) -> Response:
    """``POST``: kept, read and compared; on to the page that shows what it would change."""
    found = services(request)
    sheets = [(each.name, each.stream) for each in files if each.field == "files"]
    pictures = [(each.name, each.stream) for each in files if each.field == "pictures"]
    try:
        if fields.get("refused") or not sheets:
            raise InvalidInput(fields.get("refused") or NO_FILE)
        submission = hand_in_files(
            found.workshop,
            sheets,
            pictures[0] if pictures else None,
            wishes_of(fields),
            member(request).email,
        )
    except REFUSALS as error:
        sentence, status = refusal(request, error)
        return _page(request, status, sentence, fields)
    changed(request, submission.title, {}, {"files": list(submission.files)})
    return see_other(address(submission))


def wishes_of(fields: Fields) -> Wishes:
    """Raises InvalidInput."""
    currency = text(fields, "currency", 10).upper()
    if currency and not (currency.isascii() and currency.isalpha() and len(currency) == 3):
        raise InvalidInput(NO_CURRENCY)
    wanted, faulty = fields.get("format", "auto"), fields.get("faulty", "refuse")
    return Wishes.model_validate(
        {
            "format": wanted if wanted in FORMATS else "auto",
            "currency": currency,
            "faulty": faulty if faulty in FAULTY else "refuse",
            "replace": ticked(fields, "replace"),
        }
    )


def discard(request: Request, _fields: Fields) -> Response:
    """``POST …/discard``: forgotten at once, and not only after a day."""
    found = services(request)
    submission = records.find(found.store, request.path_params["submission_id"])
    if submission.over:
        return see_other(afterwards(submission))
    records.forget(found.store, found.workshop.uploads, submission)
    changed(request, submission.title, {}, {})
    return done(PATH, "discarded")


def afterwards(decided: Submission) -> str:
    """The page that shows what became of it."""
    if decided.release is not None:
        return f"/admin/catalogue/releases/{decided.release}?done=published"
    if decided.scheduled:
        return "/admin/catalogue/releases?done=scheduled"
    return "/admin/catalogue?done=counted"


def address(submission: Submission) -> str:
    return f"/admin/catalogue/submissions/{submission.id}"


ROUTES = [
    Route(PATH, form, methods=["GET"]),
    Route(PATH, with_files(hand_in), methods=["POST"]),
    Route(
        "/admin/catalogue/submissions/{submission_id}/discard", with_form(discard), methods=["POST"]
    ),
]
