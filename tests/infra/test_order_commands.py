"""``shop orders``, ``shop statistics`` and ``shop webhooks`` as an owner types them."""

import json
from pathlib import Path
from typing import Any

import pytest
from factories import MOMENT
from sold_orders import keep_steps, paid_order
from typer.testing import CliRunner

from infra.cli.main import app
from shop.adapters.sqlite_store import SqliteStore
from shop.errors import ShopError

DAY = ("--since", "2026-11-22", "--until", "2026-11-22")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHOP_HOME", str(tmp_path))
    store = SqliteStore(tmp_path / "shop.db")
    keep_steps(store, paid_order(at=MOMENT))
    store.close()
    return tmp_path


def shop(*words: object, fails: bool = False) -> Any:
    done = CliRunner().invoke(app, [str(word) for word in words])
    if done.exception and isinstance(done.exception, ShopError):
        raise done.exception
    assert done.exit_code == (1 if fails else 0), done.output
    return json.loads(done.stdout) if "--json" in words else done.stderr


@pytest.mark.parametrize("words", [("orders",), ("orders", "list")])
def test_orders_are_listed(words: tuple[str, ...]) -> None:
    assert shop(*words, "--json")["orders"][0]["number"] == "HN-O1"
    assert "HN-O1" in shop(*words)


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json"])
def test_orders_are_exported(home: Path, suffix: str) -> None:
    file = home / f"orders.{suffix}"
    told = shop("orders", "export", file, *DAY, "--rows", "lines", "--state", "paid", "--json")
    assert (told["orders"], file.exists()) == (1, True)
    assert shop("orders", "export", file, "--state", "expired", "--json")["orders"] == 0


def test_figures_are_reported() -> None:
    (row,) = shop("statistics", "report", *DAY, "--by", "country", "--json")["rows"]
    assert (row["key"], row["net"], row["figures"]["paid"]) == ("VN", 2800, 1)
    assert "TEA-50" in shop("statistics", "report", *DAY, "--by", "sku")
    with pytest.raises(ShopError, match="week"):
        shop("statistics", "report", *DAY, "--by", "moon")


def test_a_recount_says_what_differs_and_mends_it(home: Path) -> None:
    store = SqliteStore(home / "shop.db")
    store.delete_many([store.query("SALES#2026-11").items[0].key])
    store.close()
    assert len(shop("statistics", "recount", "--dry-run", "--json", fails=True)["wrong"]) == 1
    shop("statistics", "recount")
    assert shop("statistics", "recount", "--dry-run", "--json")["wrong"] == []


def test_a_history_is_loaded(home: Path) -> None:
    file = home / "old.csv"
    header = "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,Country\n"
    rows = "1,12345,2,2026-11-22 08:00,2.55,France\n2,12345,x,2026-11-22 08:00,2.55,France\n"
    file.write_text(header + rows)
    told = shop("statistics", "load", file, "--currency", "EUR", "--json")
    assert (told["counts"]["lines"], told["faulty"]) == (1, 1)
    assert "row 3, Quantity" in shop("statistics", "load", file, "--currency", "EUR")
    keys = [
        row["key"]
        for row in shop("statistics", "report", *DAY, "--by", "country", "--json")["rows"]
    ]
    assert sorted(keys) == ["FR", "VN"]
    with pytest.raises(ShopError, match="cannot be read"):
        shop("statistics", "load", home / "nothing.csv")


def test_a_webhook_from_adding_to_removing() -> None:
    made = shop("webhooks", "add", "https://erp.example.com/", "--event", "order.paid", "--json")
    assert made["secret"].startswith("whsec_")
    (listed,) = shop("webhooks", "list", "--json")["webhooks"]
    assert (listed["id"], listed["state"], listed["events"]) == (
        made["id"],
        "active",
        ["order.paid"],
    )
    assert "secret" not in listed
    assert shop("webhooks", "log", made["id"], "--json")["deliveries"] == []
    shop("webhooks", "enable", made["id"])
    shop("webhooks", "remove", made["id"])
    assert shop("webhooks", "list", "--json")["webhooks"] == []


@pytest.mark.network
def test_a_test_message_to_nobody_says_so() -> None:
    made = shop("webhooks", "add", "http://127.0.0.1:9/", "--json")
    told = shop("webhooks", "test", made["id"], "--json", fails=True)
    assert (told["status"], "did not answer" in told["error"]) == (0, True)
