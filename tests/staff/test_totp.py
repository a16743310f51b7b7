"""One-time codes: the values of the RFCs, and that each opens once."""

from datetime import UTC, datetime

import pytest

from shop.staff import totp

SECRET = b"12345678901234567890"  # of RFC 4226, appendix D, and RFC 6238, appendix B


@pytest.mark.parametrize(
    ("counter", "code"),
    [(0, "755224"), (1, "287082"), (2, "359152"), (3, "969429"), (4, "338314"), (9, "520489")],
)
def test_codes_are_those_of_rfc_4226(counter: int, code: str) -> None:
    assert totp.code_at(SECRET, counter) == code


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    assert totp.code_at(SECRET, totp.step_of(moment), digits=8) == code


NOW = datetime(2026, 11, 22, 8, 30, 10, tzinfo=UTC)
STEP = totp.step_of(NOW)


@pytest.mark.parametrize("drift", [-1, 0, 1])
def test_a_telephone_may_be_half_a_minute_off(drift: int) -> None:
    assert totp.used_step(SECRET, totp.code_at(SECRET, STEP + drift), NOW, 0) == STEP + drift


@pytest.mark.parametrize("drift", [-2, 2])
def test_but_not_a_whole_one(drift: int) -> None:
    assert totp.used_step(SECRET, totp.code_at(SECRET, STEP + drift), NOW, 0) == 0


def test_a_code_opens_once_and_those_before_it_no_more() -> None:
    code = totp.code_at(SECRET, STEP)
    assert totp.used_step(SECRET, code, NOW, STEP) == 0
    assert totp.used_step(SECRET, totp.code_at(SECRET, STEP - 1), NOW, STEP) == 0
    assert totp.used_step(SECRET, totp.code_at(SECRET, STEP + 1), NOW, STEP) == STEP + 1


@pytest.mark.parametrize("code", ["", "12345", "1234567", "١٢٣٤٥٦", "abcdef"])
def test_what_is_no_code_opens_nothing(code: str) -> None:
    assert totp.used_step(SECRET, code, NOW, 0) == 0


def test_secrets_differ_by_person_nonce_and_shop() -> None:
    made = {
        totp.secret_of(key, email, nonce)
        for key in ("a", "b")
        for email in ("x@example.com", "y@example.com")
        for nonce in ("1", "2")
    }
    assert len(made) == 8
    assert {len(secret) for secret in made} == {20}


def test_an_app_is_told_who_it_is_for() -> None:
    address = totp.address(SECRET, "chị@example.com", "Hiên & Co")
    assert address.startswith("otpauth://totp/Hi%C3%AAn%20%26%20Co:ch%E1%BB%8B%40example.com?")
    assert "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" in address
