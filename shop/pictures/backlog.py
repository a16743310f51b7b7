"""What waits to be done with pictures, in bites so small that one can stop in between."""

from typing import NamedTuple

from shop.pictures.lab import Lab
from shop.pictures.model import Collected
from shop.pictures.renditions import renditions_due
from shop.pictures.service import retry_due

FETCHED_AT_ONCE = 16
DRAWN_AT_ONCE = 4


class Bite(NamedTuple):
    """How many pictures were tried, of them `fetched`, and how many got renditions."""

    tried: int = 0
    fetched: int = 0
    drawn: int = 0


def work_off(lab: Lab, *, fetch: bool) -> Bite:
    """One bite of what is due. With ``fetch=False`` nothing is asked of the web. What was done is
    marked for the builder (``shop.rebuilds``); nothing tried means that nothing is due."""
    collected = retry_due(lab, FETCHED_AT_ONCE) if fetch else Collected()
    made = renditions_due(lab, DRAWN_AT_ONCE)
    return Bite(
        tried=len(collected.paths) + len(collected.warnings) + made.tried,
        fetched=len(collected.paths),
        drawn=len(made.paths),
    )
