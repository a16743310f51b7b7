"""``kill -9`` at any moment: what was said is kept, the rest is said when it is asked for again.

``RACES=full`` runs it in full size; ``python -m races`` (in tests/) prints the figures.
"""

import os
from pathlib import Path

import pytest
from races import stores
from races.kills import killed

KILLS = 200 if os.environ.get("RACES") == "full" else 12

pytestmark = pytest.mark.network


def test_a_shop_that_is_killed_keeps_its_word(place: stores.Place, tmp_path: Path) -> None:
    left = killed(place, tmp_path, KILLS, seed=1)
    assert (left.wrong, left.faults) == ((), ())
    assert left.orders == left.answers > KILLS / 2
    assert (left.captured, left.refunded) == left.gateway
    assert left.waiting == 0
    assert left.ends.total() == KILLS
    assert left.refused.keys() <= {"refund not_possible", "cancel not_possible"}
