"""The Lambda entry of `rebuild`, woken by marks and questions in the table's stream and by clocks.

The schedule is for what no write announces: releases that go live, sales that begin and end. Once a
day the published site lets go of what nobody needs any more. Two at
once wait for each other at the site's lease; the second one finds nothing left to do. A process
that goes on living builds what changed; a new one has no index yet and builds everything, of which
only what differs is written.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from functions.bootstrap import bootstrap
from shop.rebuilds.due import catch_up
from shop.rebuilds.questions import asked
from shop.rebuilds.service import any_waiting
from shop.rebuilds.standing import held

if TYPE_CHECKING:
    from generator.build import Builder

DAILY = "daily"


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Answers how many pages were written. Raises BuildFailed where some could not be made, so
    that somebody is told; all others are published. What the desk asked is answered first: that
    publishes nothing, and somebody waits for it. Nothing is built while an older edition is held.
    """
    del context
    services = bootstrap()
    catch_up(services.store, services.clock)
    if asked(services.store, limit=1):
        from functions.rebuild.rehearsing import answer_questions

        answer_questions(builder(), services)
    if event.get("wake") == DAILY:
        builder().publisher.tidy()
    if not any_waiting(services.store) or held(services.store):
        return {"pages_written": 0}
    report = builder().build()
    if report.failed:
        from generator.failures import BuildFailed

        raise BuildFailed(report.failed)
    return {"pages_written": report.pages_written}


@cache
def builder() -> "Builder":
    """The one of this process, over the store it has open. It keeps its index between builds."""
    from generator.bootstrap import open_builder

    services = bootstrap()
    return open_builder(services.settings, services.store)
