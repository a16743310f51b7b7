"""The public address of a shop in a double of AWS, for programs that cannot say which name they
mean: a browser by TLS, and whoever sends webhooks without.

A double tells distributions apart by the Host header; here every request gets the right one.
"""

import http.client
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
SECONDS = 120
OF_THE_CONNECTION = {"connection", "content-length", "host", "keep-alive", "transfer-encoding"}


class Server(ThreadingHTTPServer):
    """Browsers hang up in the midst of what they need no more."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class FrontDoor:
    """`domain` is the distribution's, and may be said when it is known."""

    def __init__(self, port: int, folder: Path) -> None:
        self.domain = ""
        self._port = port
        self._plain = Server((HOST, 0), self._handler())
        self._tls = Server((HOST, 0), self._handler())
        self._tls.socket = _certified(folder).wrap_socket(self._tls.socket, server_side=True)

    @property
    def plain(self) -> str:
        return f"http://{HOST}:{self._plain.server_port}"

    @property
    def browser_flag(self) -> str:
        """By it Chromium finds the distribution here."""
        return f"--host-resolver-rules=MAP *.cloudfront.net {HOST}:{self._tls.server_port}"

    def open(self) -> None:
        for server in (self._plain, self._tls):
            threading.Thread(target=server.serve_forever, daemon=True).start()

    def close(self) -> None:
        for server in (self._plain, self._tls):
            server.shutdown()
            server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        door = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                status, headers, body = door.asked(
                    self.command, self.path, dict(self.headers), self.rfile.read(length)
                )
                self.send_response(status)
                for name, value in headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_GET = do_HEAD = do_POST = answer  # noqa: N815 - http.server's names

            def log_message(self, *_anything: Any) -> None:
                return

        return Handler

    def asked(
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        sent = {name: each for name, each in headers.items() if _is_the_shop_s(name)}
        connection = http.client.HTTPConnection(HOST, self._port, timeout=SECONDS)
        sent |= {"Host": self.domain, "X-Forwarded-Proto": "https", "Accept-Encoding": "identity"}
        connection.request(method, path, body or None, sent)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return (
            answer.status,
            [each for each in answer.getheaders() if _is_the_shop_s(each[0])],
            content,
        )


def _is_the_shop_s(name: str) -> bool:
    return name.lower() not in OF_THE_CONNECTION


def _certified(folder: Path) -> ssl.SSLContext:
    """With a certificate that nobody knows, for a day."""
    key, certificate = folder / "door.key", folder / "door.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", "/CN=shop.test", "-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


@contextmanager
def front_door(port: int, folder: Path) -> Iterator[FrontDoor]:
    door = FrontDoor(port, folder)
    door.open()
    yield door
    door.close()
