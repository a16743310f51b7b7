"""Invoices, credit notes and packing slips as files: what they say, and on how many pages."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from factories import MOMENT, profile
from invoices.orders import line, paid_order, refunded
from pypdf import PdfReader

from shop.i18n.messages import translations
from shop.invoices.model import Invoice
from shop.invoices.rules import Stamp, credit_note_of, invoice_of
from shop.money import Money
from shop.orders.aftersale import Shipment
from shop.orders.model import Order
from shop.papers.invoice import invoice_pdf
from shop.papers.packing import packing_slip_pdf

PROJECT = Path(__file__).resolve().parent.parent.parent
STAMP = Stamp("2026-00042", MOMENT, MOMENT.date())
TITLES = {
    "en": ("Invoice", "Hà Giang Shan tuyết, old-tree green tea"),
    "vi": ("Hóa đơn", "Trà Shan tuyết cổ thụ, hộp giấy dó Nguyễn Phượng Ễ Ặ ₫"),
    "zh-Hans": ("发票", "河江雪山古树绿茶，纸盒装（限量版）喆璟"),
    "zh-Hant": ("發票", "河江雪山古樹綠茶，紙盒裝（限量版）臺灣龘"),
}


def say(language: str) -> Callable[[str], str]:
    if language == "en":
        return str
    return translations(PROJECT / "theme" / "translations", language).gettext


def ordered(language: str = "en", count: int = 1, **changes: Any) -> Order:
    lines = [line(f"SKU-{n}", 1250 + n, title=TITLES[language][1]) for n in range(count)]
    return paid_order(*lines, language=language, **changes)


def invoice_for(order: Order) -> Invoice:
    return invoice_of(order, profile(), STAMP)


def printed(order: Order) -> bytes:
    return invoice_pdf(invoice_for(order), say(order.language))


def pages(content: bytes) -> list[str]:
    reader = PdfReader(io.BytesIO(content), strict=True)
    return [page.extract_text() for page in reader.pages]


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("language", TITLES)
def test_an_invoice_can_be_copied_as_the_text_it_shows(language: str) -> None:
    order = ordered(language)
    (text,) = pages(printed(order))
    title, product = TITLES[language]
    for words in (title, product, "2026-00042", order.number, "Nguyễn Thị Hoa", "12 Trần Phú"):
        assert squeezed(words) in squeezed(text)


@pytest.mark.parametrize("language", TITLES)
def test_only_glyphs_that_are_used_are_embedded(language: str) -> None:
    content = printed(ordered(language, 30))
    assert len(content) < 64 * 1024
    for page in PdfReader(io.BytesIO(content)).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            font = font.get_object()  # noqa: PLW2901
            assert "+Paper-" in font["/BaseFont"]
            assert "/FontFile2" in font["/DescendantFonts"][0]["/FontDescriptor"]


def test_the_same_invoice_is_the_same_file() -> None:
    order = ordered("zh-Hant", 3)
    assert printed(order) == printed(order)
    assert PdfReader(io.BytesIO(printed(order))).metadata.creation_date == MOMENT  # type: ignore[union-attr]


def test_thirty_lines_go_on_over_pages_with_their_head_on_each() -> None:
    found = pages(printed(ordered("en", 30)))
    assert len(found) > 1
    for number, page in enumerate(found, start=1):
        assert "Unit price" in page
        assert f"Page {number} of {len(found)}" in page
    assert all("Invoice 2026-00042" in page for page in found[1:])
    whole = "".join(found)
    assert all(whole.count(f"SKU-{n}\n") <= 1 and f"SKU-{n}" in whole for n in range(30))


def test_the_sums_are_never_torn_apart() -> None:
    for count in range(8, 18):
        found = pages(printed(ordered("en", count)))
        assert [page for page in found if "Subtotal" in page] == [
            page for page in found if "Includes 8% tax" in page
        ]


def test_taxes_are_told_by_rate() -> None:
    order = paid_order(line("A", 1080), line("B", 1050, tax_rate="0.05"))
    (text,) = pages(printed(order))
    assert "Includes 5% tax on $10.00" in text
    assert "Includes 8% tax on" in text


def test_a_hostile_title_is_only_text() -> None:
    hostile = "(\\) Tj ET endstream <</JS>> % \u202e\x00" + "W" * 300
    (text,) = pages(printed(paid_order(line("A", 1, title=hostile))))
    assert "endstream <</JS>>" in " ".join(text.split())


def test_a_credit_note_names_its_invoice_and_what_goes_back() -> None:
    order = refunded(ordered("en", 2), "r", {"SKU-1": 1}, 1500, 249)
    stamp = Stamp("CN-2026-00007", MOMENT, MOMENT.date())
    note = credit_note_of(order, order.refunds[0], invoice_for(order), stamp)
    (text,) = pages(invoice_pdf(note, str))
    for words in ("Credit note", "CN-2026-00007", "2026-00042", "Total credited", "$15.00"):
        assert words in text
    assert "Unit price" not in text
    assert "SKU-0" not in text


def test_a_packing_slip_has_pieces_and_no_prices() -> None:
    order = paid_order(line("A", 1250, 2), line("B", 990), note="Xin gói quà giúp.")
    (text,) = pages(packing_slip_pdf(order, profile(), str))
    for words in ("Packing slip", order.number, "Deliver to", "Tea A", "Xin gói quà giúp."):
        assert words in text
    assert "$" not in text


def test_a_packing_slip_holds_what_has_not_left_yet() -> None:
    sent = Shipment(id="p", at=MOMENT, lines={"A": 2})
    order = paid_order(line("A", 1250, 2), line("B", 990), shipments=(sent,))
    (text,) = pages(packing_slip_pdf(order, profile(), str))
    assert "Tea B" in text
    assert "Tea A" not in text


def test_nobody_packs_what_was_refunded() -> None:
    order = refunded(paid_order(line("A", 1250, 2), line("B", 990)), "r1", {"B": 1}, 990, 0)
    (text,) = pages(packing_slip_pdf(order, profile(), str))
    assert "Tea A" in text
    assert "Tea B" not in text


def test_dong_have_no_decimals() -> None:
    lines = [line("A", 1_250_000, currency="VND")]
    (text,) = pages(printed(paid_order(*lines, language="vi", shipping=25_000)))
    assert "1.275.000 ₫" in text.replace("\u00a0", " ")
    assert Money.of(1_275_000, "VND") == paid_order(*lines, shipping=25_000).total


def test_a_long_note_stays_on_the_paper() -> None:
    order = paid_order(*(line(f"S{n}", 990) for n in range(12)), note="請附贈賀卡。" * 333)
    found = pages(packing_slip_pdf(order, profile(), str))
    assert "".join(found).count("請附贈賀卡") >= 300
    assert len(found) == 2
