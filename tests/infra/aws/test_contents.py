"""What goes out into the new shop, where somebody else publishes at the same time."""

from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest

from generator.failures import SiteHeld
from infra.aws.deploying import contents
from infra.aws.deploying.account import NotDeployed
from infra.cli.progress import Silent
from shop.errors import StoreBusy
from shop.settings import load_settings

DONE = {"failed": [], "pages_written": 1, "pages_total": 2}


@pytest.fixture
def both(tmp_path: Path) -> contents.Shops:
    here = load_settings({"SHOP_HOME": str(tmp_path)})
    return contents.Shops(here, replace(here, home=tmp_path / "there"))


def busy(times: int, told: list[str]) -> Any:
    """A build that loses its turn so many times."""

    def build(*_settings: Any, **_more: Any) -> dict[str, Any]:
        told.append("built")
        if len(told) <= times:
            raise StoreBusy("Another publisher took over; begin again.")
        return DONE

    return build


def test_who_loses_the_turn_to_the_shop_s_own_builder_begins_again(
    both: contents.Shops, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(contents, "build_site", busy(2, told))
    assert contents.send_pages(both, Silent()) == DONE
    assert len(told) == 3


def test_but_not_for_ever(both: contents.Shops, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(contents, "build_site", busy(1000, told))
    with pytest.raises(NotDeployed, match="deploy again"):
        contents.send_pages(both, Silent())
    assert len(told) == contents.TURNS


def test_pages_that_the_owner_holds_stay_and_the_deployment_goes_on(
    both: contents.Shops, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(*_settings: Any, **_more: Any) -> NoReturn:
        raise SiteHeld(3, "2026-11-22T12:00:00Z", 5)

    monkeypatch.setattr(contents, "build_site", held)
    told = contents.send_pages(both, Silent())
    assert told["pages_written"] == 0
    assert "held at edition 3" in told["held"]
