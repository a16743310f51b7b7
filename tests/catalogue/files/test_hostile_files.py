"""Files made to harm: each costs a sentence and little time, and the process goes on.

Time is processor time of this process and its children, so that a busy machine fails no test.
"""

import os
from collections.abc import Callable

import pytest
from catalogue.workbooks import MAIN, lying, packed, raw_workbook

from shop.catalogue.reading.joining import open_file
from shop.errors import InvalidSpreadsheet

SECONDS = 5
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
LAUGHS = "<!DOCTYPE x [" + '<!ENTITY a "haha">' + "".join(
    f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)) + "]>"  # fmt: skip
OUTSIDE = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>'
ENTITIES = {"billion laughs": LAUGHS, "outside file": OUTSIDE}


def xlsx(rows: str, before: str = "", **more: bytes) -> bytes:
    """A workbook whose sheet has the XML `rows`, with `before` in front of the sheet's root."""
    sheet = f'{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    return raw_workbook(sheet.encode(), **more)


def row(number: int, place: str, text: str) -> str:
    return f'<row r="{number}"><c r="{place}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def ods(cells: str, before: str = "") -> bytes:
    office = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'{before}<office:document-content xmlns:office="{office}:office:1.0" '
        f'xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="a">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return packed(
        {
            "mimetype": ODS,
            "content.xml": content.encode(),
            "META-INF/manifest.xml": b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:'
            b'opendocument:xmlns:manifest:1.0"/>',
        }
    )


def feed(before: str, text: str) -> bytes:
    return (
        f'<?xml version="1.0"?>{before}<rss xmlns:g="http://base.google.com/ns/1.0"><channel>'
        f"<item><g:id>1</g:id><title>{text}</title></item></channel></rss>"
    ).encode()


ROW = "<table:table-row{}>{}</table:table-row>"
CELL = "<table:table-cell office:value-type='string'{}><text:p>{}</text:p></table:table-cell>"
BOMB = 300 << 20
FILES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "two corners": (
        "far.xlsx",
        lambda: xlsx(row(1, "A1", "Title") + row(1_048_576, "XFD1048576", "x")),
        "beyond 250,000 rows",
    ),
    "zip bomb": (
        "bomb.xlsx",
        lambda: xlsx(row(1, "A1", "Title"), bomb=bytes(BOMB)),
        "more than 256 MB",
    ),
    "zip bomb that lies": (
        "bomb.xlsx",
        lambda: lying(xlsx(row(1, "A1", "Title"), bomb=bytes(BOMB)), BOMB),
        "cannot be read|256 MB",
    ),
    "repeated cells": (
        "wide.ods",
        lambda: ods(
            ROW.format(
                " table:number-rows-repeated='1048576'",
                CELL.format(" table:number-columns-repeated='16384'", "x"),
            )
        ),
        "cannot be read|too much memory",
    ),
    "nul bytes": ("goods.csv", lambda: b"Title,Price\nTea\0,1\n" * 50_000, "not a text file"),
    "a million columns": ("wide.csv", lambda: b"a," * 1_000_000 + b"\n1\n", "1000 columns"),
    "a million rows": ("long.csv", lambda: b"Title,Price\n" + b"a,1\n" * 1_000_000, "250,000 rows"),
    "an endless quotation": ("open.csv", lambda: b'Title,Price\n"' + b"x,1\n" * 2_000_000, "open"),
    "utf-16 entities": (
        "goods.xlsx",
        lambda: xlsx("", **{"xl/x.xml": ('<?xml version="1.0"?>' + LAUGHS).encode("utf-16")}),
        "entities",
    ),
    **{
        f"{what} in {kind}": (f"goods.{kind}", make, "entities")
        for what, before in ENTITIES.items()
        for kind, make in {
            "xlsx": lambda before=before: xlsx(row(1, "A1", "&j;"), before),
            "ods": lambda before=before: ods(ROW.format("", CELL.format("", "&j;")), before),
            "xml": lambda before=before: feed(before, "&j;"),
        }.items()
    },
}


@pytest.mark.parametrize("what", FILES)
def test_a_hostile_file_costs_a_sentence(what: str) -> None:
    name, make, reason = FILES[what]
    content = make()
    before = sum(os.times()[:4])
    with pytest.raises(InvalidSpreadsheet, match=reason):
        open_file(content, name)
    assert sum(os.times()[:4]) - before < SECONDS


def test_an_innocent_file_of_each_kind_is_read() -> None:
    """What the hostile ones are made of is read where nothing is wrong with it."""
    cells = "".join(CELL.format("", text) for text in ("Title", "Price"))
    goods = "".join(CELL.format("", text) for text in ("Tea", "1"))
    table = ROW.format("", cells) + ROW.format("", goods)
    assert open_file(ods(table), "goods.ods").sheet.rows[0].cells == ("Tea", "1")
    rows = row(1, "A1", "Title") + row(2, "A2", "Tea")
    assert open_file(xlsx(rows), "goods.xlsx").sheet.rows[0].cells == ("Tea",)
    assert open_file(feed("", "Tea"), "goods.xml", format="google").sheet.header == ("id", "title")
