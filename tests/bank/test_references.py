"""Order numbers in what people and banks make of them."""

import pytest

from shop.bank.references import referenced

NUMBERS = ("HN-2611-7KQ2M", "HN-2611-00XYZ", "HN-2612-7KQ2M", "HN-2611-1VB0K")


@pytest.mark.parametrize(
    "text",
    [
        "HN-2611-7KQ2M",
        "HN 2611 7KQ2M thanh toan",
        "hn26117kq2m",
        "MBVCB.5521447.HN 2611 7KQ2M.CT tu 0123456 NGUYEN THI HOA toi 0987",
        "Đơn hàng số hn 2611 7kq2m cảm ơn shop",
        "付款 HN2611－7KQ2M 谢谢",
        "HN.2611.7KQ2\nM",
        "SVWZ+HN-2611 -7KQ2M EREF+NOTPROVIDED",
        "2611-7kq2m",  # without the shop's letters
    ],
)
def test_a_number_is_found_in_a_messy_text(text: str) -> None:
    assert referenced(text, NUMBERS) == ("HN-2611-7KQ2M",)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("HN2611ooxyz", "HN-2611-00XYZ"),
        ("hn 26ll iubok", "HN-2611-1VB0K"),
    ],
)
def test_letters_that_look_like_digits_are_read_as_digits(text: str, number: str) -> None:
    assert referenced(text, NUMBERS) == (number,)


@pytest.mark.parametrize("text", ["", "thanh toan don hang", "HN 2611", "7KQ2M", "HN-2611-7KQ2N"])
def test_too_little_or_another_number_finds_nothing(text: str) -> None:
    assert referenced(text, NUMBERS) == ()


def test_several_numbers_are_all_found() -> None:
    assert referenced("HN26117KQ2M + HN26127KQ2M", NUMBERS) == ("HN-2611-7KQ2M", "HN-2612-7KQ2M")


def test_a_whole_number_outweighs_a_part_of_another() -> None:
    assert referenced("HN-2611-7KQ2M", ("HN-2611-7KQ2M", "XY-2611-7KQ2M")) == ("HN-2611-7KQ2M",)
