"""A wire between a command and a double of AWS, which is cut at a certain moment: the command is
killed then, and what it asked for last either never arrived, or was done and nobody heard of it.
"""

import http.client
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

HOST = "127.0.0.1"
SECONDS = 120
HOP_BY_HOP = {"connection", "content-length", "expect", "keep-alive", "transfer-encoding"}


@dataclass(frozen=True, slots=True)
class Moment:
    """The `nth` request in which `pattern` is found: method, path, target of the call, and a
    form's text. Of some the request `arrives`, and only the answer does not."""

    name: str
    pattern: str
    nth: int = 1
    arrives: bool = False


class _Server(ThreadingHTTPServer):
    """Whoever was killed has hung up."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class Wire:
    """`port` is this end's."""

    def __init__(self, far: int) -> None:
        self._far = far
        self._lock = threading.Lock()
        self._moment: Moment | None = None
        self._kill: Callable[[], None] = _nobody
        self._left = 0
        self.server = _Server((HOST, 0), _handler(self))

    @property
    def port(self) -> int:
        return self.server.server_port

    @property
    def cut(self) -> bool:
        """Whether the moment has come."""
        return self._moment is not None and self._left == 0

    def cut_at(self, moment: Moment, kill: Callable[[], None]) -> None:
        self._moment, self._kill, self._left = moment, kill, moment.nth

    def mend(self) -> None:
        self._moment = None

    def carry(self, request: "_Request") -> "_Answer | None":
        """The far end's answer; None where nobody is there any more to hear it."""
        last = self._is_the_last(request.text)
        if last and not last.arrives:
            self._kill()
            return None
        answer = request.asked(self._far)
        if last:
            self._kill()
            return None
        return answer

    def _is_the_last(self, text: str) -> Moment | None:
        with self._lock:
            moment = self._moment
            if moment is None or self._left == 0 or not re.search(moment.pattern, text):
                return None
            self._left -= 1
            return moment if self._left == 0 else None


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        target = self.headers.get("X-Amz-Target", "")
        is_form = "form" in self.headers.get("Content-Type", "")
        form = self.body.decode() if is_form else ""
        return f"{self.method} {self.path} {target} {form}"

    def asked(self, port: int) -> "_Answer":
        sent = {n: v for n, v in self.headers.items() if n.lower() not in HOP_BY_HOP}
        with closing(http.client.HTTPConnection(HOST, port, timeout=SECONDS)) as connection:
            connection.request(self.method, self.path, self.body or None, sent)
            answer = connection.getresponse()
            return _Answer(answer.status, answer.getheaders(), answer.read())


class _Answer(NamedTuple):
    status: int
    headers: list[tuple[str, str]]
    body: bytes


def _handler(wire: Wire) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = SECONDS

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answer = wire.carry(_Request(self.command, self.path, dict(self.headers), body))
            if answer is None:
                self.close_connection = True
                return
            self.send_response_only(answer.status)
            length = str(len(answer.body))
            for name, value in answer.headers:
                if name.lower() == "content-length" and self.command == "HEAD":
                    length = value
                elif name.lower() not in HOP_BY_HOP:
                    self.send_header(name, value)
            self.send_header("Content-Length", length)
            self.end_headers()
            self.wfile.write(answer.body)

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = answer  # noqa: N815 - http.server's names

        def log_message(self, *_anything: object) -> None:
            return

    return Handler


def _nobody() -> None:
    return


@contextmanager
def wire(far: int) -> Iterator[Wire]:
    """One to the double at port `far`."""
    made = Wire(far)
    threading.Thread(target=made.server.serve_forever, daemon=True).start()
    try:
        yield made
    finally:
        made.server.shutdown()
        made.server.server_close()
