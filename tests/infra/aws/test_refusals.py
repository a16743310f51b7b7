"""What the owner is told who cannot deploy, or not now: a sentence that says what to do."""

import socket
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NoReturn

import pytest
from botocore.exceptions import ClientError
from infra_aws import PLAN

from infra.aws.deploying.account import Account, NotDeployed, NotThere, asking, insisting
from infra.aws.deploying.looking import well
from infra.aws.deploying.preflight import preflight
from infra.aws.deploying.smoke import asker, smoke
from infra.aws.plan import Gateway
from infra.cli.deploy_summary import tell_status
from infra.cli.entry import run
from shop.settings import load_settings

COMMANDS = (("deploy", "--check"), ("status",), ("logs", "cart"), ("destroy", "--yes"))
COSTS = {"idle_month": {"total": 1.0}, "thousand_orders": {"total": 1.0}, "prices_of": "today"}

Type = Callable[..., str]


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Type:
    """Types a command, which is to end with that code; what the person reads then. Nobody is signed
    in at AWS."""
    for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN", "PROFILE"):
        monkeypatch.delenv(f"AWS_{name}", raising=False)
    for name in ("SHARED_CREDENTIALS_FILE", "CONFIG_FILE"):
        monkeypatch.setenv(f"AWS_{name}", "/none")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")  # the command sets it

    def typed(*words: str, code: int) -> str:
        monkeypatch.setattr(sys, "argv", ["shop", *words])
        with pytest.raises(SystemExit) as end:
            run()
        assert end.value.code == code
        return capsys.readouterr().err

    return typed


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_a_stranger_is_told_how_to_sign_in(types: Type, words: tuple[str, ...]) -> None:
    told = types(*words, code=1)
    assert "Unable to locate credentials. Sign in with “aws configure sso”" in told


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_so_is_who_names_a_profile_that_is_not_there(
    types: Type, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    told = types(*words, code=1)
    assert "The config profile (nobody) could not be found. Sign in with" in told


def test_who_asks_for_a_function_that_is_not_there_reads_which_are(types: Type) -> None:
    assert "There are: cart, checkout" in types("logs", "nobody", code=1)


def test_a_number_is_told_as_a_number_and_a_yes_as_a_yes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tell_status({"mail_domain": {"signed": False, "records": []}, "dead_letters": {"rebuild": 0}})
    assert capsys.readouterr().err == (
        "mail domain:\n  signed: no\n  records: none\ndead letters:\n  rebuild: 0\n"
    )


def test_whose_session_has_run_out_signs_in_again() -> None:
    with pytest.raises(NotDeployed, match=r"token has expired.*Sign in with"), asking("Looking"):
        raise refusal("ExpiredToken", "The security token has expired.")


def test_who_may_not_reads_what_and_is_not_sent_to_sign_in() -> None:
    said = r"^Planning shop: AWS says “not you”$"
    with pytest.raises(NotDeployed, match=said), asking("Planning shop"):
        raise refusal("AccessDenied", "not you")


def test_what_is_missing_is_a_refusal_only_where_it_must_be_there() -> None:
    with pytest.raises(NotThere), asking("Looking"):
        raise refusal("NoSuchBucket", "none")
    with pytest.raises(NotDeployed, match="Pictures: AWS says “none”"), insisting("Pictures"):
        raise refusal("NoSuchBucket", "none")


def refusal(code: str, message: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message}}, "Something")


def test_nobody_is_asked_in_a_region_that_does_not_exist() -> None:
    plan = replace(PLAN, region="eu-nowhere-1")
    found = preflight(Account(plan.region), plan, load_settings({}))
    assert [(each.what, each.level) for each in found] == [("address", "warn"), ("region", "stop")]
    assert "Mend region in site/aws.toml" in found[1].says


@pytest.mark.network
def test_where_nobody_answers_it_may_be_the_wire_or_the_region(
    types: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_AWS_ENDPOINT", "http://127.0.0.1:1")
    for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY"):
        monkeypatch.setenv(f"AWS_{name}", "test")
    assert "Is this machine online, and region in site/aws.toml" in types("status", code=1)


def test_ctrl_c_says_that_it_goes_on_from_there(
    types: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_anything: Any, **_more: Any) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr("infra.cli.deploy._looked", interrupted)
    assert "“shop deploy” goes on from there" in types("deploy", code=130)


def test_nothing_is_done_where_nobody_can_be_asked(
    types: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.cli.deploy._looked", lambda *_anything, **_more: ([], COSTS))
    assert types("deploy", code=1) == "Nothing was done: add --yes where nobody can be asked.\n"


def test_the_shop_is_asked_where_its_distribution_is_whatever_dns_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Before the owner's own name leads there."""
    reached = []

    def unreachable(address: tuple[str, int], *_anything: Any) -> NoReturn:
        reached.append(address)
        raise OSError("none")

    monkeypatch.setattr(socket, "create_connection", unreachable)
    ask = asker("https://shop.example.com", "d1.cloudfront.net", PLAN)
    assert smoke(ask, PLAN) == ["https://shop.example.com does not answer: none."]
    assert reached == [("d1.cloudfront.net", 443)]


@pytest.mark.network
def test_a_shop_that_does_not_answer_is_told_and_no_crash() -> None:
    ask = asker("https://d1.cloudfront.net", "d1.cloudfront.net", replace(PLAN, double=NOBODY))
    [told] = smoke(ask, PLAN)
    assert "does not answer" in told


NOBODY = Gateway("127.0.0.1", 1)
WELL: dict[str, Any] = {
    "health": {"store": "reachable"},
    "alarms": [],
    "dead_letters": {"rebuild": 0},
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"health": {"status": "failing"}},
        {"alarms": ["checkout fails"]},
        {"dead_letters": {"rebuild": 1}},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_shop_is_well_when_it_answers_and_nothing_was_given_up(wrong: dict[str, Any]) -> None:
    assert well(WELL)
    assert not well(WELL | wrong)
    assert not well({"stacks": {}})
