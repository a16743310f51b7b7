"""``shop shipping check``."""

import json
from pathlib import Path

import pytest
from factories import offer, put_for_sale
from typer.testing import CliRunner

from functions.bootstrap import compose
from infra.cli.main import app
from shop.settings import load_settings


@pytest.fixture(autouse=True)
def _shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample settings over an empty store with one article."""
    monkeypatch.setenv("SHOP_HOME", str(tmp_path / "shop"))
    store = compose(load_settings()).store
    put_for_sale(store, offer(weight_grams=300))
    store.close()


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["shipping", "check", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_every_method_is_told_with_its_reason() -> None:
    code, _out, told = run("--country", "vn", "--sku", "TEA-50=2")
    assert code == 0
    assert "hoi-an-bicycle: not offered. It depends on the postcode, which is not given." in told
    assert "vietnam-courier: $3.00" in told


def test_json_is_one_object() -> None:
    code, out, _told = run("--country", "VN", "--postcode", "51300", "--sku", "TEA-50", "--json")
    offered = {m["id"]: m["offered"] for m in json.loads(out)["methods"]}
    assert code == 0
    assert offered["hoi-an-bicycle"]
    assert not offered["asia-airmail"]


def test_a_cart_that_nothing_carries_is_exit_1() -> None:
    code, _out, told = run("--country", "VN", "--sku", "NOPE")
    assert code == 1
    assert "NOPE" in told


@pytest.mark.parametrize("sku", ["TEA-50=0", "TEA-50=x", "TEA-50=1000"])
def test_pieces_are_a_number(sku: str) -> None:
    result = CliRunner().invoke(app, ["shipping", "check", "--country", "VN", "--sku", sku])
    assert "does not say how many pieces" in str(result.exception)
