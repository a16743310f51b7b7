"""Which days somebody wants to see, and every day, week or month that lies in them."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from shop.errors import InvalidInput
from shop.i18n.messages import translatable
from shop.statistics.records import months

LONGEST = 5 * 366  # days
A_DAY = timedelta(days=1)
USUAL = 30

NO_DAY = translatable("Write days as 2026-11-22.")
TURNED = translatable("The first day comes after the last one.")
TOO_LONG = translatable("Choose five years at most.")
# Days back from today, and what that is called.
RECENT = (
    (7, translatable("7 days")),
    (30, translatable("30 days")),
    (90, translatable("90 days")),
    (365, translatable("A year")),
)


class Period(NamedTuple):
    """Both days are in it."""

    since: date
    until: date

    @classmethod
    def of(cls, today: date, days: int = USUAL) -> "Period":
        return cls(today - timedelta(days=days - 1), today)

    def slots(self, by: str) -> list[str]:
        """The keys that a report by day, week or month can have, those of nothing sold too."""
        if by == "month":
            return list(months(self.since, self.until))
        if by == "week":
            return list(dict.fromkeys(f"{day:%G-W%V}" for day in self._days()))
        return [day.isoformat() for day in self._days()]

    def _days(self) -> Iterator[date]:
        for number in range((self.until - self.since).days + 1):
            yield self.since + number * A_DAY


def period_of(asked: Mapping[str, str], today: date) -> Period:
    """``since`` and ``until`` of an address; the last 30 days without them. Raises InvalidInput."""
    usual = Period.of(today)
    until = _day(asked.get("until", ""), today)
    since = _day(asked.get("since", ""), min(usual.since, until))
    if since > until:
        raise InvalidInput(TURNED)
    if (until - since).days >= LONGEST:
        raise InvalidInput(TOO_LONG)
    return Period(since, until)


def _day(text: str, default: date) -> date:
    if not text.strip():
        return default
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidInput(NO_DAY) from None
