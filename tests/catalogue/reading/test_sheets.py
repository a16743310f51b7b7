"""The bytes of a text file as rows."""

import pytest

from shop.catalogue.reading.problems import Problems
from shop.catalogue.reading.sheets import Sheet, read_sheet
from shop.errors import InvalidSpreadsheet


def sheet_of(content: str | bytes, problems: Problems | None = None) -> Sheet:
    data = content.encode() if isinstance(content, str) else content
    return read_sheet(data, "goods.csv", Problems() if problems is None else problems)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiter_is_found_in_the_header(delimiter: str) -> None:
    sheet = sheet_of(f"Title{delimiter}Price\nTea, green; loose{delimiter}12\n".replace(
        "Tea, green; loose", '"Tea, green; loose"'))  # fmt: skip
    assert sheet.header == ("Title", "Price")
    assert sheet.rows[0].cells == ("Tea, green; loose", "12")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_with_and_without_a_mark(encoding: str) -> None:
    sheet = sheet_of("Title,Price\nTrà xanh 绿茶,12\n".encode(encoding))
    assert sheet.header[0] == "Title"
    assert sheet.rows[0].cells[0] == "Trà xanh 绿茶"
    assert sheet.encoding == ("utf-16" if encoding == "utf-16" else "utf-8")


def test_an_encoding_that_cannot_be_told_is_refused_with_the_line() -> None:
    with pytest.raises(InvalidSpreadsheet, match=r"not written in UTF-8 \(line 2\)"):
        sheet_of("Title,Price\nお茶,12\n".encode("shift_jis"))


def test_leading_zeros_and_long_codes_stay_text() -> None:
    sheet = sheet_of("SKU,Barcode\n007,100015206478\n")
    assert sheet.rows[0].cells == ("007", "100015206478")


def test_quoted_line_breaks_do_not_shift_the_row_numbers() -> None:
    sheet = sheet_of('Title,Text\nA,"one\ntwo\n\nthree"\nB,x\n')
    assert [row.number for row in sheet.rows] == [2, 3]
    assert sheet.rows[0].cells[1] == "one\ntwo\n\nthree"


def test_a_row_of_another_length_is_a_problem_and_the_others_are_read() -> None:
    problems = Problems()
    sheet = sheet_of("Title,Price\nA,1\nB\nC,3,4\nD,5,\n", problems)
    assert [row.cells for row in sheet.rows] == [("A", "1"), ("D", "5")]
    assert [(p.row, p.code, p.severity) for p in problems] == [
        (3, "field_count", "error"),
        (4, "field_count", "error"),
    ]


def test_blank_rows_count_as_records_but_are_no_products() -> None:
    sheet = sheet_of("Title,Price\nA,1\n\n,\nB,2\n\n\n")
    assert [row.number for row in sheet.rows] == [2, 5]
    assert sheet.records == 4


def test_excel_s_separator_line_is_not_the_header() -> None:
    sheet = sheet_of("sep=;\r\nTitle;Price\r\nA;1\r\n")
    assert (sheet.header, sheet.rows[0].number) == (("Title", "Price"), 2)


def test_a_long_description_is_read() -> None:
    text = "x" * 400_000
    assert sheet_of(f"Title,Text\nA,{text}\n").rows[0].cells[1] == text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\n\n , \n", "is empty"),
        (b"Title,Price\n\x00\x00,1\n", "not a text file"),
        (b"\xd0\xcf\x11\xe0rest", "old Excel format"),
        (b'Title,Price\nA,"' + b"x" * 1_100_000, "quotation mark"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(content: bytes, reason: str) -> None:
    with pytest.raises(InvalidSpreadsheet, match=reason):
        sheet_of(content)


def test_a_row_of_blanks_is_no_row() -> None:
    sheet = sheet_of("Title,Price\nA,1\n  ,\t\nB,2\n")
    assert [row.number for row in sheet.rows] == [2, 4]


def test_a_header_alone_is_told() -> None:
    problems = Problems()
    assert sheet_of("Title,Price\n", problems).rows == ()
    assert [(p.row, p.code, p.severity) for p in problems] == [(None, "no_rows", "warning")]


def test_every_kind_of_line_end_ends_a_line() -> None:
    for end in ("\n", "\r\n", "\r"):
        sheet = sheet_of(f'Title,Price{end}"A{end}B",1{end}C,2{end}')
        assert [row.cells for row in sheet.rows] == [(f"A{end}B", "1"), ("C", "2")]


def test_characters_that_no_feed_can_hold_are_let_go() -> None:
    assert sheet_of("Title,Price\nA\x07B\x0bC\uffff,1\n").rows[0].cells == ("A B C ", "1")
