"""Where a request comes from is what the connection says, or a proxy the owner has named."""

import pytest

from shop.abuse.sources import NO_PROXY, proxy_of, source_of
from shop.errors import Misconfigured

CLOUDFRONT = proxy_of("cloudfront:let-me-in")
NGINX = proxy_of("10.0.0.0/8, 2001:db8:ff::/48")


@pytest.mark.parametrize(
    ("peer", "source"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::1]", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("127.0.0.1", ""),
        ("::1", ""),
        ("192.168.1.4", ""),
        ("172.17.0.1", ""),
        ("fd00::1", ""),
        ("", ""),
        ("testclient", "testclient"),
        ("x" * 1000, "x" * 64),
    ],
)
def test_a_connection_is_an_address_or_a_household(peer: str, source: str) -> None:
    assert source_of(peer, {}, NO_PROXY) == source


def test_a_header_of_a_stranger_is_not_believed() -> None:
    headers = {"x-forwarded-for": "198.51.100.1", "cloudfront-viewer-address": "198.51.100.1:443"}
    for proxy in (NO_PROXY, NGINX, CLOUDFRONT):
        assert source_of("203.0.113.7", headers, proxy) == "203.0.113.7"


@pytest.mark.parametrize(
    ("told", "source"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("203.0.113.99, 198.51.100.1", "198.51.100.1"),  # the first was the shopper's own lie
        ("203.0.113.99, 198.51.100.1, 10.0.0.7", "198.51.100.1"),
        ("2001:db8:ff::1,2001:db8:5::1, 10.0.0.7", "2001:db8:5::/64"),
        ("10.0.0.8", ""),
        ("", ""),
    ],
)
def test_a_named_proxy_is_believed_as_far_as_it_saw(told: str, source: str) -> None:
    assert source_of("10.1.2.3", {"x-forwarded-for": told}, NGINX) == source


@pytest.mark.parametrize(
    ("viewer", "source"),
    [("198.51.100.1:4711", "198.51.100.1"), ("2001:db8:5:6::1:4711", "2001:db8:5:6::/64")],
)
def test_cloudfront_is_known_by_what_only_it_sends(viewer: str, source: str) -> None:
    headers = {"cloudfront-viewer-address": viewer, "x-shop-proxy": "let-me-in"}
    assert source_of("203.0.113.7", headers, CLOUDFRONT) == source
    for wrong in ("let-me", "", "é"):
        assert source_of("203.0.113.7", {**headers, "x-shop-proxy": wrong}, CLOUDFRONT) == (
            "203.0.113.7"
        )


def test_our_own_distribution_says_who_asks_in_a_header_it_always_sets() -> None:
    told = {"x-shop-viewer": "198.51.100.7", "cloudfront-viewer-address": "203.0.113.9:1"}
    assert (
        source_of("10.0.0.1", {**told, "x-shop-proxy": "let-me-in"}, CLOUDFRONT) == "198.51.100.7"
    )
    assert source_of("192.0.2.5", told, CLOUDFRONT) == "192.0.2.5"


@pytest.mark.parametrize("text", ["cloudfront:", "cloudfront", "10.0.0.0/99", "nginx"])
def test_a_proxy_that_is_none_is_refused_by_name(text: str) -> None:
    with pytest.raises(Misconfigured, match="SHOP_PROXY"):
        proxy_of(text)


def test_a_secret_is_not_shown() -> None:
    assert "let-me-in" not in repr(CLOUDFRONT)
