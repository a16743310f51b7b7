"""What an owner may write into site/ and the environment, and the sentence for what cannot be."""

from pathlib import Path

import pytest

from shop.adapters.stores import open_store
from shop.errors import Misconfigured
from shop.payments.account import takes_cards
from shop.profile import load_profile
from shop.settings import load_settings

SHOP = 'currency = "USD"\n[name]\nen = "Hiên"\n[contact]\nemail = "owner@example.com"\n'
METHOD = '[[method]]\nid = "post"\ntitle = { en = "Post" }\n'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "shop.toml").write_text(SHOP)
    (tmp_path / "shipping.toml").write_text(METHOD)
    (tmp_path / "payments.toml").write_text("")
    return tmp_path


def test_three_short_files_are_a_shop(site: Path) -> None:
    assert [method.id for method in load_profile(site).shipping] == ["post"]


@pytest.mark.parametrize(
    ("shipping", "reason"),
    [
        (METHOD + METHOD, "same id"),
        (METHOD + 'price = { USD = "-3.00" }\n', "below zero"),
        (METHOD + 'price = { USD = "3.001" }\n', "decimals"),
        ("method = [3]\n", "shipping.0"),
        ("method = 3\n", "shipping"),
        ("[[method", "TOML"),
    ],
)
def test_a_delivery_method_that_cannot_be_is_refused_in_a_sentence(
    site: Path, shipping: str, reason: str
) -> None:
    (site / "shipping.toml").write_text(shipping)
    with pytest.raises(Misconfigured, match=reason):
        load_profile(site)


def test_pictures_are_fetched_unless_the_owner_says_otherwise() -> None:
    assert load_settings({}).fetch_pictures
    assert not load_settings({"SHOP_PICTURES": "off"}).fetch_pictures
    with pytest.raises(Misconfigured, match="SHOP_PICTURES=no cannot be used"):
        load_settings({"SHOP_PICTURES": "no"})


def test_a_process_without_the_key_may_be_told_that_cards_are_taken() -> None:
    elsewhere = {"SHOP_STORE": "dynamodb:table"}
    assert not takes_cards(load_settings(elsewhere))
    assert takes_cards(load_settings({**elsewhere, "SHOP_CARDS": "stripe"}))
    with pytest.raises(Misconfigured, match="SHOP_CARDS=yes cannot be used"):
        load_settings({"SHOP_CARDS": "yes"})


@pytest.mark.parametrize("address", ["http://[", "http://", "http://:80", "ftp://x", "http://x/#y"])
def test_a_base_url_that_is_no_address_is_refused_in_a_sentence(address: str) -> None:
    with pytest.raises(Misconfigured, match="SHOP_BASE_URL"):
        load_settings({"SHOP_BASE_URL": address})


def test_a_store_where_no_folder_can_be_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Misconfigured, match="SHOP_STORE"):
        open_store(f"sqlite:{tmp_path}/file/shop.db")
