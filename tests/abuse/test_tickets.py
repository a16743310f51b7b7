"""Tokens and puzzles: made by the shop alone, good for a while, solved by trying."""

from datetime import timedelta
from itertools import count

import pytest
from factories import MOMENT

from shop.abuse import tickets
from shop.abuse.tickets import (
    BITS,
    PUZZLE_LIFE,
    TOKEN_LIFE,
    leading_zeros,
    new_puzzle,
    new_token,
    solved_nonce,
    token_nonce,
)


def solve(puzzle: str) -> str:
    """What a browser does."""
    return next(s for n in count() if leading_zeros(s := f"{puzzle}:{n}") >= BITS)


def test_a_token_is_good_for_a_while_and_for_its_maker() -> None:
    token = new_token("key", MOMENT)
    assert token_nonce("key", token, MOMENT)
    assert token_nonce("key", token, MOMENT + TOKEN_LIFE - timedelta(seconds=1))
    assert not token_nonce("key", token, MOMENT + TOKEN_LIFE)
    assert not token_nonce("another", token, MOMENT)
    assert token_nonce("key", new_token("key", MOMENT), MOMENT) != token_nonce("key", token, MOMENT)


@pytest.mark.parametrize(
    "token", ["", ".", "..", "1.2.3", "9999999999.x.y", "é.\udc80.x", "." * 99]
)
def test_other_text_is_no_token(token: str) -> None:
    assert not token_nonce("key", token, MOMENT)
    assert not solved_nonce("key", f"{token}:1", MOMENT)


def test_a_later_end_is_not_believed() -> None:
    moment, nonce, signed = new_token("key", MOMENT).split(".")
    assert not token_nonce("key", f"{int(moment) + 1}.{nonce}.{signed}", MOMENT)


def test_a_solved_puzzle_is_known() -> None:
    puzzle = new_puzzle("key", MOMENT)
    solution = solve(puzzle)
    assert solved_nonce("key", solution, MOMENT)
    assert not solved_nonce("key", solution, MOMENT + PUZZLE_LIFE)
    assert not solved_nonce("another", solution, MOMENT)
    wrong = next(f"{puzzle}:{n}" for n in count() if leading_zeros(f"{puzzle}:{n}") < BITS)
    assert not solved_nonce("key", wrong, MOMENT)
    for number in ("", "-1", "x", "1" * 21, "١"):
        assert not solved_nonce("key", f"{puzzle}:{number}", MOMENT)


def test_a_token_is_no_puzzle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tickets, "BITS", 0)
    assert solved_nonce("key", new_puzzle("key", MOMENT) + ":1", MOMENT)
    assert not solved_nonce("key", new_token("key", MOMENT) + ":1", MOMENT)
    assert not token_nonce("key", new_puzzle("key", MOMENT), MOMENT)


def test_zeros_are_counted_from_the_left() -> None:
    # sha256("hello") is 2cf24dba…: two zero bits.
    assert leading_zeros("hello") == 2
