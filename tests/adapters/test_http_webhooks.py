"""Webhooks over HTTP: only to public addresses, in time, and whatever the answer is.

The policy is never loosened: the resolver says where names lead, and the connector, which is handed
the address that was checked, takes the test's server for it.
"""

import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from shop.adapters.http_webhooks import HttpWebhooks
from shop.errors import Undelivered

PUBLIC = "93.184.216.34"


class Server(ThreadingHTTPServer):
    """Answers with the status its path names, and remembers what came."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        self.stop = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        assert isinstance(self.server, Server)
        self.server.asked.append((self.path, dict(self.headers), body))
        if self.path == "/slow":
            self.server.stop.wait(5)
            return
        self.send_response(int(self.path.strip("/")))
        self.send_header("Location", "http://169.254.169.254/")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.stop.set()
    server.shutdown()
    server.server_close()
    thread.join()


def client(addresses: Sequence[str] = (PUBLIC,), seconds: float = 5) -> HttpWebhooks:
    def never(address: str, port: int, _seconds: float) -> socket.socket:
        raise AssertionError(f"connected to {address}:{port}")

    return HttpWebhooks(seconds=seconds, resolver=lambda _host, _port: addresses, connector=never)


@pytest.mark.network
@pytest.mark.parametrize("status", [200, 204, 302, 307, 400, 410, 500])
def test_every_answer_is_its_status_and_redirects_are_not_followed(
    server: Server, status: int
) -> None:
    post = HttpWebhooks(loopback=True).post
    headers = {"webhook-id": "m1"}
    assert post(f"http://127.0.0.1:{server.port}/{status}", headers, b"{}") == status
    ((path, sent, body),) = server.asked
    assert (path, sent["webhook-id"], body) == (f"/{status}", "m1", b"{}")
    assert sent["Content-Type"] == "application/json"
    assert sent["Host"] == f"127.0.0.1:{server.port}"


@pytest.mark.network
def test_who_does_not_answer_in_time_is_not_waited_for(server: Server) -> None:
    post = HttpWebhooks(loopback=True, seconds=0.2).post
    with pytest.raises(Undelivered, match="too long"):
        post(f"http://127.0.0.1:{server.port}/slow", {}, b"{}")


@pytest.mark.network
def test_nobody_there_is_said(server: Server) -> None:
    server.server_close()
    with pytest.raises(Undelivered, match="did not answer"):
        HttpWebhooks(loopback=True).post(f"http://127.0.0.1:{server.port}/200", {}, b"{}")


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1"])
def test_a_name_that_leads_inside_is_not_connected_to(address: str) -> None:
    with pytest.raises(Undelivered, match="public"):
        client([PUBLIC, address]).post("https://erp.example.com/", {}, b"{}")


def test_a_name_that_leads_nowhere_is_said() -> None:
    with pytest.raises(Undelivered, match="public"):
        client([]).post("https://erp.example.com/", {}, b"{}")


def test_what_was_stored_is_looked_at_again() -> None:
    with pytest.raises(Undelivered, match="https"):
        client().post("http://127.0.0.1:1/", {}, b"{}")


@pytest.mark.network
def test_a_certificate_must_be_the_names_own(server: Server) -> None:
    """The server speaks no TLS at all, as someone would who has taken the name over."""
    seen: list[str] = []

    def connector(address: str, port: int, seconds: float) -> socket.socket:
        seen.append(f"{address}:{port}")
        return socket.create_connection(("127.0.0.1", server.port), timeout=seconds)

    sender = HttpWebhooks(
        resolver=lambda _host, _port: [PUBLIC],
        connector=connector,
        context=ssl.create_default_context(),
        seconds=5,
    )
    with pytest.raises(Undelivered, match="did not answer"):
        sender.post("https://erp.example.com/200", {}, b"{}")
    assert (seen, server.asked) == ([f"{PUBLIC}:443"], [])
