"""An older edition of the pages, brought back and held until it is let go.

Who brings back yesterday's pages does so because today's are wrong. A build would make today's
again: so there is none, of whatever kind, until somebody says that it may go on.
"""

from generator.failures import SiteHeld
from generator.publishing.publisher import Published, Publisher
from shop.clock import Clock, now
from shop.errors import ShopError
from shop.ports import Store
from shop.rebuilds.service import waiting
from shop.rebuilds.standing import Held, held, hold, hold_again


def hold_edition(store: Store, publisher: Publisher, number: int, clock: Clock = now) -> Published:
    """Shows edition `number` again, byte for byte, and has it stay; that of an edition shown
    already is to stay, too. Raises NotFound for one that is not kept.

    It is held before it is shown: whoever is killed in between finds nothing undone.
    """
    with publisher.edition() as edition:
        before = held(store)
        hold(store, number, clock)
        try:
            return edition.roll_back(number)
        except ShopError:
            hold_again(store, before)
            raise


def refuse(store: Store, found: Held) -> SiteHeld:
    """Says what is held, and how much waits for it."""
    marks = waiting(store)
    return SiteHeld(found.edition, found.since, len(marks.handles) + len(marks.skus))
