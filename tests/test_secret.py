"""The shop's secret: made once, kept to oneself, and never the same key for two purposes."""

import concurrent.futures
import stat
from pathlib import Path

import pytest

from shop.errors import Misconfigured
from shop.payments.account import stands_in, stripe_account
from shop.secret import key_for
from shop.settings import load_settings

OWN = "a secret that is long enough for a shop"
KEY = "sk_live_1234567890"
HOOK = "whsec_1234567890"


def test_a_secret_is_made_on_the_first_run_and_kept(tmp_path: Path) -> None:
    settings = load_settings({"SHOP_HOME": str(tmp_path / "home")})
    first = key_for(settings, "forms")
    kept = tmp_path / "home" / "secret"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert len(kept.read_text()) >= 32
    assert key_for(settings, "forms") == first != key_for(settings, "sessions")
    assert [path.name for path in kept.parent.iterdir()] == ["secret"]


def test_of_two_first_runs_one_secret_counts(tmp_path: Path) -> None:
    settings = load_settings({"SHOP_HOME": str(tmp_path)})
    with concurrent.futures.ThreadPoolExecutor(16) as runs:
        keys = set(runs.map(lambda _: key_for(settings, "forms"), range(64)))
    assert len(keys) == 1


def test_a_given_secret_makes_no_file(tmp_path: Path) -> None:
    settings = load_settings({"SHOP_HOME": str(tmp_path), "SHOP_SECRET": OWN})
    assert len(key_for(settings, "forms")) == 64
    assert list(tmp_path.iterdir()) == []


def test_on_aws_a_secret_must_be_given(tmp_path: Path) -> None:
    settings = load_settings({"SHOP_HOME": str(tmp_path), "SHOP_STORE": "dynamodb:shop"})
    with pytest.raises(Misconfigured, match="SHOP_SECRET"):
        key_for(settings, "forms")


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"SHOP_SECRET": "short"}, "SHOP_SECRET"),
        ({"SHOP_STRIPE_KEY": KEY}, "SHOP_STRIPE_WEBHOOK_SECRET"),
        ({"SHOP_STRIPE_WEBHOOK_SECRET": HOOK}, "SHOP_STRIPE_KEY"),
        ({"SHOP_STRIPE_API": "http://127.0.0.1:1"}, "SHOP_STRIPE_KEY"),
        (
            {"SHOP_STRIPE_KEY": "pk_live_12345", "SHOP_STRIPE_WEBHOOK_SECRET": HOOK},
            "SHOP_STRIPE_KEY",
        ),
        (
            {
                "SHOP_STRIPE_KEY": KEY,
                "SHOP_STRIPE_WEBHOOK_SECRET": HOOK,
                "SHOP_STRIPE_API": "api.stripe.com",
            },
            "SHOP_STRIPE_API",
        ),
    ],
)
def test_half_an_account_stops_with_the_variables_name(environ: dict[str, str], named: str) -> None:
    with pytest.raises(Misconfigured, match=named) as stopped:
        load_settings(environ)
    assert not any(secret in str(stopped.value) for secret in (KEY, HOOK, "pk_live_12345"))


def test_secrets_are_not_shown_with_the_settings() -> None:
    settings = load_settings(
        {"SHOP_SECRET": OWN, "SHOP_STRIPE_KEY": KEY, "SHOP_STRIPE_WEBHOOK_SECRET": HOOK}
    )
    assert settings.stripe is not None
    assert not any(secret in repr(settings) for secret in (OWN, KEY, HOOK))


def test_who_takes_cards(tmp_path: Path) -> None:
    home = {"SHOP_HOME": str(tmp_path), "SHOP_BASE_URL": "http://127.0.0.1:8001"}
    own = {"SHOP_STRIPE_KEY": KEY, "SHOP_STRIPE_WEBHOOK_SECRET": HOOK}
    on_aws = {"SHOP_STORE": "dynamodb:shop"}
    embedded = load_settings(home)
    account = stripe_account(embedded)
    assert stands_in(embedded)
    assert account is not None
    assert account.api == "http://127.0.0.1:8001/embedded/gateway"
    assert account.key.startswith("sk_test_")
    assert account.key.removeprefix("sk_test_") != account.webhook_secret.removeprefix("whsec_")
    assert stripe_account(load_settings(home | on_aws)) is None
    for real in (load_settings(home | own), load_settings(home | own | on_aws)):
        assert not stands_in(real)
        assert stripe_account(real) == real.stripe
