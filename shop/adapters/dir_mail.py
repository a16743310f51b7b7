"""Mails as ``.eml`` files in a folder: the embedded shop's post box."""

import os
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import formatdate
from pathlib import Path

from shop.errors import InvalidInput
from shop.ports import Mail


def mime_message(mail: Mail, sender: str, sender_name: str) -> bytes:
    """RFC 5322 bytes. Every header text is encoded here rather than by EmailMessage, which in
    Python 3.11 decodes an encoded word in its input and so lets it smuggle in a header."""
    message = MIMEMultipart("alternative")
    message["Message-ID"] = f"<{_word(mail.id)}@{sender.partition('@')[2]}>"
    message["Date"] = formatdate()
    message["From"] = _address(sender_name, sender)
    message["To"] = _address(mail.to_name, mail.to)
    if mail.reply_to:
        message["Reply-To"] = _address("", mail.reply_to)
    message["Subject"] = _encoded(mail.subject)
    message["Content-Language"] = _word(mail.language)
    message["Auto-Submitted"] = "auto-generated"
    message.attach(MIMEText(mail.text, "plain", "utf-8"))
    message.attach(MIMEText(mail.html, "html", "utf-8"))
    return message.as_bytes()


class DirMailer:
    """Writes one file per mail id, durably; sending the same id again replaces the same file."""

    def __init__(self, folder: Path, sender: str, sender_name: str) -> None:
        self._folder = folder
        self._sender = sender
        self._sender_name = sender_name

    def send(self, mail: Mail) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        target = self._folder / f"{_word(mail.id)}.eml"
        temporary = target.with_suffix(f".{os.getpid()}.tmp")
        with temporary.open("wb") as file:
            file.write(mime_message(mail, self._sender, self._sender_name))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
        self._keep_name()

    def _keep_name(self) -> None:
        """The name of a file is durable once its folder is (fsync(2))."""
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _encoded(text: str) -> str:
    return Header(text, "utf-8", maxlinelen=75).encode()


def _address(name: str, address: str) -> str:
    if any(character in address for character in "\r\n<>,") or not address.isascii():
        raise InvalidInput(f"“{address}” is not an e-mail address that can be written to.")
    return f"{_encoded(name)} <{address}>" if name else address


def _word(text: str) -> str:
    """A value that stands in a header or file name as it is."""
    if not text or not all(c.isascii() and (c.isalnum() or c in "-._") for c in text):
        raise InvalidInput(f"“{text}” cannot name a mail.")
    return text
