"""``shop orders show|confirm|…``, ``shop coupons``, ``shop bank``, ``shop outbox`` and ``shop
parked`` as an owner types them."""

import json
from pathlib import Path
from typing import Any

import pytest
from factories import offer, put_for_sale, request, usd
from typer.testing import CliRunner

from functions.bootstrap import compose
from infra.cli.main import app
from shop.clock import now, timestamp
from shop.errors import ShopError
from shop.orders.service import place_order
from shop.outbox.messages import given_up
from shop.ports import IndexKey, Item, Key, Put, VersionIs
from shop.pricing.service import quote
from shop.settings import load_settings


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHOP_HOME", str(tmp_path))
    store = compose(load_settings()).store
    put_for_sale(store, offer())
    store.close()
    return tmp_path


@pytest.fixture
def number() -> str:
    """An order that waits for a transfer of 15.50."""
    services = compose(load_settings())
    wanted = request(shipping="vietnam-courier")
    priced = quote(services.store, services.profile, wanted.cart(), services.clock())
    assert priced.total == usd(1550)
    answer = place_order(services.desk, wanted, "key-1")
    services.store.close()
    return str(answer["order"]["number"])


def shop(*words: object, fails: bool = False) -> Any:
    done = CliRunner().invoke(app, [str(word) for word in words])
    if isinstance(done.exception, ShopError):
        raise done.exception
    assert done.exit_code == (1 if fails else 0), done.output
    return json.loads(done.stdout) if "--json" in words else done.stderr


def test_an_order_from_its_money_to_its_refund(number: str, home: Path) -> None:
    assert "15.50 USD" in shop("orders", "show", number.lower())
    shop("orders", "confirm", number, "--reference", "FT-1")
    sent = shop("orders", "send", number, "--carrier", "VNPost", "--json")["order"]
    assert (sent["state"], sent["shipments"][0]["carrier"]) == ("fulfilled", "VNPost")
    words = (
        "--piece",
        "TEA-50=1",
        "--shipping",
        "--restock",
        "--once",
        "mine",
        "--reason",
        "broken",
    )
    for _ in range(2):
        told = shop("orders", "refund", number, *words, "--json")["order"]
    assert (told["state"], len(told["refunds"])) == ("refunded", 1)
    names = {Path(file).name for file in shop(
        "orders", "papers", number, "--folder", home / "papers", "--json"
    )["files"]}  # fmt: skip
    assert len(names) == 3
    assert all((home / "papers" / name).read_bytes().startswith(b"%PDF") for name in names)


def test_money_that_comes_in_parts(number: str) -> None:
    for _twice in range(2):
        shop("orders", "confirm", number, "--amount", "10.00", "--once", "first")
    assert shop("orders", "show", number, "--json")["order"]["state"] == "pending_offline"
    assert shop("orders", "confirm", number, "--json")["order"]["state"] == "paid"


def test_a_parcel_of_some_pieces_and_one_nobody_paid_for(number: str) -> None:
    with pytest.raises(ShopError, match="not paid"):
        shop("orders", "send", number)
    shop("orders", "cancel", number, "--reason", "asked for it")
    assert "asked for it" in shop("orders", "show", number)
    with pytest.raises(ShopError, match="no piece"):
        shop("orders", "send", number, "--piece", "TEA-50")
    with pytest.raises(ShopError, match="https"):
        shop("orders", "send", number, "--tracking-url", "javascript:x")
    with pytest.raises(ShopError, match="no order"):
        shop("orders", "capture", "NONE-1")


def test_an_order_is_changed_until_it_is_paid(number: str) -> None:
    told = shop("orders", "change", number, "--piece", "TEA-50=3", "--json")["order"]
    assert (told["lines"][0]["quantity"], told["total"]["amount"]) == (3, 4050)
    shop("orders", "confirm", number)
    with pytest.raises(ShopError, match="paid or on its way"):
        shop("orders", "change", number, "--piece", "TEA-50=1")


def test_a_coupon_from_adding_to_stopping() -> None:
    added = shop("coupons", "add", "tet 26", "--percent", "10", "--limit", "5", "--json")
    assert [each["code"] for each in added["coupons"]] == ["TET26"]
    shop("coupons", "add", "FIVE", "--amount", "usd=5.00", "--minimum", "USD=20")
    shop("coupons", "stop", "tet26")
    listed = {each["code"]: each for each in shop("coupons", "list", "--json")["coupons"]}
    assert (listed["TET26"]["active"], listed["TET26"]["left"]) == (False, 5)
    assert listed["FIVE"]["amount"]["USD"]["amount"] == 500


@pytest.mark.parametrize(
    "words",
    [("X", "--percent", "5"), ("TEN",), ("TEN", "--percent", "5", "--free-shipping"),
     ("TEN", "--percent", "500"), ("TEN", "--amount", "5"), ("TEN", "--amount", "USD=5.001")],
)  # fmt: skip
def test_a_coupon_that_is_none_says_why(words: tuple[str, ...]) -> None:
    with pytest.raises(ShopError):
        shop("coupons", "add", *words)
    assert shop("coupons", "list", "--json")["coupons"] == []


def test_a_statement_is_looked_at_and_then_booked(number: str, home: Path) -> None:
    file = home / "bank.csv"
    file.write_text(f"Date,Details,Amount\n2026-11-22,ck {number},15.50\n2026-11-22,rent,9.00\n")
    looked = shop("bank", "import", file, "--json")
    assert [row["outcome"] for row in looked["rows"]] == ["paid_exactly", "unknown"]
    assert shop("orders", "show", number, "--json")["order"]["state"] == "pending_offline"
    assert "pays it exactly" in shop("bank", "import", file, "--book")
    assert shop("orders", "show", number, "--json")["order"]["state"] == "paid"
    assert "was booked before" in shop("bank", "import", file, "--book")
    with pytest.raises(ShopError, match="cannot be read"):
        shop("bank", "import", home / "nothing.csv")


def test_a_message_that_was_given_up_is_sent_again(number: str) -> None:
    store = compose(load_settings()).store
    (message, *_) = store.query_index("OUTBOX").items
    dead = given_up(message, "550 no such mailbox", now())
    store.transact([Put(dead, (VersionIs(message.version),))])
    store.close()
    listed = shop("outbox", "list", "--json")["messages"]
    assert (listed[0]["state"], listed[0]["error"]) == ("dead", "550 no such mailbox")
    assert "550" in shop("outbox", "list")
    shop("outbox", "retry", "--dead")
    states = [each["state"] for each in shop("outbox", "list", "--json")["messages"]]
    assert states == ["pending"] * len(listed)
    shop("outbox", "retry", listed[0]["id"])
    for words in ((), ("x", "--dead"), ("nothing",)):
        with pytest.raises(ShopError):
            shop("outbox", "retry", *words)


def test_events_of_no_order_are_listed() -> None:
    store = compose(load_settings()).store
    facts = {
        "type": "charge.refunded",
        "order": "O1",
        "intent": "pi_1",
        "created": timestamp(now()),
    }
    store.put_many([Item(Key("EVENT#e", "PARKED"), facts, IndexKey("PARKED", facts["created"]))])
    store.close()
    assert shop("parked", "--json")["parked"][0]["intent"] == "pi_1"
    assert "charge.refunded" in shop("parked")
