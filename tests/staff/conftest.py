"""A clock that stands until it is moved."""

import pytest
from contracts.arrange import MovingClock


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()
