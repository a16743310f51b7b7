"""What a banking app scans to fill in a transfer: VietQR for dong, the EPC's code for euros.

A payload is the text in the picture. Nothing here reads or writes anything.
"""

import base64
import io
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

from shop.currencies import decimal_text
from shop.money import Money
from shop.profile import BankTransfer

if TYPE_CHECKING:
    import segno

NAPAS = "A000000727"  # the application identifier of Vietnam's switch
TO_ACCOUNT = "QRIBFTTA"
DONG = "704"  # ISO 4217's number for it
MAX_PURPOSE = 25
MAX_NAME = 70
MAX_EUROS = 99_999_999_999  # in cents


def payment_qr(bank: BankTransfer, total: Money, reference: str) -> dict[str, str] | None:
    """``{svg, png}`` for a page: the picture to scan with another device, and as a ``data:``
    address to save on the one that shows it. None where there is no code for this payment."""
    payload = payment_payload(bank, total, reference)
    if not payload:
        return None
    picture = base64.b64encode(png(payload)).decode("ascii")
    return {"svg": svg(payload), "png": f"data:image/png;base64,{picture}"}


def payment_payload(bank: BankTransfer, total: Money, reference: str) -> str:
    """The payload for `total`; empty where there is no code for its currency or this account."""
    if total.amount <= 0:
        return ""
    if total.currency == "VND" and bank.bin and bank.account_number:
        return vietqr(bank.bin, bank.account_number, total.amount, reference)
    if total.currency == "EUR" and bank.iban and total.amount <= MAX_EUROS:
        return epc(bank.account_holder, bank.iban, bank.swift, total, reference)
    return ""


def vietqr(bank_bin: str, account: str, amount: int, purpose: str, bill: str = "") -> str:
    """A transfer to an account through NAPAS 247 (Technical Specifications on NAPAS QR Switching
    1.5.2, part IV; EMVCo QR Code Specification for Payment Systems, merchant-presented mode).

    Of `purpose` only letters, digits and blanks are kept: banks refuse or drop the rest.
    """
    holder = _fields([("00", bank_bin), ("01", _squeezed(account))])
    receiver = _fields([("00", NAPAS), ("01", holder), ("02", TO_ACCOUNT)])
    remarks = _fields([("01", bill), ("08", _plain(purpose)[:MAX_PURPOSE])])
    payload = _fields(
        [
            ("00", "01"),
            ("01", "12" if amount else "11"),  # for one payment, or for any
            ("38", receiver),
            ("53", DONG),
            ("54", str(amount) if amount else ""),
            ("58", "VN"),
            ("62", remarks),
        ]
    )
    return f"{payload}6304{_crc16(f'{payload}6304'.encode('ascii')):04X}"


def epc(holder: str, iban: str, bic: str, amount: Money, remittance: str) -> str:
    """A SEPA credit transfer (EPC069-12, version 002 in UTF-8: the BIC may be left out)."""
    lines = (
        "BCD",
        "002",
        "1",
        "SCT",
        _squeezed(bic),
        " ".join(holder.split())[:MAX_NAME],
        _squeezed(iban),
        f"EUR{decimal_text(amount.amount, amount.currency)}",
        "",  # purpose
        "",  # creditor reference (ISO 11649); the remittance information stands in its place
        remittance,
    )
    return "\n".join(lines)


def svg(payload: str) -> str:
    """The picture for a page, to be put into its HTML: black on white, whatever the theme."""
    out = io.BytesIO()
    _code(payload).save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=True,
        omitsize=True,
        border=4,
        light="#fff",
        svgclass="payment-qr__code",
        lineclass=None,
        nl=False,
    )
    return out.getvalue().decode("utf-8")


def png(payload: str, scale: int = 8) -> bytes:
    """The picture as a file, to be opened in the banking app of the phone that shows the page."""
    out = io.BytesIO()
    _code(payload).save(out, kind="png", scale=scale, border=4)
    return out.getvalue()


def _code(payload: str) -> "segno.QRCode":
    """Correction level M, as both standards ask for."""
    import segno

    return segno.make(payload, error="m", encoding="utf-8", micro=False, boost_error=False)


def _fields(fields: Iterable[tuple[str, str]]) -> str:
    """Identifier, length in two digits, value; those without a value are left out."""
    return "".join(f"{name}{len(value):02d}{value}" for name, value in fields if value)


def _squeezed(text: str) -> str:
    return "".join(text.split()).upper()


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    letters = "".join(char for char in folded if char.isascii() and (char.isalnum() or char == " "))
    return " ".join(letters.split())


def _crc16(data: bytes) -> int:
    """CRC-16/CCITT-FALSE: polynomial 0x1021, beginning with 0xFFFF (EMVCo, ISO/IEC 13239)."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte << 8
        for _bit in range(8):
            crc = (crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1
        crc &= 0xFFFF
    return crc
