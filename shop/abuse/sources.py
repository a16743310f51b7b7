"""Where a request comes from, as far as that can be believed.

Whoever connects can write any header. So the address is the connection's own, unless it is that of
a proxy the owner has named: then it is what the proxy wrote, and never what came before it.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from shop.errors import Misconfigured

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# The machine itself, or a proxy nobody has named: they say nothing about who is asking.
INSIDE: tuple[Network, ...] = tuple(
    ip_network(text)
    for text in (
        "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16",
        "::1/128", "fc00::/7", "fe80::/10",
    )
)  # fmt: skip
SITE_PREFIX = 64  # bits of an IPv6 address that one household has at least (RFC 6177)
LONGEST = 64


@dataclass(frozen=True, slots=True)
class Proxy:
    """Proxies by their networks, or CloudFront, known by a header that only it sends."""

    networks: tuple[Network, ...] = ()
    cloudfront: str = field(default="", repr=False)


NO_PROXY = Proxy()


def proxy_of(text: str) -> Proxy:
    """``SHOP_PROXY``: ``""``, ``10.0.0.0/8,2001:db8::/32`` or ``cloudfront:SECRET``, where SECRET
    is what the distribution sends in ``X-Shop-Proxy``. Who asks stands in ``X-Shop-Viewer``, which
    the stack's own distribution always sets, or in ``CloudFront-Viewer-Address``. Raises
    Misconfigured."""
    kind, _, secret = text.partition(":")
    if kind == "cloudfront" and secret:
        return Proxy(cloudfront=secret)
    try:
        return Proxy(tuple(ip_network(part.strip()) for part in text.split(",") if part.strip()))
    except ValueError:
        raise Misconfigured(
            "SHOP_PROXY cannot be used. Write the networks of your proxies (10.0.0.0/8,…) or "
            "cloudfront:SECRET."
        ) from None


def source_of(peer: str, headers: Mapping[str, str], proxy: Proxy) -> str:
    """An IPv4 address, an IPv6 /64, or ``""`` for the inside. `headers` are by lower-case name."""
    given = headers.get("x-shop-proxy", "")
    if proxy.cloudfront and hmac.compare_digest(given.encode(), proxy.cloudfront.encode()):
        viewer = headers.get("cloudfront-viewer-address", "").rpartition(":")[0]
        return _named(headers.get("x-shop-viewer") or viewer)
    if not _within(peer, proxy.networks):
        return _named(peer)
    told = [part.strip() for part in headers.get("x-forwarded-for", "").split(",")]
    outside = (part for part in reversed(told) if not _within(part, proxy.networks))
    return _named(next(outside, peer))


def _named(text: str) -> str:
    address = _address(text)
    if address is None:
        return text[:LONGEST]
    if _inside(address, INSIDE):
        return ""
    if isinstance(address, IPv6Address):
        return str(ip_network((address, SITE_PREFIX), strict=False))
    return str(address)


def _within(text: str, networks: tuple[Network, ...]) -> bool:
    address = _address(text)
    return address is not None and _inside(address, networks)


def _inside(address: Address, networks: tuple[Network, ...]) -> bool:
    return any(address in network for network in networks)


def _address(text: str) -> Address | None:
    """An IPv4 address in the clothes of an IPv6 one is an IPv4 address."""
    try:
        address = ip_address(text.strip("[]"))
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
