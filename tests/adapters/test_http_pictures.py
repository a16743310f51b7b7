"""Pictures by URL: only from public addresses, within limits, against a server of this test.

The policy is never loosened: the resolver says that names lead to public addresses, and the
connector, which is handed the address that was checked, takes the test's server for it.
"""

import datetime as dt
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from shop.adapters.http_pictures import HttpPictures, Limits
from shop.errors import InvalidPicture, PictureUnavailable

PUBLIC = "93.184.216.34"
BODY = b"\x89PNG\r\n\x1a\n" + bytes(1000)
Answer = Callable[[BaseHTTPRequestHandler], None]


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def drip(handler: BaseHTTPRequestHandler, stop: threading.Event) -> None:
    """Never ends: one byte at a time, each soon after the last."""
    handler.send_response(200)
    handler.end_headers()
    while not stop.wait(0.05):
        handler.wfile.write(b"x")


def drip_headers(handler: BaseHTTPRequestHandler, stop: threading.Event) -> None:
    handler.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
    while not stop.wait(0.05):
        handler.wfile.write(b"x")


def chunked(handler: BaseHTTPRequestHandler, stop: threading.Event) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not stop.is_set():
        handler.wfile.write(b"1000\r\n" + bytes(0x1000) + b"\r\n")


class Server:
    """Answers by path, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.stop = threading.Event()
        self.answers: dict[str, Answer] = {
            "/ok.png": lambda h: send(h, 200, BODY, ETag='"v1"', Content_Type="text/html"),
            "/gone": lambda h: send(h, 404),
            "/busy": lambda h: send(h, 503),
            "/often": lambda h: send(h, 429),
            "/loop": lambda h: send(h, 302, Location="/loop"),
            "/hop": lambda h: send(h, 301, Location="../ok.png"),
            "/inside": lambda h: send(h, 302, Location="http://inside.example/ok.png"),
            "/metadata": lambda h: send(h, 302, Location="http://169.254.169.254/latest/"),
            "/decimal": lambda h: send(h, 302, Location="http://2130706433/"),
            "/file": lambda h: send(h, 302, Location="file:///etc/passwd"),
            "/port": lambda h: send(h, 302, Location="http://pictures.example:22/"),
            "/large": lambda h: send(h, 200, Content_Length=str(10**12)),
            "/short": lambda h: send(h, 200, b"abc", Content_Length="1000"),
            "/endless": lambda h: chunked(h, self.stop),
            "/drip": lambda h: drip(h, self.stop),
            "/headers": lambda h: drip_headers(h, self.stop),
            "/silent": lambda _: self.stop.wait(10) and None,
        }
        asked = self.asked
        answers = self.answers

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append((self.headers["Host"], self.path))
                try:
                    answers[self.path](self)
                except OSError:  # the client has heard enough
                    self.close_connection = True

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.http.server_address[1]

    def connect(self, _address: str, _port: int, seconds: float) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=seconds)

    def pictures(
        self, names: dict[str, Sequence[str]] | None = None, **changes: Any
    ) -> HttpPictures:
        book = {"pictures.example": [PUBLIC], "inside.example": ["10.0.0.5"], **(names or {})}
        options: dict[str, Any] = {
            "limits": Limits(size=64 * 1024, connect_seconds=5, total_seconds=10),
            "resolver": lambda host, _: book.get(host, [host]),
            "connector": self.connect,
        }
        return HttpPictures(**{**options, **changes})


@contextmanager
def running(server: Server) -> Iterator[Server]:
    thread = threading.Thread(target=server.http.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stop.set()
        server.http.shutdown()
        server.http.server_close()
        thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    with running(Server()) as server:
        yield server


def never(*_: Any) -> socket.socket:
    raise AssertionError("a connection was opened")


@pytest.mark.network
def test_a_picture_is_fetched_from_the_checked_address_under_its_own_name(server: Server) -> None:
    fetched = server.pictures().fetch("http://pictures.example/ok.png")
    assert fetched.content == BODY
    assert fetched.etag == '"v1"'
    assert server.asked == [("pictures.example", "/ok.png")]


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.0.0.5"],
        ["169.254.169.254"],
        ["::1"],
        ["::ffff:127.0.0.1"],
        ["64:ff9b::7f00:1"],
        ["fd00:ec2::254"],
        [PUBLIC, "192.168.0.1"],
        ["2606:4700::1111", "fe80::1%eth0"],
    ],
)
def test_a_name_with_any_address_inside_is_never_connected_to(addresses: list[str]) -> None:
    pictures = HttpPictures(resolver=lambda *_: addresses, connector=never)
    with pytest.raises(InvalidPicture, match="public internet"):
        pictures.fetch("https://rebound.example/a.png")


@pytest.mark.network
@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:7f00:1]/",
        "http://2130706433/",
        "http://0177.0.0.1/",
        "http://0x7f.0x0.0x0.0x1/",
        "http://①②⑦.⓪.⓪.①/",
        "http://127.0.0.1./",
    ],
)
def test_this_machine_is_refused_in_every_spelling_by_the_real_resolver(url: str) -> None:
    with pytest.raises(InvalidPicture):
        HttpPictures(connector=never).fetch(url)


@pytest.mark.network
def test_a_name_that_changes_its_mind_gains_nothing(server: Server) -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    connected: list[str] = []

    def connect(address: str, port: int, seconds: float) -> socket.socket:
        connected.append(address)
        return server.connect(address, port, seconds)

    pictures = server.pictures(resolver=lambda *_: next(answers), connector=connect)
    assert pictures.fetch("http://rebinding.example/ok.png").content == BODY
    assert connected == [PUBLIC]
    with pytest.raises(InvalidPicture):
        pictures.fetch("http://rebinding.example/ok.png")
    assert connected == [PUBLIC]


@pytest.mark.network
@pytest.mark.parametrize("path", ["/inside", "/metadata", "/decimal", "/file", "/port"])
def test_a_redirect_is_checked_like_any_address(server: Server, path: str) -> None:
    with pytest.raises(InvalidPicture):
        server.pictures().fetch(f"http://pictures.example{path}")
    assert server.asked == [("pictures.example", path)]


@pytest.mark.network
def test_redirects_are_followed_five_times_at_most(server: Server) -> None:
    assert server.pictures().fetch("http://pictures.example/hop").content == BODY
    server.asked.clear()
    with pytest.raises(InvalidPicture, match="redirects"):
        server.pictures().fetch("http://pictures.example/loop")
    assert len(server.asked) == 6


@pytest.mark.network
@pytest.mark.parametrize("path", ["/large", "/endless"])
def test_more_than_the_limit_is_not_read(server: Server, path: str) -> None:
    with pytest.raises(InvalidPicture, match="MB"):
        server.pictures().fetch(f"http://pictures.example{path}")


@pytest.mark.network
@pytest.mark.parametrize("path", ["/drip", "/headers", "/silent"])
def test_a_server_that_takes_its_time_is_left(server: Server, path: str) -> None:
    limits = Limits(size=64 * 1024, connect_seconds=0.5, total_seconds=0.5)
    with pytest.raises(PictureUnavailable, match="seconds"):
        server.pictures(limits=limits).fetch(f"http://pictures.example{path}")


@pytest.mark.network
@pytest.mark.parametrize("path", ["/busy", "/often", "/short"])
def test_what_may_get_better_is_worth_another_try(server: Server, path: str) -> None:
    with pytest.raises(PictureUnavailable):
        server.pictures().fetch(f"http://pictures.example{path}")


@pytest.mark.network
def test_what_is_gone_is_not_tried_again(server: Server) -> None:
    with pytest.raises(InvalidPicture, match="404"):
        server.pictures().fetch("http://pictures.example/gone")


def test_a_host_that_cannot_be_reached_is_named() -> None:
    def refuse(*_: Any) -> socket.socket:
        raise ConnectionRefusedError

    def unknown(*_: Any) -> Sequence[str]:
        raise socket.gaierror

    for options in ({"connector": refuse}, {"resolver": unknown}):
        pictures = HttpPictures(**{"resolver": lambda *_: [PUBLIC], "connector": never, **options})
        with pytest.raises(PictureUnavailable) as caught:
            pictures.fetch("https://away.example/a.png")
        assert caught.value.details == {"unreachable": "away.example"}


def certificate(folder: Path, host: str) -> tuple[Path, Path]:
    """A certificate for `host` that signs itself, and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now = dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    cert_file, key_file = folder / "cert.pem", folder / "key.pem"
    cert_file.write_bytes(signed.public_bytes(pem))
    key_file.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return cert_file, key_file


@pytest.mark.network
def test_a_certificate_must_be_trusted_and_of_the_name_asked_for(tmp_path: Path) -> None:
    cert_file, key_file = certificate(tmp_path, "pictures.example")
    server = Server()
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(cert_file, key_file)
    server.http.socket = ours.wrap_socket(server.http.socket, server_side=True)
    trusting = ssl.create_default_context(cafile=str(cert_file))
    with running(server):
        good = server.pictures(context=trusting)
        assert good.fetch("https://pictures.example/ok.png").content == BODY
        with pytest.raises(PictureUnavailable, match="certificate"):
            server.pictures().fetch("https://pictures.example/ok.png")
        with pytest.raises(PictureUnavailable, match=r"other\.example"):
            server.pictures({"other.example": [PUBLIC]}, context=trusting).fetch(
                "https://other.example/ok.png"
            )
    assert server.asked == [("pictures.example", "/ok.png")]
