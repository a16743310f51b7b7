"""A mail as the bytes that travel, alike for every way of sending.

Nothing a person typed can become a header: control characters leave every text, every text is
encoded before it meets the header (RFC 2047), and addresses are checked. `EmailMessage` is not
used: in Python 3.11 it decodes an encoded word in a name it is given, line breaks and all.
"""

import hashlib
import re
from datetime import datetime
from email import policy
from email.charset import QP, Charset
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import format_datetime

from shop.errors import Undelivered
from shop.ports import Mail, Sender

MAX_LINE = 76  # RFC 2047 §2 for lines with encoded words
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]+")
LONGEST = 254  # RFC 5321 §4.5.3.1.3, without its angle brackets
UNTOUCHED = re.compile(r"[A-Za-z0-9 .,!()'-]*")  # what means itself in every header
ATOMS = re.compile(r"[A-Za-z0-9 ]*")  # of which a name may consist that is not encoded
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
WEB_ADDRESS = re.compile(r"https?://[!#-;=?-~]+")

CRLF = policy.compat32.clone(linesep="\r\n", max_line_length=None)


def mime_message(mail: Mail, sender: Sender, moment: datetime) -> bytes:
    """RFC 5322 bytes, text and HTML. The Message-ID follows from the mail's id, so that a repeat
    is known as one. Raises Undelivered for good where the mail can be written to nobody."""
    message = MIMEMultipart("alternative", policy=CRLF)
    for name, value in _headers(mail, sender, moment):
        message[name] = value
    for text, subtype in ((mail.text, "plain"), (mail.html, "html")):
        message.attach(_part(text, subtype))
    return message.as_bytes()


def message_id(mail: Mail, sender: Sender) -> str:
    return f"<{identity(mail.id)}@{sender.address.partition('@')[2]}>"


def identity(text: str) -> str:
    """A mail's id as it may stand in a header and name a file: always the same, never another's."""
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,119}", text) and ".." not in text:
        return text
    digest = hashlib.sha256(_whole(text).encode()).hexdigest()[:24]
    readable = re.sub(r"[^A-Za-z0-9_-]+", ".", text)[:80].strip(".")
    return f"{readable}.{digest}".lstrip(".")


def _headers(mail: Mail, sender: Sender, moment: datetime) -> list[tuple[str, str]]:
    headers = [
        ("Message-ID", message_id(mail, sender)),
        ("Date", format_datetime(moment)),
        ("From", _mailbox("From", sender.name, sender.address)),
        ("To", _mailbox("To", mail.to_name, mail.to)),
        ("Subject", _text("Subject", mail.subject)),
        ("Content-Language", _language(mail.language)),
        ("Auto-Submitted", "auto-generated"),  # RFC 3834: answering machines stay silent
    ]
    if mail.reply_to:
        headers.append(("Reply-To", _mailbox("Reply-To", "", mail.reply_to)))
    if mail.unsubscribe:
        headers += [
            ("List-Unsubscribe", f"<{_web_address(mail.unsubscribe)}>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ]
    return headers


def _text(header: str, text: str, plain: re.Pattern[str] = UNTOUCHED) -> str:
    """Free text: as it is where it means only itself, else as encoded words, folded."""
    shown = " ".join(CONTROLS.sub(" ", _whole(text)).split())
    if plain.fullmatch(shown) and len(header) + 2 + len(shown) <= MAX_LINE:
        return shown
    return Header(shown, "utf-8", maxlinelen=MAX_LINE, header_name=header).encode(linesep="\r\n")


def _mailbox(header: str, name: str, address: str) -> str:
    if len(address) > LONGEST or not ADDRESS.fullmatch(address):
        raise Undelivered(f"“{address}” is not an address that can be written to.", permanent=True)
    shown = _text(header, name, ATOMS)
    if not shown:
        return address
    fold = len(header) + 5 + len(shown) + len(address) > MAX_LINE
    return f"{shown}\r\n <{address}>" if fold else f"{shown} <{address}>"


def _language(tag: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9-]{1,35}", tag):
        raise Undelivered(f"“{tag}” is not a language.", permanent=True)
    return tag


def _web_address(address: str) -> str:
    if not WEB_ADDRESS.fullmatch(address):
        raise Undelivered(f"“{address}” is not the address of a page.", permanent=True)
    return address


def _whole(text: str) -> str:
    """Without halves of characters, which no encoding can carry."""
    return text.encode(errors="replace").decode()


def _part(text: str, subtype: str) -> MIMENonMultipart:
    """Quoted-printable: readable in a log, and lines of any length survive."""
    charset = Charset("utf-8")
    charset.body_encoding = QP
    part = MIMENonMultipart("text", subtype, charset="utf-8")
    part.set_payload(_whole(text), charset)
    return part
