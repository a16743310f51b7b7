"""The owner's own spreadsheet with its faults shown."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from shop.catalogue.importing import read_file
from shop.catalogue.writing.annotating import annotate
from shop.errors import InvalidInput, InvalidSpreadsheet

RED, YELLOW = "FFFFC7CE", "FFFFEB9C"
CSV = 'Title,SKU,Price,Status,Note\n"Tea\ngreen",007,abc,active,\nCup,=1+1,,gone,\n'


def problem(row: int | None, column: str, severity: str = "error", **more: Any) -> dict[str, Any]:
    found = {"row": row, "column": column, "severity": severity, "code": "odd", "message": "Why."}
    return {**found, **more}


def workbook(*rows: list[Any]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def marked(tmp_path: Path) -> Callable[..., openpyxl.Workbook]:
    def run(source: bytes, name: str, *problems: dict[str, Any]) -> openpyxl.Workbook:
        annotate(source, name, problems, tmp_path / "out.xlsx")
        return openpyxl.load_workbook(tmp_path / "out.xlsx")

    return run


def colour(cell: Any) -> str:
    return str(cell.fill.fgColor.rgb) if cell.fill.patternType else ""


def test_a_csv_becomes_a_workbook_with_its_faults(marked: Callable[..., Any]) -> None:
    problems = read_file(CSV.encode(), "goods.csv", currency="USD").problems.as_json()
    sheet, listed = marked(CSV.encode(), "goods.csv", *problems).worksheets
    cells = [[cell.value for cell in row] for row in sheet["A1:D3"]]
    assert cells == [
        ["Title", "SKU", "Price", "Status"],
        ["Tea\ngreen", "007", "abc", "active"],
        ["Cup", "=1+1", None, "gone"],
    ]
    assert {cell.data_type for row in sheet["A2:B3"] for cell in row} == {"s"}
    assert colour(sheet["C2"]) == colour(sheet["D3"]) == RED
    assert "is not a price" in sheet["C2"].comment.text
    assert "“gone” is none of" in sheet["D3"].comment.text
    assert (colour(sheet["B2"]), sheet["B2"].comment) == ("", None)
    assert sheet.freeze_panes == "A2"
    assert listed.title == "Problems"
    assert len(list(listed.rows)) == len(problems) + 1


def test_the_list_of_problems_leads_to_the_cells(marked: Callable[..., Any]) -> None:
    found = [problem(None, ""), problem(3, "=Odd", message="=1"), problem(2, "Price", "info")]
    listed = marked(CSV.encode(), "goods.csv", *found)["Problems"]
    assert [cell.value for cell in listed[1]] == [
        "Row", "Column", "Severity", "What to do", "Code",
    ]  # fmt: skip
    assert listed["A2"].hyperlink is None
    assert listed["A3"].hyperlink.location == "'Products'!A3"
    assert listed["A4"].hyperlink.location == "'Products'!C2"
    assert [(listed[name].value, listed[name].data_type) for name in ("B3", "D3")] == [
        ("=Odd", "s"), ("=1", "s"),
    ]  # fmt: skip


def test_the_owner_s_workbook_keeps_its_looks(marked: Callable[..., Any]) -> None:
    book = workbook(["Our goods"], ["Title", "Price", "SKU"], ["Tea", "=1+2"], ["Cup", "x"])
    sheet = book.worksheets[0]
    sheet.title = "Mine; really"
    sheet["A3"].font = Font(bold=True, color="FF00AA00")
    sheet["A3"].fill = PatternFill("solid", fgColor="FFAABBCC")
    sheet["B4"].comment = Comment("ask Lan", "Owner")
    sheet.column_dimensions["A"].width = 33
    book.create_sheet("Other").append(["kept"])
    book.create_sheet("First", 0).sheet_state = "hidden"
    book["First"].append(["Title", "Price"])
    part = "xl/worksheets/sheet2.xml"
    computed = zipfile.ZipFile(io.BytesIO(saved(book))).read(part).replace(b"<v/>", b"<v>3</v>")
    source = _replaced(saved(book), part, computed.replace(b"<v />", b"<v>3</v>"))
    result = marked(source, "goods.xlsx", problem(4, "Price"), problem(4, "price", "warning"))
    assert result.sheetnames == ["First", "Mine; really", "Other", "Problems"]
    sheet = result["Mine; really"]
    assert (sheet["A3"].font.b, colour(sheet["A3"])) == (True, "FFAABBCC")
    assert (sheet["B3"].value, sheet["B3"].data_type) == ("=1+2", "f")
    assert sheet.column_dimensions["A"].width == 33
    assert colour(sheet["B4"]) == RED
    assert sheet["B4"].comment.text == "ERROR: Why.\nWARNING: Why.\n\nask Lan"
    assert sheet.freeze_panes == "A3"
    assert result["Problems"]["A2"].hyperlink.location == "'Mine; really'!B4"


def test_a_merged_area_is_marked_where_it_shows(marked: Callable[..., Any]) -> None:
    book = workbook(["Title", "Price"], ["Tea", "x"], [None, None])
    book.worksheets[0].merge_cells("B2:B3")
    sheet = marked(saved(book), "goods.xlsx", problem(3, "Price")).worksheets[0]
    assert sheet["B2"].comment.text == "ERROR: Why."


def test_marks_of_an_earlier_time_are_gone(marked: Callable[..., Any], tmp_path: Path) -> None:
    marked(CSV.encode(), "goods.csv", problem(2, "Price"), problem(3, "SKU", "warning"))
    first = (tmp_path / "out.xlsx").read_bytes()
    again = marked(first, "goods.xlsx", problem(3, "SKU", "warning"))
    sheet = again.worksheets[0]
    assert again.sheetnames == ["Products", "Problems"]
    assert (colour(sheet["C2"]), sheet["C2"].comment) == ("", None)
    assert colour(sheet["B3"]) == YELLOW
    assert len(list(again["Problems"].rows)) == 2


def test_columns_are_found_by_what_the_file_calls_them(marked: Callable[..., Any]) -> None:
    shopify = "Handle,Title,Variant SKU,Variant Price,Image Src\na,A,1,x,y\n"
    found = [problem(2, name, message=name) for name in ("Price", "SKU", "Pictures", "Nonsense")]
    sheet = marked(shopify.encode(), "shopify.csv", *found).worksheets[0]
    notes = [cell.comment.text.removeprefix("ERROR: ") if cell.comment else "" for cell in sheet[2]]
    assert notes == ["Nonsense", "", "SKU", "Price", "Pictures"]


def test_closed_sets_have_dropdowns(marked: Callable[..., Any]) -> None:
    sheet = marked(b"Title,Price,STATUS,Recommended\nTea,1,,\n", "goods.csv").worksheets[0]
    offered = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation}
    assert offered == {"C2:C202": '"active,draft,archived"', "D2:D202": '"yes,no"'}


def test_rows_that_the_reader_leaves_out_are_there(marked: Callable[..., Any]) -> None:
    source = b"Title,Price\n\nTea,1,2,3\nCup,2\n"
    problems = read_file(source, "goods.csv", currency="USD").problems.as_json()
    sheet = marked(source, "goods.csv", *problems).worksheets[0]
    assert [cell.value for cell in sheet[3]] == ["Tea", "1", "2", "3"]
    assert colour(sheet["A3"]) == RED
    assert sheet["A4"].value == "Cup"


def test_only_the_problems_of_the_file_are_shown(marked: Callable[..., Any]) -> None:
    found = [problem(2, "Price", file="goods.csv"), problem(3, "Price", file="other.csv")]
    assert len(list(marked(CSV.encode(), "goods.csv", *found)["Problems"].rows)) == 2


def test_what_no_workbook_may_contain_does_not_break_it(marked: Callable[..., Any]) -> None:
    sheet = marked(CSV.encode(), "goods.csv", problem(2, "Price", message="a\x07b\ufffe"))
    assert sheet.worksheets[0]["C2"].comment.text == "ERROR: a_x0007_b_xFFFE_"


def test_a_workbook_that_cannot_be_kept_is_written_anew(marked: Callable[..., Any]) -> None:
    source = saved(workbook(["Title", "Price"], [None], ["Tea", "x"]))
    damaged = _replaced(source, "docProps/core.xml", b"<broken")
    sheet = marked(damaged, "goods.xlsx", problem(3, "Price")).worksheets[0]
    assert [cell.value for cell in sheet[3]] == ["Tea", "x"]
    assert colour(sheet["B3"]) == RED


def _replaced(content: bytes, part: str, text: bytes) -> bytes:
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            new.writestr(name, text if name == part else old.read(name))
    return result.getvalue()


def test_a_hostile_file_costs_a_sentence_and_writes_nothing(tmp_path: Path) -> None:
    entity = b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    hostile = _replaced(saved(workbook(["Title"])), "xl/styles.xml", entity)
    with pytest.raises(InvalidSpreadsheet):
        annotate(hostile, "goods.xlsx", [problem(1, "Title")], tmp_path / "out.xlsx")
    with pytest.raises(InvalidInput, match=r"must end in \.xlsx"):
        annotate(CSV.encode(), "goods.csv", [], tmp_path / "out.csv")
    with pytest.raises(InvalidInput, match="is a feed"):
        annotate(b"<rss/>", "feed.xml", [], tmp_path / "out.xlsx")
    assert list(tmp_path.iterdir()) == []
