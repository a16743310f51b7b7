"""What a change would do to the pages: asked by the desk and by ``shop import``."""

import logging
from collections.abc import Callable, Iterable, Sequence

from starlette.routing import compile_path

from functions.bootstrap import Services
from functions.registry import FUNCTIONS
from generator.build import Builder
from generator.checks.rehearsal import Rehearsal, Rehearsed
from generator.checks.shown import Surroundings
from shop.catalogue.releases.model import ChangeSet
from shop.catalogue.releases.records import staged_changes
from shop.errors import ShopError
from shop.i18n.messages import translatable
from shop.ports import Json
from shop.rebuilds.questions import answer, asked

MOST = 100  # findings that are kept of an answer: an item of the store has room for 400 KB
OUR_SIDE = translatable("The pages could not be looked at. The shop's log says why.")

log = logging.getLogger(__name__)


def answer_questions(builder: Builder, services: Services) -> int:
    """Answers everything that is asked; how many that were. What fails is answered so: somebody
    waits at the desk."""
    answered = 0
    while questions := asked(services.store):
        for question in questions:
            changes = staged_changes(services.store, question.changes, question.base)
            answer(services.store, question, _facts(builder, services, changes), services.clock)
            answered += 1
    return answered


def _facts(builder: Builder, services: Services, changes: ChangeSet) -> dict[str, Json]:
    try:
        found = rehearsed(builder, services, changes, narrow=False)
    except ShopError as error:
        return _told(Rehearsed([]), error.message)
    except Exception:  # whoever asked would wait for ever
        log.exception("A change could not be rehearsed.")
        return _told(Rehearsed([]), OUR_SIDE)
    return _told(found, " ".join(found.unbuilt))


def _told(found: Rehearsed, failed: str) -> dict[str, Json]:
    return {
        "affected": found.impact.affected if found.impact else 0,
        "total": found.impact.total if found.impact else 0,
        "looked": found.pages,
        "sampled": found.sampled,
        "findings": [each.as_json() for each in found.errors[:MOST]],
        "failed": failed,
    }


def rehearsed(
    builder: Builder, services: Services, change_set: ChangeSet, *, narrow: bool
) -> Rehearsed:
    """A preview (not `narrow`) has not stored its pictures yet: they count as there. Raises
    BuildFailed where it is not `narrow`."""
    pictures = () if narrow else _pictures(change_set)
    around = surroundings(services.settings.base_url, services.media.names(), pictures)
    return Rehearsal(builder, change_set, around, narrow=narrow).run()


def surroundings(base_url: str, names: Iterable[str], pictures: Sequence[str] = ()) -> Surroundings:
    """`names` are those of everything in the media, `pictures` addresses that count as there."""
    return Surroundings(
        base_url, {*pictures, *(f"/media/{name}" for name in names)}, _is_function()
    )


def _is_function() -> Callable[[str], bool]:
    paths = {endpoint.path for function in FUNCTIONS for endpoint in function.endpoints}
    patterns = [compile_path(path)[0] for path in sorted(paths)]
    return lambda address: any(pattern.match(address) for pattern in patterns)


def _pictures(change_set: ChangeSet) -> list[str]:
    products = [change.after.product for change in change_set.changes if change.after]
    own = [picture.src for product in products for picture in product.pictures]
    return own + [variant.picture for product in products for variant in product.variants]
