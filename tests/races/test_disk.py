"""A disk that is full or fails: a 503 that says when to come back, and nothing is lost.

``RACES=full`` runs every fault; ``python -m races`` (in tests/) prints the figures.
"""

import os
from pathlib import Path

import pytest
from races.disk import FAULTS, disk_fails, missing

FULL = os.environ.get("RACES") == "full"
ORDERS = 200 if FULL else 24

pytestmark = pytest.mark.network


@pytest.fixture(scope="module", autouse=True)
def _strace() -> None:
    if reason := missing():
        pytest.skip(reason)


@pytest.mark.parametrize("fault", FAULTS if FULL else FAULTS[::5])
def test_what_a_failing_disk_let_through_is_there(fault: str, tmp_path: Path) -> None:
    endured = disk_fails(tmp_path, fault, ORDERS)
    assert endured.injected > 0
    assert (endured.unfit, endured.lost, endured.faults) == ((), (), ())
    assert endured.integrity == "ok"
    refused = "503 no_space" if "ENOSPC" in fault else "503 store_unavailable"
    assert endured.answers.keys() == {"201", refused}
    assert endured.after == {"201": ORDERS}
    assert endured.orders == ORDERS
