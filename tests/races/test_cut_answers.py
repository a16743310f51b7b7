"""Who gets no answer asks again by the key: there is one order, and one answer to it for ever.

``RACES=full`` runs it in full size; ``python -m races`` (in tests/) prints the figures.
"""

import os
from collections import Counter
from pathlib import Path

import pytest
from races import stores
from races.cut_answers import STOCK, answers_cut

from shop.stock.movements import Pieces

CHECKOUTS = 300 if os.environ.get("RACES") == "full" else 24

pytestmark = pytest.mark.network


def test_checkouts_without_an_answer_are_repeated_by_key(
    place: stores.Place, tmp_path: Path
) -> None:
    outcome = answers_cut(place, tmp_path, CHECKOUTS, in_flight=20, seed=1)
    assert (outcome.orders, outcome.answers, outcome.changed) == (CHECKOUTS, CHECKOUTS, 0)
    assert outcome.refusals == Counter({(422, "idempotency_key_reused"): CHECKOUTS})
    assert outcome.stock == Pieces(STOCK - CHECKOUTS, CHECKOUTS, 0)
    assert outcome.faults == ()
    third = CHECKOUTS // 3
    assert outcome.states == Counter(reserved=third, pending_offline=CHECKOUTS - third)
    assert outcome.statuses["cut"] > CHECKOUTS / 5
    assert not outcome.statuses["429 challenge_required"]
