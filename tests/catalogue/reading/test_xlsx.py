"""Workbooks, good and hostile."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import openpyxl
import pytest
from catalogue.workbooks import MAIN, lying, raw_workbook, workbook

from shop.catalogue.importing import read_file
from shop.catalogue.reading.problems import Problems
from shop.catalogue.reading.sheets import Sheet, read_sheet
from shop.errors import InvalidSpreadsheet

MOMENT = datetime(2026, 11, 22, 8, 30)  # noqa: DTZ001 - a spreadsheet knows no zones


def cells(*found: tuple[str, str]) -> bytes:
    rows = "".join(
        f'<row r="{place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"><c r="{place}" t="inlineStr">'
        f"<is><t>{text}</t></is></c></row>"
        for place, text in found
    )
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def sheet_of(content: bytes, name: str = "goods.xlsx") -> Sheet:
    return read_sheet(content, name, Problems())


def test_cells_read_as_a_person_sees_them() -> None:
    sheet = sheet_of(
        workbook(
            ("Text", "Whole", "Price", "Code", "Day", "Moment", "Yes", "Empty"),
            ("007", 12.0, 9.99, 100015206478, date(2026, 11, 22), MOMENT, True, None),
            ("'=text", 0.1 + 0.2, 1e21, 1e-7, None, None, False, None),
        )
    )
    assert sheet.rows[0].cells == (
        "007", "12", "9.99", "100015206478", "2026-11-22", "2026-11-22T08:30:00", "true", "",
    )  # fmt: skip
    assert sheet.rows[1].cells[:4] == (
        "=text", "0.3", "1000000000000000000000", "0.0000001",
    )  # fmt: skip
    assert sheet.encoding is None


def test_rows_keep_their_numbers_and_short_rows_are_filled_up() -> None:
    sheet = sheet_of(workbook(("Title", "Price"), ("A",), (None, None), ("B", 2, "stray")))
    assert [(row.number, row.cells) for row in sheet.rows] == [(2, ("A", "")), (4, ("B", "2"))]


def test_the_same_table_means_the_same_as_csv_and_as_xlsx() -> None:
    rows = [("Handle", "Title", "SKU", "Price", "Stock"), ("tea", "Trà", "007", "12.50", "3")]
    text = "\n".join(",".join(row) for row in rows).encode()
    from_csv = read_file(text, "goods.csv", currency="USD")
    from_xlsx = read_file(workbook(*rows), "goods.xlsx", currency="USD")
    typed = workbook(rows[0], ("tea", "Trà", "007", 12.5, 3.0))
    assert from_csv.products == from_xlsx.products
    assert read_file(typed, "goods.xlsx", currency="USD").products == from_csv.products


def test_a_wrong_dimension_in_the_file_is_not_believed() -> None:
    sheet = cells(("A1", "Title"), ("A2", "Tea")).replace(
        b"<sheetData>", b'<dimension ref="A1"/><sheetData>'
    )
    assert [row.cells for row in sheet_of(raw_workbook(sheet)).rows] == [("Tea",)]


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(
        f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">'.encode() for i in range(9)
    )
    + b"]>"
    + cells(("A1", "&j;"))
)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(
            lambda: raw_workbook(cells(("A1", "x"), ("XFD1048576", "y"))), "beyond", id="far"
        ),
        pytest.param(
            lambda: raw_workbook(cells(("A999999999", "x"))), "rows that no", id="no such row"
        ),
        pytest.param(lambda: workbook(("Title",), ("A",))[:-200], "cut off", id="truncated"),
        pytest.param(lambda: b"PK\x03\x04" + b"junk" * 50, "cut off", id="not a zip"),
        pytest.param(lambda: b"just text", "not an Excel workbook", id="not a workbook"),
        pytest.param(lambda: raw_workbook(ENTITIES), "entities", id="entity bomb"),
        pytest.param(lambda: raw_workbook(b"<worksheet"), "cannot be read as", id="bad xml"),
        pytest.param(
            lambda: raw_workbook(cells(("A1", "x")), bomb=bytes(257 << 20)), "256 MB", id="zip bomb"
        ),
    ],
)
def test_a_hostile_workbook_costs_a_sentence(make: Callable[[], bytes], reason: str) -> None:
    with pytest.raises(InvalidSpreadsheet, match=reason):
        sheet_of(make())


def test_a_part_that_lies_about_its_size_is_not_unpacked_further() -> None:
    content = raw_workbook(cells(("A1", "Title")), lie=bytes(1 << 20))
    with pytest.raises(InvalidSpreadsheet):
        sheet_of(lying(content, 1 << 20))


def test_a_zip_of_something_else_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        target.writestr("letter.txt", "hello")
    with pytest.raises(InvalidSpreadsheet, match="not an Excel or OpenDocument workbook"):
        sheet_of(buffer.getvalue())


def test_an_empty_workbook_is_refused() -> None:
    with pytest.raises(InvalidSpreadsheet, match="is empty"):
        sheet_of(workbook())


def test_a_reader_that_dies_costs_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shop.catalogue.reading.workbook.CHILD", "tests_no_such_module")
    with pytest.raises(InvalidSpreadsheet, match="too much memory or time"):
        sheet_of(workbook(("Title",), ("A",)))


def test_a_visible_sheet_goes_before_a_hidden_one() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(("Secret",))
    book.worksheets[0].sheet_state = "hidden"
    book.create_sheet("Goods").append(("Title",))
    buffer = io.BytesIO()
    book.save(buffer)
    assert sheet_of(buffer.getvalue()).header == ("Title",)


def test_formulas_that_were_never_computed_are_no_empty_cells() -> None:
    with pytest.raises(InvalidSpreadsheet, match="never computed"):
        sheet_of(workbook(("Title", "Price"), ("Tea", "=4*3")))


@pytest.mark.parametrize("result", ["<f>4*3</f><v>12</v>", '<f t="shared" si="0"/><v>12</v>'])
def test_a_computed_formula_is_its_result(result: str) -> None:
    row = f'<row r="2"><c r="A2">{result}</c></row></sheetData>'.encode()
    sheet = sheet_of(raw_workbook(cells(("A1", "Price")).replace(b"</sheetData>", row)))
    assert [found.cells for found in sheet.rows] == [("12",)]


def test_an_escaped_line_end_is_one() -> None:
    sheet = sheet_of(raw_workbook(cells(("A1", "Title"), ("A2", "One_x000D_\nTwo_x0007_"))))
    assert sheet.rows[0].cells == ("One\r\nTwo",)
