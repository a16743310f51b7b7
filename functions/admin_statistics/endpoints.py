"""``/admin/statistics``: a report as a page, and as a file."""

import io
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.downloads import attachment
from functions.admin.shell import desk_page, language, refusal
from functions.admin_statistics import figures
from functions.admin_statistics.period import RECENT, Period, period_of
from functions.admin_statistics.words import BY, called
from functions.answers import services
from shop.catalogue.writing.files import write_csv
from shop.errors import InvalidInput
from shop.statistics.service import By, Row, parsed_by, report, shop_zone

PATH = "/admin/statistics"
FILE = f"{PATH}/figures.csv"


class Wanted(NamedTuple):
    by: By
    period: Period

    @property
    def query(self) -> str:
        days = {"since": self.period.since, "until": self.period.until}
        return urlencode({"by": self.by, **days})


def statistics(request: Request) -> Response:
    """``?by=``, ``?since=`` and ``?until=``; of what cannot be used, the last 30 days instead."""
    sentence, status = "", 200
    try:
        wanted = _wanted(request)
    except InvalidInput as error:
        sentence, status = refusal(request, error)
        wanted = Wanted("day", Period.of(_today(request)))
    rows = _report(request, wanted, wanted.by)
    totals = rows if wanted.by in figures.IN_TIME else _report(request, wanted, "month")
    names = _names(request, wanted, rows)
    currency = services(request).profile.currency
    found = figures.accounts(totals, rows, currency)
    return desk_page(
        request,
        "statistics/report.html",
        "statistics",
        status,
        refused=sentence,
        wanted=wanted,
        kinds=BY,
        titles=figures.TITLES,
        columns=figures.table_columns(wanted.by),
        accounts=[_view(account, wanted, names) for account in found],
        recent=[(title, _link(request, wanted, days)) for days, title in RECENT],
        file=f"{FILE}?{wanted.query}",
    )


def _view(account: figures.Account, wanted: Wanted, names: dict[str, str]) -> dict[str, Any]:
    rows = figures.filled(account, wanted.by, wanted.period)
    in_time = wanted.by in figures.IN_TIME
    return {
        "currency": account.currency,
        "total": account.total,
        "average": account.average,
        "income": figures.drawn(rows, "net", names) if in_time else None,
        "paid": figures.drawn(rows, "paid", names) if in_time else None,
        "ranked": [] if in_time else figures.ranked(rows, names),
        "lines": figures.lines(list(account.rows)[: figures.SHOWN], names),
        "more": max(0, len(account.rows) - figures.SHOWN),
    }


def file(request: Request) -> Response:
    """The same as csv, with every figure. Raises InvalidInput."""
    wanted = _wanted(request)
    rows = _report(request, wanted, wanted.by)
    names = _names(request, wanted, rows)
    content = io.BytesIO()
    write_csv(figures.file_rows(rows, wanted.by, names), content)
    name = f"statistics-{wanted.by}-{wanted.period.since}-{wanted.period.until}.csv"
    return attachment(content.getvalue(), name, "text/csv; charset=utf-8")


def _wanted(request: Request) -> Wanted:
    asked = request.query_params
    return Wanted(parsed_by(asked.get("by", "day")), period_of(asked, _today(request)))


def _report(request: Request, wanted: Wanted, by: By) -> list[Row]:
    return report(services(request).store, *wanted.period, by)


def _names(request: Request, wanted: Wanted, rows: list[Row]) -> dict[str, str]:
    found, lang = services(request), language(request)
    keys = {row.key for row in rows}
    if wanted.by in figures.IN_TIME:
        keys |= set(wanted.period.slots(wanted.by))
    languages = (lang, found.profile.default_language)
    return called(wanted.by, keys, found.store, languages, found.say(lang))


def _today(request: Request) -> date:
    found = services(request)
    return found.clock().astimezone(shop_zone(found.profile)).date()


def _link(request: Request, wanted: Wanted, days: int) -> tuple[str, bool]:
    """Where the last `days` are shown, and whether they are."""
    period = Period.of(_today(request), days)
    other = wanted._replace(period=period)
    return f"{PATH}?{other.query}", period == wanted.period


ROUTES = [
    Route(PATH, statistics, methods=["GET"]),
    Route(FILE, file, methods=["GET"]),
]
