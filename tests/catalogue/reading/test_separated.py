"""Delimiters, and what stands above the header."""

import pytest

from shop.catalogue.reading.problems import Problems
from shop.catalogue.reading.separated import delimiter
from shop.catalogue.reading.sheets import Sheet, read_sheet


def sheet_of(text: str, problems: Problems | None = None, name: str = "goods.txt") -> Sheet:
    return read_sheet(text.encode(), name, Problems() if problems is None else problems)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_each_delimiter_is_found(mark: str) -> None:
    text = f"Title{mark}Price\nTea{mark}1\n"
    assert sheet_of(text).rows[0].cells == ("Tea", "1")


def test_prices_with_commas_do_not_hide_the_semicolon() -> None:
    assert delimiter("Name;Preis\nTee;1,50\nKaffee, ganze Bohne;2,50\n") == ";"


def test_a_list_inside_the_cells_does_not_hide_the_comma() -> None:
    assert delimiter("name,options\nTee,a|b|c\nCup,d|e|f\n") == ","


def test_blanks_before_a_quotation_mark_do_not_hide_it() -> None:
    assert sheet_of('Title , Price\nTea , "1,50"\n').rows[0].cells == ("Tea ", "1,50")


def test_a_title_over_the_table_is_not_its_header() -> None:
    sheet = sheet_of("Price list 2026\n\nTitle,Price,Stock\nTea,1,2\n")
    assert (sheet.header, sheet.rows[0].number) == (("Title", "Price", "Stock"), 4)


def test_a_table_of_one_column_keeps_its_header() -> None:
    sheet = sheet_of("Title\nTea\nCup\nPot\nTray\nBowl\nJar\nLid\n")
    assert sheet.header == ("Title",)
    assert [row.cells for row in sheet.rows][:2] == [("Tea",), ("Cup",)]


def test_columns_without_a_name_are_told_once() -> None:
    problems = Problems()
    sheet_of("Title,Price,,\nTea,1,,4.1\nCup,2,x,\n", problems)
    assert [(p.code, p.severity) for p in problems] == [("columns_unnamed", "info")]
    assert "C, D" in next(iter(problems)).message
