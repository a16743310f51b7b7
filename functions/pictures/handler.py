"""The Lambda entry of `pictures`, woken by a schedule. Two at once share the work: each claims what
it takes (``shop/pictures/lab.py``)."""

from typing import Any

from functions.bootstrap import bootstrap
from shop.pictures.backlog import work_off

ENOUGH = 90_000  # milliseconds that the largest bite takes; what is left is done a minute later


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Answers how many pictures were tried. The pages that show them are built by the marks that
    this leaves."""
    del event
    services = bootstrap()
    tried = 0
    while context.get_remaining_time_in_millis() > ENOUGH:
        bite = work_off(services.lab, fetch=services.settings.fetch_pictures)
        if not bite.tried:
            break
        tried += bite.tried
    return {"tried": tried}
