"""What a banking app reads in the picture."""

import io
from base64 import b64decode

import pytest
import zxingcpp
from PIL import Image

from shop.bank.qr import epc, payment_payload, payment_qr, png, svg, vietqr
from shop.money import Money
from shop.profile import BankTransfer

# The examples of NAPAS's specification 1.5.2: for any amount, and for one order.
STATIC = (
    "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F"
)
DYNAMIC = (
    "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA"
    "530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E"
)
BANK = BankTransfer(
    account_holder="Hiên Veranda Shop",
    account_number="0011 0123 45678",
    bin="970403",
    iban="DE89 3704 0044 0532 0130 00",
    swift="COBADEFFXXX",
)


def read(picture: bytes) -> str:
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))
    assert code.format == zxingcpp.BarcodeFormat.QRCode
    return str(code.text)


def test_the_examples_of_the_specification_come_out_to_the_letter() -> None:
    account = "0011012345678"
    assert vietqr("970403", account, 0, "") == STATIC
    assert vietqr("970403", account, 180000, "thanh toan don hang", "NPS6869") == DYNAMIC


def test_a_purpose_is_what_every_bank_takes() -> None:
    payload = vietqr("970403", "1", 1000, "Đặt hàng HN-2611-7KQ2M, cảm ơn!")
    assert "0825Dat hang HN26117KQ2M cam" in payload


def test_an_order_in_dong_is_a_vietqr_of_its_amount_and_number() -> None:
    payload = payment_payload(BANK, Money.of(1_050_000, "VND"), "HN-2611-7KQ2M")
    assert payload.startswith("00020101021238570010A0000007270127000697040301130011012345678")
    assert "54071050000" in payload
    assert "0811HN26117KQ2M" in payload


def test_an_order_in_euros_is_twelve_lines_of_the_epc() -> None:
    payload = payment_payload(BANK, Money.of(14905, "EUR"), "HN-2611-7KQ2M")
    assert payload.split("\n") == [
        "BCD",
        "002",
        "1",
        "SCT",
        "COBADEFFXXX",
        "Hiên Veranda Shop",
        "DE89370400440532013000",
        "EUR149.05",
        "",
        "",
        "HN-2611-7KQ2M",
    ]


def test_the_payload_of_the_epc_agrees_with_a_published_one() -> None:
    """Of the guidelines' second example, but for the way in which it is encoded."""
    payload = epc(
        "François D'Alsace S.A.",
        "FR1420041010050500013M02606",
        "",
        euros(1230),
        "Client:Marie Louise La Lune",
    )
    assert payload.split("\n")[5:8] == [
        "François D'Alsace S.A.",
        "FR1420041010050500013M02606",
        "EUR12.30",
    ]


def euros(cents: int) -> Money:
    return Money.of(cents, "EUR")


@pytest.mark.parametrize("total", [Money.of(1_050_000, "VND"), euros(149_05)])
def test_the_picture_reads_as_its_payload(total: Money) -> None:
    payload = payment_payload(BANK, total, "HN-2611-7KQ2M")
    assert read(png(payload)) == payload
    qr = payment_qr(BANK, total, "HN-2611-7KQ2M")
    assert qr is not None
    assert read(b64decode(qr["png"].partition(",")[2])) == payload
    assert qr["svg"] == svg(payload)
    assert qr["svg"].startswith("<svg")


@pytest.mark.parametrize("currency", ["USD", "CNY", "TWD"])
def test_other_currencies_have_no_code(currency: str) -> None:
    assert payment_qr(BANK, Money.of(1000, currency), "HN-1") is None


def test_an_account_without_the_numbers_has_no_code() -> None:
    plain = BankTransfer(account_number="0011")
    assert payment_payload(plain, Money.of(1000, "VND"), "HN-1") == ""
    assert payment_payload(plain, euros(1000), "HN-1") == ""


def test_a_mistyped_iban_stops_the_shop() -> None:
    with pytest.raises(ValueError, match="no IBAN"):
        BankTransfer(iban="DE89 3704 0044 0532 0130 01")
