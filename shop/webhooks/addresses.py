"""Which addresses a webhook may have: https and public, by the rule that pictures are fetched by.

Whoever may add an address must not be able to make the server talk to its own network. The rule is
applied again to what a name leads to, at the moment of each delivery.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

from shop.errors import InvalidInput, InvalidPicture
from shop.i18n.messages import translatable
from shop.pictures.addresses import Target, is_public, target

REFUSAL = translatable(
    "This cannot be the address of a webhook. Write a public one that begins with https:// and "
    "names no port, user or password."
)


def hook_target(url: str, *, loopback: bool = False) -> Target:
    """Where to send to. Raises InvalidInput for what nothing is ever sent to.

    `loopback` is for a shop that is itself only reached on this machine: then a program beside it
    may listen, on any port and without encryption.
    """
    local = _local(url) if loopback else None
    if local:
        return local
    try:
        place = target(url)
    except InvalidPicture:
        raise InvalidInput(REFUSAL) from None
    if place.scheme != "https" or (_is_ip(place.host) and not is_public(place.host)):
        raise InvalidInput(REFUSAL)
    return place


def is_loopback(host: str) -> bool:
    return host == "localhost" or (_is_ip(host) and ip_address(host).is_loopback)


def _local(url: str) -> Target | None:
    """Where a program on this machine listens; None for what is no address of one."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    path = "?".join(filter(None, (parts.path or "/", parts.query)))
    plain = parts.scheme == "http" and "@" not in parts.netloc
    if not (plain and is_loopback(host)) or _odd(path):
        return None
    return Target("http", _LOOPBACK.get(host, host), port or 80, path)


_LOOPBACK = {"localhost": "127.0.0.1"}


def _odd(path: str) -> bool:
    return not path.isascii() or not path.isprintable() or " " in path


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
