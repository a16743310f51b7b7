"""Names in addresses."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.catalogue.handles import LONGEST, Names, slugify


@pytest.mark.parametrize(
    ("title", "handle"),
    [
        ("Cà phê Đắk Lắk 500g", "ca-phe-dak-lak-500g"),
        ("龙井茶", "long-jing-cha"),
        ("Trà 茶 & co.", "tra-cha-co"),
        ("Trà", "tra"),
        ("Women's Straße", "womens-strasse"),
        ("", ""),
    ],
)
def test_titles_become_plain_letters(title: str, handle: str) -> None:
    assert slugify(title) == handle


@given(st.text(min_size=1))
def test_every_title_has_a_usable_handle(title: str) -> None:
    handle = slugify(title)
    assert len(handle) <= LONGEST
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", handle) or not title.strip()


def test_a_script_without_reading_gets_the_same_name_every_time() -> None:
    assert slugify("ともだち") == slugify("ともだち") != slugify("チーズ")


def test_collisions_are_numbered() -> None:
    names = Names(["tea-2"])
    assert [names.claim("tea") for _ in range(3)] == ["tea", "tea-3", "tea-4"]
