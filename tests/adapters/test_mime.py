"""Mails carry every script, and cannot be bent by what anybody typed into any of their fields."""

import contextlib
import json
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from adapters.mails import SENDER, Read, mail, read_mail
from factories import MOMENT

from shop.adapters.mime import identity, mime_message
from shop.errors import Undelivered
from shop.ports import Mail, Sender

NAMES = [
    "Message-ID",
    "Date",
    "From",
    "To",
    "Subject",
    "Content-Language",
    "Auto-Submitted",
]
TRICKS = [
    "Eve\r\nBcc: all@example.com",
    "Eve\nBcc: all@example.com",
    "Eve\rBcc: all@example.com",
    "=?utf-8?q?Eve=0D=0ABcc=3A_all=40example=2Ecom?=",
    "=?utf-8?b?RXZlDQpCY2M6IGFsbEBleGFtcGxlLmNvbQ==?=",
    "=?utf-8?q?=22Eve=22_=3Ceve=40example=2Ecom=3E=2C?= x",
    'Eve" <eve@example.com>, "',
    "Eve <eve@example.com>, all",
    "Eve\x00\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029Bcc: all@example.com",
    "Eve\\",
    "a" * 5000,
    "謝" * 2000,
    "ế" * 999,
    "half \ud800 of a character",
    "group: eve@example.com;",
    "(comment",
    "",
    " ",
    "\r\n\r\n<html>",
    ".\r\nQUIT",
    "--===============",
]


@pytest.fixture(scope="module")
def naughty(shared: Path) -> list[str]:
    folder = shared / "specs" / "naughty-strings"
    return [*TRICKS, *json.loads((folder / "blns.json").read_text(encoding="utf-8"))]


def sent(message: Mail, sender: Sender = SENDER) -> Read:
    """The mail as three readers see it, of which none may see another header or receiver."""
    raw = mime_message(message, sender, MOMENT)
    read = read_mail(raw)
    modern = message_from_bytes(raw, policy=policy.default)
    for parsed in (message_from_bytes(raw, policy=policy.compat32), modern):
        assert [name for name in parsed if name in NAMES] == NAMES
        assert "Bcc" not in parsed
        assert not parsed.defects
        assert len(parsed.get_payload()) == 2
    for header in ("To", "From"):
        assert len(modern[header].addresses) == 1
    again = message_from_bytes(modern.as_bytes(policy=policy.SMTP), policy=policy.default)
    assert again.keys() == modern.keys()
    return read


def shown(text: str) -> str:
    """What a header shows of a text: one line, without controls and halves of characters."""
    whole = text.encode(errors="replace").decode()
    return " ".join(
        "".join(" " if ord(c) < 32 or 127 <= ord(c) < 160 else c for c in whole).split()
    )


def test_headers_are_those_of_a_mail_from_a_machine() -> None:
    read = sent(mail())
    assert [name for name, _ in read.headers[2:]] == NAMES
    assert read["Message-ID"] == "<O1.order_placed@example.com>"
    assert read["Date"] == "Sun, 22 Nov 2026 08:30:00 +0000"
    assert read["From"] == "Hiên <owner@example.com>"
    assert read["To"] == "Nguyễn Thị Hoa <hoa@example.com>"
    assert read["Auto-Submitted"] == "auto-generated"


def test_every_attempt_at_a_mail_has_the_same_message_id() -> None:
    assert sent(mail())["Message-ID"] == sent(mail(text="Other words"))["Message-ID"]
    assert identity("P1.a") != identity("P1.b")


@pytest.mark.parametrize(
    "subject",
    [
        "Cảm ơn bạn, đơn hàng HN-2611-Q4XK7 của bạn tại Hiên đã được gửi đi sáng nay " * 4,
        "訂單 HN-2611-Q4XK7 已出貨，物流單號可於訂單頁面查詢，謝謝您" * 6,
        "订单已发货 📦🏡" * 30,
        "Order HN-2611-Q4XK7 is on its way",
    ],
)
def test_subjects_of_any_length_and_script_arrive_whole(subject: str) -> None:
    raw = mime_message(mail(subject=subject), SENDER, MOMENT)
    assert read_mail(raw)["Subject"] == subject.strip()
    head = raw.split(b"\r\n\r\n")[0].split(b"\r\n")
    assert max(len(line) for line in head if b"=?" in line) <= 76


def test_bodies_arrive_as_they_were_written() -> None:
    text = "Xin chào\n.\nFrom here\n" + "謝" * 3000 + "\n"
    (plain, first), (html, second) = sent(mail(text=text, html="<p>đ\n</p>")).parts
    assert first.replace("\r\n", "\n") == text
    assert second.replace("\r\n", "\n") == "<p>đ\n</p>"
    assert plain["Content-Type"] == 'text/plain; charset="utf-8"'
    assert html["Content-Type"] == 'text/html; charset="utf-8"'


def test_no_subject_can_add_a_header(naughty: list[str]) -> None:
    for text in naughty:
        assert shown(sent(mail(subject=text))["Subject"]) == shown(text)


def test_no_name_can_add_a_header_or_a_receiver(naughty: list[str]) -> None:
    for text in naughty:
        read = sent(mail(to_name=text), Sender("owner@example.com", text))
        assert read["To"].endswith("hoa@example.com>" if shown(text) else "hoa@example.com")
        assert shown(read["From"]) == shown(f"{text} <owner@example.com>") or not shown(text)


def test_no_text_can_end_a_part(naughty: list[str]) -> None:
    for text in naughty:
        assert len(sent(mail(text=text, html=text)).parts) == 2


def test_no_id_can_add_a_header_or_leave_a_folder(naughty: list[str]) -> None:
    seen = {}
    for text in naughty:
        read = sent(mail(id=text))
        assert read["Message-ID"] == f"<{identity(text)}@example.com>"
        assert "/" not in identity(text)
        assert not identity(text).startswith(".")
        assert len(identity(text)) <= 120
        assert seen.setdefault(identity(text), text) == text


@pytest.mark.parametrize("field", ["to", "reply_to", "unsubscribe", "language"])
def test_a_field_that_is_no_text_takes_nothing_but_its_own_kind(
    field: str, naughty: list[str]
) -> None:
    wrong = {"language": "en us"}.get(field, "hoa@example.com, eve@example.com")
    for text in [*naughty, wrong]:
        with contextlib.suppress(Undelivered):
            read = sent(mail(**{field: text}))
            assert not text or text.isascii()
            assert text in str(read.headers)


@pytest.mark.parametrize(
    "address",
    [
        "a@example.com\r\nBcc: b@example.com",
        "a@example.com\n",
        "a@b.c>, <d@e.f",
        "ü@b.c",
        "a b@example.com",
        '"a"@example.com',
        "a@b@c.d",
        "=?utf-8?q?a=40example=2Ecom?=",
        "",
    ],
)
def test_an_address_that_is_none_is_refused_for_good(address: str) -> None:
    with pytest.raises(Undelivered) as refused:
        mime_message(mail(to=address), SENDER, MOMENT)
    assert refused.value.permanent


def test_a_mail_that_one_can_be_spared_says_how() -> None:
    read = sent(mail(unsubscribe="https://shop.example.com/api/stop?who=1&key=a_b-c"))
    assert read["List-Unsubscribe"] == "<https://shop.example.com/api/stop?who=1&key=a_b-c>"
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "List-Unsubscribe" not in dict(sent(mail()).headers)
