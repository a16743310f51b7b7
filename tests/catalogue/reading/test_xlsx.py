"""Workbooks, good and hostile."""

import io
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from shop.catalogue.importing import read_file
from shop.catalogue.reading.problems import Problems
from shop.catalogue.reading.sheets import Sheet, read_sheet
from shop.errors import InvalidSpreadsheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
MOMENT = datetime(2026, 11, 22, 8, 30)  # noqa: DTZ001 - a spreadsheet knows no zones
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def archive(**parts: bytes) -> bytes:
    """A workbook from raw parts; `sheet` is the worksheet."""
    named = {
        "[Content_Types].xml": (
            b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            b'<Default Extension="xml" ContentType="application/vnd.openxmlformats-'
            b'officedocument.spreadsheetml.sheet.main+xml"/><Default Extension="rels" ContentType='
            b'"application/vnd.openxmlformats-package.relationships+xml"/></Types>'
        ),
        "_rels/.rels": _relation("officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="a" '
        'sheetId="1" r:id="rId1"/></sheets></workbook>'.encode(),
        "xl/worksheets/sheet1.xml": parts.get("sheet", b""),
    }
    named.update({name: data for name, data in parts.items() if name != "sheet"})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for name, data in named.items():
            target.writestr(name, data)
    return buffer.getvalue()


def _relation(kind: str, target: str) -> bytes:
    return (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/{kind}" '
        f'Target="{target}"/></Relationships>'
    ).encode()


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
    assert [row.cells for row in sheet_of(archive(sheet=sheet)).rows] == [("Tea",)]


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(
        f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">'.encode() for i in range(9)
    )
    + b"]>"
    + cells(("A1", "&j;"))
)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(archive(sheet=cells(("A1", "x"), ("XFD1048576", "y"))), "beyond", id="far"),
        pytest.param(archive(sheet=cells(("A999999999", "x"))), "rows that no", id="no such row"),
        pytest.param(workbook(("Title",), ("A",))[:-200], "cut off", id="truncated"),
        pytest.param(b"PK\x03\x04" + b"junk" * 50, "cut off", id="not a zip"),
        pytest.param(b"just text", "not an Excel workbook", id="not a workbook"),
        pytest.param(archive(sheet=ENTITIES), "entities", id="entity bomb"),
        pytest.param(archive(sheet=b"<worksheet"), "cannot be read as a workbook", id="bad xml"),
        pytest.param(
            archive(sheet=cells(("A1", "x")), bomb=bytes(257 << 20)), "256 MB", id="zip bomb"
        ),
    ],
)
def test_a_hostile_workbook_costs_a_sentence(content: bytes, reason: str) -> None:
    with pytest.raises(InvalidSpreadsheet, match=reason):
        sheet_of(content)


def test_a_part_that_lies_about_its_size_is_not_unpacked_further() -> None:
    content = archive(sheet=cells(("A1", "Title")), lie=bytes(1 << 20))
    size = (1 << 20).to_bytes(4, "little")
    with pytest.raises(InvalidSpreadsheet):
        sheet_of(content.replace(size, (10).to_bytes(4, "little")))


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
    sheet = sheet_of(archive(sheet=cells(("A1", "Price")).replace(b"</sheetData>", row)))
    assert [found.cells for found in sheet.rows] == [("12",)]


def test_an_escaped_line_end_is_one() -> None:
    sheet = sheet_of(archive(sheet=cells(("A1", "Title"), ("A2", "One_x000D_\nTwo_x0007_"))))
    assert sheet.rows[0].cells == ("One\r\nTwo",)
