"""Being signed in: by what, for how long, and what ends it at once."""

import pytest
from contracts.arrange import MovingClock
from desk import member

from shop.errors import InvalidInput
from shop.ports import Key, Store
from shop.staff import service, sessions, totp
from shop.staff.model import Member
from shop.staff.sessions import LIFE, CodeNeeded, Proof

PASSWORD = "several words of mine"
SECRET = b"12345678901234567890"
EMAIL = "owner@example.com"


def secret_of(_member: Member) -> bytes:
    return SECRET


def come_in(store: Store, clock: MovingClock, **proof: str) -> str:
    offered = Proof(**{"email": EMAIL, "password": PASSWORD, **proof})  # type: ignore[arg-type]
    return sessions.sign_in(store, offered, secret_of, clock)[1]


@pytest.fixture
def owner(store: Store) -> Member:
    return member(store, password=PASSWORD)


def test_the_right_password_begins_a_session(
    store: Store, clock: MovingClock, owner: Member
) -> None:
    token = come_in(store, clock, email=" OWNER@example.com ", browser="Firefox")
    found = sessions.whose(store, token, clock)
    assert found is not None
    assert (found.member, found.session.browser) == (owner, "Firefox")


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize(
    "proof",
    [
        {"password": "wrong words of mine"},
        {"password": ""},
        {"email": "nobody@example.com"},
        {"email": ""},
        {"email": "\x00" * 3000},
    ],
)
def test_anything_wrong_is_refused_in_the_same_words(
    store: Store, clock: MovingClock, proof: dict[str, str]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        come_in(store, clock, **proof)
    assert refused.value.message == sessions.WRONG


def test_somebody_without_a_password_or_switched_off_stays_outside(
    store: Store, clock: MovingClock
) -> None:
    member(store)
    with pytest.raises(InvalidInput):
        come_in(store, clock, password="")
    member(store, password=PASSWORD, active=False)
    with pytest.raises(InvalidInput):
        come_in(store, clock)


def test_a_code_is_asked_for_after_the_password_and_opens_once(
    store: Store, clock: MovingClock
) -> None:
    member(store, password=PASSWORD, code="nonce")
    with pytest.raises(CodeNeeded):
        come_in(store, clock)
    code = totp.code_at(SECRET, totp.step_of(clock()))
    with pytest.raises(InvalidInput):
        come_in(store, clock, code=code, password="wrong words of mine")
    assert come_in(store, clock, code=code)
    with pytest.raises(InvalidInput) as refused:
        come_in(store, clock, code=code)
    assert refused.value.message == service.WRONG_CODE


def test_a_password_shown_a_moment_ago_counts_in_its_round_only(
    store: Store, clock: MovingClock
) -> None:
    member(store, password=PASSWORD, code="nonce", round=3)
    code = totp.code_at(SECRET, totp.step_of(clock()))
    with pytest.raises(InvalidInput):
        sessions.sign_in(store, Proof(EMAIL, code=code, proved=2), secret_of, clock)
    assert sessions.sign_in(store, Proof(EMAIL, code=code, proved=3), secret_of, clock)


def test_a_password_once_proved_is_not_enough_without_codes(
    store: Store, clock: MovingClock
) -> None:
    member(store, password=PASSWORD)
    with pytest.raises(InvalidInput):
        sessions.sign_in(store, Proof(EMAIL, proved=0), secret_of, clock)


@pytest.mark.usefixtures("owner")
def test_the_store_holds_no_token(store: Store, clock: MovingClock) -> None:
    token = come_in(store, clock)
    assert store.get(Key(f"SESSION#{token}", "SESSION")) is None
    assert sessions.whose(store, "", clock) is None
    assert sessions.whose(store, "x" * 5000, clock) is None


@pytest.mark.usefixtures("owner")
def test_a_session_ends_after_its_time(store: Store, clock: MovingClock) -> None:
    token = come_in(store, clock)
    clock.moment += LIFE
    assert sessions.whose(store, token, clock) is None


@pytest.mark.usefixtures("owner")
def test_changes_prolong_it_and_only_while_it_lives(store: Store, clock: MovingClock) -> None:
    token = come_in(store, clock)
    found = sessions.whose(store, token, clock)
    assert found is not None
    clock.moment += LIFE * 3 / 4
    sessions.prolong(store, found, clock)
    clock.moment += LIFE * 3 / 4
    assert sessions.whose(store, token, clock) is not None
    sessions.end(store, found.session.name)
    sessions.prolong(store, found, clock)
    assert sessions.whose(store, token, clock) is None


@pytest.mark.usefixtures("owner")
def test_whatever_changes_somebodys_rights_ends_their_sessions(
    store: Store, clock: MovingClock
) -> None:
    member(store, "owner", "second@example.com")
    for change in (
        lambda: service.set_role(store, EMAIL, "support"),
        lambda: service.set_active(store, EMAIL, active=False),
        lambda: service.use_link(store, service.new_link(store, EMAIL, clock), "some other words"),
    ):
        before = service.find(store, EMAIL)
        token = sessions.begin(store, before, "", clock) if before else ""
        change()
        assert sessions.whose(store, token, clock) is None


def test_sessions_are_listed_and_ended_one_by_one(
    store: Store, clock: MovingClock, owner: Member
) -> None:
    first, second = (sessions.begin(store, owner, name, clock) for name in ("a", "b"))
    names = [each.name for each in sessions.sessions(store, EMAIL, clock)]
    assert len(names) == 2
    sessions.end_own(store, names[0], "somebody@example.com")
    assert len(sessions.sessions(store, EMAIL, clock)) == 2
    for name in names:
        sessions.end_own(store, name, EMAIL)
    assert sessions.whose(store, first, clock) is None
    assert sessions.whose(store, second, clock) is None
