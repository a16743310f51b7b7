"""Nothing is sold twice, nobody blocks anybody, and both stores end in the same state.

``RACES=full`` runs them in their full size; ``python -m races`` (in tests/) prints the figures.
"""

import os
from collections import Counter

import pytest
from races.buyers import last_pieces, opposite_baskets

from shop.ports import Store
from shop.stock.movements import Pieces

FULL = os.environ.get("RACES") == "full"
BUYERS, SEEDS = (1000, 20) if FULL else (150, 2)
EACH, STOCK = (200, 50) if FULL else (40, 10)
IN_FLIGHT = 100 if FULL else 50


@pytest.mark.parametrize("seed", range(SEEDS))
def test_ten_pieces_make_ten_orders(store: Store, seed: int) -> None:
    outcome = last_pieces(store, BUYERS, 10, IN_FLIGHT, seed)
    assert outcome.state == (
        Counter(placed=10, out_of_stock=BUYERS - 10),
        10,
        {"A": Pieces(0, 10, 0)},
        (),
    )


def test_opposite_baskets_do_not_block_each_other(store: Store) -> None:
    outcome = opposite_baskets(store, EACH, STOCK, IN_FLIGHT, seed=0)
    assert outcome.state == (
        Counter(placed=STOCK, out_of_stock=2 * EACH - STOCK),
        STOCK,
        {"A": Pieces(0, STOCK, 0), "B": Pieces(0, STOCK, 0)},
        (),
    )
