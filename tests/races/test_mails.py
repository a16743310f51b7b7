"""Nothing is lost, and nothing is doubled but where somebody could not know that it was sent."""

from pathlib import Path

import pytest
from races.mails import faults, race


@pytest.mark.network
def test_mails_survive_a_failing_server_and_killed_workers(tmp_path: Path) -> None:
    figures = race(tmp_path, mails=250, workers=2, kills=2, seed=7)
    assert faults(figures) == []
    assert figures["poison"] > 0
    assert figures["attempts"]["failed"] > figures["mails"] / 5
