"""What counts as a password, and how it is kept."""

import pytest

from shop.errors import InvalidInput
from shop.staff import passwords

GOOD = "trà sen và cà phê"
DEAR = passwords._hasher  # before the fixture in tests/conftest.py makes it cheap


def test_a_password_is_kept_as_argon2id_with_the_second_parameters_of_rfc_9106() -> None:
    known = DEAR().hash(GOOD)
    assert known.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.matches(known, GOOD)


def test_only_the_same_words_are_the_same_password() -> None:
    known = passwords.hashed(GOOD)
    assert known.startswith("$argon2id$")
    assert passwords.matches(known, GOOD)
    assert not passwords.matches(known, GOOD + "!")


def test_the_same_letters_of_another_keyboard_are_the_same_password() -> None:
    import unicodedata

    known = passwords.hashed(unicodedata.normalize("NFD", GOOD))
    assert passwords.matches(known, unicodedata.normalize("NFC", GOOD))


@pytest.mark.parametrize("known", ["", "no hash at all"])
def test_where_there_is_none_none_is_right(known: str) -> None:
    assert not passwords.matches(known, "")
    assert not passwords.matches(known, "nobody has this password")


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "elevenchars",
        "a" * 201,
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "abcdefghijklmnop",
        "owner-of-shop1234",
    ],
)
def test_weak_ones_are_refused_with_a_sentence(password: str) -> None:
    with pytest.raises(InvalidInput, match="password"):
        passwords.refuse_weak(password, "owner-of-shop@example.com")


@pytest.mark.parametrize("password", [GOOD, "a" * 196 + "bcde", "簷下的茶與咖啡和陶瓷都很好喝"])
def test_length_counts_and_kinds_of_characters_do_not(password: str) -> None:
    passwords.refuse_weak(password, "owner@example.com")
