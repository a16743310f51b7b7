"""Mails through an SMTP server (RFC 5321), over connections that are kept for the next mail."""

import smtplib
import ssl
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from shop import clock as clocks
from shop.adapters.mime import mime_message
from shop.errors import Undelivered
from shop.mail.server import MailServer
from shop.ports import Mail, Sender

TIMEOUT = 20.0  # seconds for each step of the conversation
FRESH = 1.0  # seconds for which a used connection is trusted unasked
KEPT = 25.0  # seconds that an unused connection is kept; servers hang up after 30 and more
MAILS_A_CONNECTION = 100  # many servers allow no more
PAUSE = 15.0  # seconds that a server which cannot be reached is left alone


class SmtpMailer:
    """Any number of threads; each mail has a connection to itself.

    While the server cannot be reached, mails fail at once instead of waiting for it one by one.
    """

    via = "smtp"

    def __init__(
        self,
        server: MailServer,
        sender: Sender,
        clock: clocks.Clock = clocks.now,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._server = server
        self._sender = sender
        self._clock = clock
        self._seconds = seconds
        self._idle: deque[_Line] = deque()
        self._away_until = 0.0

    def send(self, mail: Mail) -> str:
        raw = mime_message(mail, self._sender, self._clock())
        line = self._line()
        try:
            answer = line.say(self._sender.address, mail.to, raw)
        except smtplib.SMTPResponseException as error:
            self._keep(line)
            raise Undelivered(_said(error), permanent=_for_good(error)) from error
        except BaseException:
            line.hang_up()
            raise
        self._keep(line)
        return answer

    def close(self) -> None:
        while self._idle:
            self._idle.popleft().hang_up()

    def _line(self) -> "_Line":
        with suppress(IndexError):  # none is idle
            while True:
                line = self._idle.pop()
                if line.usable(self._seconds()):
                    return line
                line.hang_up()
        if self._seconds() < self._away_until:
            raise Undelivered(f"{self._server.host} could not be reached a moment ago.")
        try:
            return _Line(self._server, self._sender.address.partition("@")[2])
        except OSError:  # also what smtplib raises where the server lets nobody in
            self._away_until = self._seconds() + PAUSE
            raise

    def _keep(self, line: "_Line") -> None:
        line.used_at = self._seconds()
        self._idle.append(line)


class _Line:
    """One connection, signed in."""

    def __init__(self, server: MailServer, our_name: str) -> None:
        self.used_at = 0.0
        self._mails = 0
        self._clean = True
        self._smtp = _connected(server, our_name)

    def say(self, sender: str, receiver: str, raw: bytes) -> str:
        """One mail. Raises SMTPResponseException for any answer but a consent."""
        self._mails += 1
        self._clean = False
        code, text = self._smtp.mail(sender)
        if code != 250:
            raise smtplib.SMTPSenderRefused(code, text, sender)
        code, text = self._smtp.rcpt(receiver)
        if code not in {250, 251}:
            raise smtplib.SMTPResponseException(code, text)
        code, text = self._smtp.data(raw)
        if code != 250:
            raise smtplib.SMTPDataError(code, text)
        self._clean = True
        return f"{code} {_text(text)}"

    def usable(self, now: float) -> bool:
        """Whether the next mail may go over it: a refused one is cleared away first, and a server
        that may have hung up meanwhile is asked."""
        if self._mails >= MAILS_A_CONNECTION or now - self.used_at > KEPT:
            return False
        if self._clean and now - self.used_at <= FRESH:
            return True
        try:
            code, _text = self._smtp.rset()
        except OSError:
            return False
        self._clean = code == 250
        return self._clean

    def hang_up(self) -> None:
        with suppress(OSError):
            self._smtp.close()


def _connected(server: MailServer, our_name: str) -> smtplib.SMTP:
    if server.tls == "ssl":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, our_name, timeout=TIMEOUT, context=_context()
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, our_name, timeout=TIMEOUT)
    try:
        if server.tls == "starttls":
            smtp.starttls(context=_context())  # raises where the server cannot: never in the clear
        smtp.ehlo_or_helo_if_needed()
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _for_good(error: smtplib.SMTPResponseException) -> bool:
    """5yz is for good (RFC 5321 §4.2.1) where it is about this mail. What is about the sender, or
    about policy (5.7.z of RFC 3463: relaying, reputation), the owner can still put right."""
    about_us = isinstance(error, smtplib.SMTPSenderRefused) or _text(error.smtp_error).startswith(
        "5.7."
    )
    return 500 <= error.smtp_code < 600 and not about_us


def _said(error: smtplib.SMTPResponseException) -> str:
    return f"{error.smtp_code} {_text(error.smtp_error)}"


def _text(answer: bytes | str) -> str:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return " ".join(text.split())[:300]
