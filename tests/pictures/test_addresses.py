"""Which addresses are public, whatever way they are spelt."""

import pytest

from shop.errors import InvalidPicture
from shop.pictures.addresses import Target, is_public, target


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",  # noqa: S104 - what is refused, not what is bound to
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b::808:808",
        "64:ff9b:1::a00:1",
        "100::1",
        "2001::1",
        "2001:10::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "2130706433",
        "0x7f000001",
        "localhost",
        "",
    ],
)
def test_what_is_not_of_the_public_internet_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "93.184.216.34", "172.32.0.1", "2606:4700::1111"]
)
def test_public_addresses_are_allowed(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.com/a.jpg",
        "gopher://example.com/",
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
        "//example.com/a.jpg",
        "http:///a.jpg",
        "http://",
        "http://user@example.com/a.jpg",
        "http://user:secret@example.com/a.jpg",
        "http://example.com\\@127.0.0.1/",
        "http://example.com:22/",
        "http://example.com:6379/",
        "http://example.com:99999/",
        "http://example.com:port/",
        "http://127%2e0.0.1/",
        "http://[fe80::1%25eth0]/",
        "http://[::1/",
        "http://[::zz]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.0.1.0/",
        "http://256.256.256.256/",
        "http://a..b/",
        "http://-/",
        "http://a b/",
        "http://exa\nmple.com/",
        "http://example.com/a\r\nHost: internal",
        "http://example.com/\ud800",
        "http://" + "a" * 300 + ".com/",
        "http://example.com/" + "a" * 5000,
    ],
)
def test_what_is_never_fetched_whoever_answers(url: str) -> None:
    with pytest.raises(InvalidPicture):
        target(url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://Example.COM", Target("https", "example.com", 443, "/")),
        ("http://example.com?q=1", Target("http", "example.com", 80, "/?q=1")),
        ("http://example.com:443/a#top", Target("http", "example.com", 443, "/a")),
        (
            "https://bán-trà.vn/ảnh đẹp.jpg",
            Target("https", "xn--bn-tr-vqac.vn", 443, "/%E1%BA%A3nh%20%C4%91%E1%BA%B9p.jpg"),
        ),
        ("https://example.com/a%20b.jpg", Target("https", "example.com", 443, "/a%20b.jpg")),
        ("https://cdn_1.example.com/a", Target("https", "cdn_1.example.com", 443, "/a")),
        ("http://[2606:4700:0::1]/a", Target("http", "2606:4700::1", 80, "/a")),
        ("http://①②⑦.0.0.1/", Target("http", "127.0.0.1", 80, "/")),
        ("http://8.8.8.8./a", Target("http", "8.8.8.8", 80, "/a")),
    ],
)
def test_an_address_is_taken_apart_as_browsers_do(url: str, expected: Target) -> None:
    assert target(url) == expected
