"""A mail to send, and a reader of mails that shares no code with what wrote them."""

import base64
import quopri
import re
from typing import NamedTuple

from shop.ports import Mail, Sender

SENDER = Sender("owner@example.com", "Hiên")
ENCODED_WORD = re.compile(r"=\?utf-8\?([bq])\?([^? ]*)\?=", re.IGNORECASE)


def mail(**changes: str) -> Mail:
    values = {
        "id": "O1.order_placed",
        "to": "hoa@example.com",
        "to_name": "Nguyễn Thị Hoa",
        "subject": "Cảm ơn bạn · 謝謝",
        "text": "Xin chào\n",
        "html": "<p>Xin chào</p>\n",
        "language": "vi",
    }
    return Mail(**{**values, **changes})


class Read(NamedTuple):
    """`headers` in their order, unfolded and decoded; `parts` are (headers, text)."""

    headers: list[tuple[str, str]]
    parts: list[tuple[dict[str, str], str]]

    def __getitem__(self, name: str) -> str:  # type: ignore[override]
        (value,) = [value for other, value in self.headers if other == name]
        return value


def read_mail(raw: bytes) -> Read:
    """By RFC 5322, 2045 and 2047, strictly: only CRLF ends a line, and only ASCII is sent."""
    head, _, body = raw.partition(b"\r\n\r\n")
    lines = head.decode("ascii").split("\r\n")
    headers = [(name, _decoded(value)) for name, value in _unfolded(lines)]
    boundary = re.search(r'boundary="([^"]+)"', dict(_unfolded(lines))["Content-Type"])
    assert boundary
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    _, *parts, end = body.split(b"--" + boundary[1].encode())
    assert end.startswith(b"--")
    return Read(headers, [_part(part.removeprefix(b"\r\n")) for part in parts])


def _unfolded(lines: list[str]) -> list[tuple[str, str]]:
    joined: list[str] = []
    for line in lines:
        if line[:1] in {" ", "\t"}:
            joined[-1] += line
        else:
            assert re.match(r"[A-Za-z-]+: ", line), line
            joined.append(line)
    return [(name, value) for name, _, value in (line.partition(": ") for line in joined)]


def _decoded(value: str) -> str:
    together = re.sub(r"(\?=)\s+(?==\?)", r"\1", value)
    return ENCODED_WORD.sub(lambda word: _word(*word.groups()), together)


def _word(encoding: str, text: str) -> str:
    if encoding in "bB":
        return base64.b64decode(text).decode()
    return quopri.decodestring(text.replace("_", " ")).decode()


def _part(raw: bytes) -> tuple[dict[str, str], str]:
    head, _, body = raw.partition(b"\r\n\r\n")
    headers = dict(_unfolded(head.decode("ascii").split("\r\n")))
    assert headers["Content-Transfer-Encoding"] == "quoted-printable"
    return headers, quopri.decodestring(body.removesuffix(b"\r\n")).decode()
