"""Taking people on, changing what they may do, and the links by which they get in."""

from datetime import timedelta

import pytest
from contracts.arrange import MovingClock

from shop.errors import Conflict, InvalidInput, NotFound, NotPossible
from shop.ports import Store
from shop.staff import service
from shop.staff.model import ALL, PERMISSIONS, ROLES

EMAIL = "Owner@Example.com"
PASSWORD = "several words of mine"


def test_somebody_new_chooses_a_password_by_their_link(store: Store, clock: MovingClock) -> None:
    token = service.add(store, EMAIL, "owner", clock, name="  Hoa ")
    assert service.person_of_link(store, token).email == "owner@example.com"
    member = service.use_link(store, token, PASSWORD)
    assert (member.name, member.role, member.password[:9]) == ("Hoa", "owner", "$argon2id")


def test_a_link_works_once(store: Store, clock: MovingClock) -> None:
    token = service.add(store, EMAIL, "owner", clock)
    service.use_link(store, token, PASSWORD)
    with pytest.raises(NotFound):
        service.use_link(store, token, "other words of mine")


def test_of_two_links_the_other_one_is_void_once_one_is_used(
    store: Store, clock: MovingClock
) -> None:
    first = service.add(store, EMAIL, "owner", clock)
    second = service.new_link(store, EMAIL, clock)
    service.use_link(store, second, PASSWORD)
    with pytest.raises(NotFound):
        service.person_of_link(store, first)


def test_a_link_does_not_last(store: Store, clock: MovingClock) -> None:
    clock.moment -= service.LINK_LIFE + timedelta(seconds=1)
    token = service.add(store, EMAIL, "owner", clock)
    with pytest.raises(NotFound):
        service.use_link(store, token, PASSWORD)


def test_a_weak_password_does_not_use_the_link_up(store: Store, clock: MovingClock) -> None:
    token = service.add(store, EMAIL, "owner", clock)
    with pytest.raises(InvalidInput):
        service.use_link(store, token, "short")
    assert service.use_link(store, token, PASSWORD).active


def test_the_store_holds_no_token(store: Store, clock: MovingClock) -> None:
    from shop.ports import Key

    token = service.add(store, EMAIL, "owner", clock)
    assert store.get(Key(f"STAFFLINK#{token}", "LINK")) is None


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "a b@example.com", "x" * 260 + "@e.com"])
def test_what_is_no_address_is_refused(store: Store, clock: MovingClock, email: str) -> None:
    with pytest.raises(InvalidInput):
        service.add(store, email, "owner", clock)


def test_nobody_is_there_twice_and_roles_are_those_there_are(
    store: Store, clock: MovingClock
) -> None:
    service.add(store, EMAIL, "owner", clock)
    with pytest.raises(Conflict):
        service.add(store, "owner@example.com", "support", clock)
    with pytest.raises(InvalidInput):
        service.add(store, "b@example.com", "king", clock)


def test_somebody_stays_the_owner(store: Store, clock: MovingClock) -> None:
    service.add(store, EMAIL, "owner", clock)
    service.add(store, "b@example.com", "manager", clock)
    with pytest.raises(NotPossible):
        service.set_role(store, EMAIL, "support")
    with pytest.raises(NotPossible):
        service.set_active(store, EMAIL, active=False)
    service.set_role(store, "b@example.com", "owner")
    assert service.set_role(store, EMAIL, "support").role == "support"


def test_whatever_changes_rights_begins_a_new_round(store: Store, clock: MovingClock) -> None:
    service.use_link(store, service.add(store, EMAIL, "owner", clock), PASSWORD)
    service.add(store, "b@example.com", "manager", clock)
    rounds = [
        service.set_role(store, "b@example.com", "support").round,
        service.set_active(store, "b@example.com", active=False).round,
        service.set_active(store, "b@example.com", active=True).round,
    ]
    assert rounds == [1, 2, 3]
    assert service.set_role(store, "b@example.com", "support").round == 3
    assert service.set_password(store, EMAIL, PASSWORD, "quite other words").round == 2
    with pytest.raises(InvalidInput):
        service.set_password(store, EMAIL, PASSWORD, "yet other words, too")


def test_roles_grant_what_they_say() -> None:
    assert PERMISSIONS["owner"] == ALL
    assert PERMISSIONS["manager"] == ALL - {"staff.edit"}
    assert all("desk.view" in PERMISSIONS[role] for role in ROLES)
    assert {name.rpartition(".")[2] for name in PERMISSIONS["read_only"]} == {"view"}
    assert not PERMISSIONS["read_only"] & {"staff.view", "audit.view"}
