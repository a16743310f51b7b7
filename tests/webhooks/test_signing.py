"""Signatures that every library of the Standard Webhooks specification accepts."""

import base64
from datetime import UTC, datetime

import pytest

from shop.webhooks.signing import headers, new_secret, sign

# The example of the specification's reference libraries.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE = "msg_p5jXN8AQM9LWM0D4loKWxJek"
STAMP = 1614265330
BODY = b'{"test": 2432232314}'


def test_the_specifications_own_example() -> None:
    moment = datetime.fromtimestamp(STAMP, UTC)
    assert headers(SECRET, MESSAGE, moment, BODY) == {
        "webhook-id": MESSAGE,
        "webhook-timestamp": str(STAMP),
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_another_body_id_time_or_secret_is_another_signature() -> None:
    signed = {
        sign(SECRET, MESSAGE, str(STAMP), BODY),
        sign(SECRET, MESSAGE, str(STAMP), BODY + b" "),
        sign(SECRET, MESSAGE, str(STAMP + 1), BODY),
        sign(SECRET, MESSAGE + "x", str(STAMP), BODY),
        sign(new_secret(), MESSAGE, str(STAMP), BODY),
    }
    assert len(signed) == 5


def test_secrets_are_long_and_never_the_same() -> None:
    made = {new_secret() for _ in range(20)}
    assert len(made) == 20
    assert all(len(base64.b64decode(one.removeprefix("whsec_"))) == 32 for one in made)


def test_a_secret_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="whsec_"):
        sign("whsec_not base 64", MESSAGE, str(STAMP), BODY)
