"""Which mail server a URL names: ``smtp://user:pass@host:587?tls=starttls``."""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Literal, cast
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from shop.errors import Misconfigured

Tls = Literal["starttls", "ssl", "none"]
PORTS: dict[str, int] = {"starttls": 587, "ssl": 465, "none": 25}
SHAPE = "Write smtp://USER:PASSWORD@HOST:PORT?tls=starttls (or ssl, or none)."


@dataclass(frozen=True, slots=True)
class MailServer:
    """`user` is "" where the server asks for none. The password never shows in a log."""

    host: str
    port: int
    tls: Tls
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return f"MailServer({self.host}:{self.port}, {self.tls})"


def mail_server(url: str) -> MailServer:
    """The server of an ``smtp:`` URL, user and password percent-encoded. Raises Misconfigured."""
    host, port, parts = _place(url)
    query = parse_qs(parts.query, keep_blank_values=True)
    tls = query.pop("tls", ["starttls"])[0]
    if query or tls not in PORTS:
        raise Misconfigured(f"SHOP_MAIL says something unknown after the question mark. {SHAPE}")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    _check_login(user, password, open_line=tls == "none" and not _this_machine(host))
    return MailServer(host, port or PORTS[tls], cast("Tls", tls), user, password)


def _place(url: str) -> tuple[str, int | None, SplitResult]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.path.strip("/"):
        raise Misconfigured(f"SHOP_MAIL does not name a mail server. {SHAPE}")
    return host, port, parts


def _check_login(user: str, password: str, *, open_line: bool) -> None:
    if bool(user) != bool(password):
        raise Misconfigured(f"SHOP_MAIL has a user or a password, but not both. {SHAPE}")
    if user and open_line:
        raise Misconfigured("SHOP_MAIL would send its password unencrypted. Write ?tls=starttls.")


def _this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
