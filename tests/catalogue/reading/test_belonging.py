"""Rows with too many or too few cells, and the products they may be a part of."""

import pytest

from shop.catalogue.importing import Reading, read_file

TABLE = "Title,SKU,Option1 Name,Option1 Value,Price"
HANDLES = f"Handle,{TABLE}"
VENDURE = "name,slug,facets,optionGroups,optionValues,sku,price,stockOnHand"
PLAIN = "Name,Price,Parent code,Colour"
WOO = "ID,Type,SKU,Name,Published,Regular price,Parent,Attribute 1 name,Attribute 1 value(s)"


def read(header: str, *rows: str) -> Reading:
    return read_file("\n".join([header, *rows, ""]).encode(), "goods.csv", currency="USD")


def faults(reading: Reading) -> list[tuple[int, str]]:
    """First faulty row and title, of products and of rows that are none."""
    return [(fault.row, fault.title) for fault in reading.faults]


@pytest.mark.parametrize(
    ("header", "rows", "found"),
    [
        # Amidst the rows of one product: it may be a variant, or the product that they are of.
        (TABLE, ["Tea,T1,Size,S,5", ",T2,,M", ",T3,,L,7", "Cup,C1,,,5"], [(3, "Tea")]),
        (TABLE, ["Tea,T1,Size,S,5", "Pot,P1,Size", ",P2,,L,7", "Cup,C1,,,5"], [(3, "Tea")]),
        # Below a product and without a name: its last variant.
        (TABLE, ["Tea,T1,Size,S,5", ",T2,,M", "Cup,C1,,,5"], [(3, "Tea")]),
        (TABLE, ["Cup,C1,,,5", "Tea,T1,Size,S,5", ",T2,,M"], [(4, "Tea")]),
        # With a name of its own: a product by itself.
        (TABLE, ["Tea,T1,Size,S,5", "Pot,P1,,", "Cup,C1,,,5"], [(3, "")]),
        (TABLE, ["Tea,T1,Size,S,5", "Tea,T2,Size", "Cup,C1,,,5"], [(3, "Tea")]),
        # It names the handle of a product that may stand anywhere.
        (HANDLES, ["tea,Tea,T1,Size,S,5", "cup,Cup,C1,,,5", "tea,,T2,,M"], [(4, "Tea")]),
        (HANDLES, ["tea,Tea,T1,Size,S,5", "pot,,P2,,M", "cup,Cup,C1,,,5"], [(3, "")]),
        (
            VENDURE,
            ["Tea,,,Size,S,T1,5,1", ",,,,M,T2,6", "Cup,,,,,C1,5,1"],
            [(3, "Tea")],
        ),
        # A variation names its parent by SKU or by its number.
        (
            WOO,
            ['1,variable,TEA,Tea,1,,,Size,"S, M"', "2,simple,CUP,Cup,1,5,,,",
             "3,variation,T1,Tea S,1,5,TEA,Size,S", "4,variation,T2,Tea M,1,6,id:1,Size,M,more"],
            [(5, "Tea")],
        ),
        # A short number may be anything: a parent's code, a price, a stock.
        (PLAIN, ["Tea,5,12,red", "Tea,5,12,blue", "Cup,12,7"], [(4, "")]),
        (PLAIN, ["Tea,5,G-12,red", "Cup,7,,", "Tea,5,G-12"], [(4, "Tea")]),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_keeps_its_product_from_going_live(
    header: str, rows: list[str], found: list[tuple[int, str]]
) -> None:
    assert faults(read(header, *rows)) == found


def test_rows_of_further_pictures_belong_to_their_product() -> None:
    reading = read(
        f"{HANDLES},Pictures",
        "tea,Tea,T1,Size,S,5,https://x.example/1.jpg",
        "tea,,,,,,#REF!",
        "cup,Cup,C1,,,5,",
    )
    assert faults(reading) == [(3, "Tea")]


def test_what_an_open_quotation_mark_swallowed_is_known_by_its_words() -> None:
    reading = read(TABLE, "Tea,T1,,,5", '"Pot,P1,,,6', "Mug,M1,,,7", 'Cup"')
    assert faults(reading) == [(3, "")]
    assert reading.words >= {"Pot", "P1", "Mug", "M1", "Cup", "mug"}
