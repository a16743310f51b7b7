"""Which addresses a picture may be fetched from: public ones, whatever way they are spelt.

A server that fetches what a stranger's spreadsheet names must not become the stranger's way into
its own network (OWASP: server-side request forgery). The rule is applied to the addresses that a
name leads to, never to the name, and whoever fetches connects to the very address that was checked.
"""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urlsplit

from shop.errors import InvalidPicture

PORTS = {"http": 80, "https": 443}
ALLOWED = {None, *PORTS.values()}
LONGEST_URL = 4096
LONGEST_HOST = 253

# IANA's special-purpose registry, and what a cloud puts at a public-looking address.
NOT_PUBLIC_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure's host
        "169.254.0.0/16",  # link-local: a cloud's metadata
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
# Global unicast is all that IANA has given out; everything else (loopback, unique local,
# link-local, multicast, IPv4-mapped, NAT64) is outside it. The rest are exceptions inside.
GLOBAL_V6 = IPv6Network("2000::/3")
NOT_PUBLIC_V6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # Teredo, ORCHID, benchmarks
        "2001:db8::/32",
        "2002::/16",  # 6to4: holds an IPv4 address
        "3fff::/20",
    )
)

_UNSAFE = re.compile(r"[\x00-\x20\x7f\\<>\"^`{|}\u0080-\U0010ffff]")
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
_ODD_NUMBER = re.compile(r"(.*\.)?(0x[0-9a-f]*|[0-9]+)")


class Target(NamedTuple):
    """Where to ask for a picture. `host` is ASCII, without brackets; `path` has the query."""

    scheme: str
    host: str
    port: int
    path: str


def is_public(address: str) -> bool:
    """Whether an IP address, as a resolver wrote it, is one of the public internet."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv4Address):
        return not any(parsed in network for network in NOT_PUBLIC_V4)
    return parsed in GLOBAL_V6 and not any(parsed in network for network in NOT_PUBLIC_V6)


def target(url: str) -> Target:
    """Takes a URL apart. Raises InvalidPicture for what is never fetched, whoever answers."""
    shown = url if len(url) <= 200 else f"{url[:200]}…"
    parts, port = _parts(url.strip(), shown)
    if parts.scheme not in PORTS:
        raise InvalidPicture(f"{shown} begins neither with https:// nor with http://.")
    if "@" in parts.netloc:
        raise InvalidPicture("An address with a name or password in it is not fetched.")
    if port not in ALLOWED:
        raise InvalidPicture(f"{shown} asks for port {port}; only 80 and 443 are fetched from.")
    host = _host(parts.hostname or "", shown)
    path = "?".join(filter(None, (parts.path or "/", parts.query)))
    return Target(parts.scheme, host, port or PORTS[parts.scheme], _quoted(path))


def _parts(url: str, shown: str) -> tuple[SplitResult, int | None]:
    if len(url) > LONGEST_URL:
        raise InvalidPicture(f"{shown} is longer than any address of a picture.")
    if not url.isprintable():
        raise InvalidPicture("An address of a picture has characters that none may have.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise InvalidPicture(f"{shown} is not an address.") from None
    return parts, port


def _host(name: str, shown: str) -> str:
    return _numbered(name, shown) if ":" in name else _named(name, shown)


def _numbered(name: str, shown: str) -> str:
    """An IPv6 address in its one usual form, without a zone."""
    if "%" in name or not _is_ip(name):
        raise InvalidPicture(f"{shown} names no host.")
    return str(IPv6Address(name))


def _named(name: str, shown: str) -> str:
    """A name in ASCII. Numbers only in their one usual form: ``0177.1`` is nobody's picture."""
    host = _ascii(name).lower().removesuffix(".")
    if len(host) > LONGEST_HOST or not _HOST.fullmatch(host):
        raise InvalidPicture(f"{shown} names no host.")
    if _ODD_NUMBER.fullmatch(host) and not _is_ip(host):
        raise InvalidPicture(f"{shown} hides the number of its host.")
    return host


def _ascii(name: str) -> str:
    """RFC 3490, as browsers did before; "" for what has no such form."""
    try:
        return name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def _is_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _quoted(text: str) -> str:
    """As browsers send it: spaces and other scripts escaped, what is escaped left alone."""
    return _UNSAFE.sub(lambda match: quote(match[0], safe="", errors="replace"), text)
