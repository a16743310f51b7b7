"""Each way of writing a text comes back, and says nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.catalogue import escaping
from shop.catalogue.escaping import guarded, guarded_if_typed, unguarded
from shop.catalogue.reading.workbook_child import _with_escapes

texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"))
odd = st.text(st.sampled_from("'=+-@＝\\;,>:：\n\r_x0041A ")) | texts
PLAIN = ("tea", "'1", "1-2", "", "'", "a=b", "’=1", "_x0041")


@pytest.mark.parametrize("first", list(escaping.FORMULA))
def test_what_could_be_a_formula_is_no_longer_one(first: str) -> None:
    assert guarded(f"{first}1") == f"'{first}1"
    assert guarded(f"'{first}1") == f"''{first}1"


@pytest.mark.parametrize("text", PLAIN)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert guarded(text) == unguarded(text) == escaping.xml_text(text) == text


def test_the_apostrophe_of_other_programs_is_taken_off() -> None:
    assert unguarded("'=SUM(A1)") == "=SUM(A1)"
    assert unguarded("'-5") == "-5"


@given(odd)
def test_guarded_texts_come_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert unguarded(guarded_if_typed(text)) == text


@given(odd)
def test_every_text_a_product_may_have_comes_back_from_xml(text: str) -> None:
    written = escaping.xml_text(text)
    assert all(letter in "\t\n" or letter >= " " for letter in written)
    assert not set(written) & {"\ufffe", "\uffff"}
    shown = "".join(letter for letter in text if letter in "\t\n\r" or letter >= " ")
    assert _with_escapes(written) == shown.replace("\ufffe", "").replace("\uffff", "")


@given(st.lists(odd.map(str.strip), min_size=1).filter(lambda parts: parts != [""]))
def test_lists_come_back(parts: list[str]) -> None:
    assert escaping.split(escaping.joined(parts, ",;"), ",;") == parts


@given(st.lists(st.lists(odd.map(str.strip).filter(bool), min_size=1).map(tuple)))
def test_paths_come_back(paths: list[tuple[str, ...]]) -> None:
    assert escaping.split_paths(escaping.joined_paths(paths)) == paths


@given(st.dictionaries(odd.map(str.strip).filter(bool), odd.map(str.strip)))
def test_attributes_come_back_in_their_order(attributes: dict[str, str]) -> None:
    pairs = list(escaping.attribute_pairs(escaping.attribute_lines(attributes)))
    assert pairs == list(attributes.items())


def test_lists_are_read_as_people_write_them() -> None:
    assert escaping.split_paths("Tea > Green ; > Gifts;;") == [("Tea", "Green"), ("Gifts",)]
    assert escaping.split("a, b;c", ",;") == ["a", "b", "c"]
    assert escaping.split("C:\\tea\\a.jpg; b", ";") == ["C:\\tea\\a.jpg", "b"]
    assert list(escaping.attribute_pairs("产地：福建\r\n\r\nno colon\nYear:2026")) == [
        ("产地", "福建"), None, ("Year", "2026"),
    ]  # fmt: skip
