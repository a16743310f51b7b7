"""Connections that end in time: one deadline for the handshake, every line and every byte."""

import io
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from http.client import HTTPConnection
from typing import Any

Resolve = Callable[[str, int], Sequence[str]]
Connect = Callable[[str, int, float], socket.socket]

RESOLVE_SECONDS = 5.0


class Deadline:
    """A moment by which everything must be over."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, most: float = 3600.0) -> float:
        """Seconds to wait at most. Raises TimeoutError where none are left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(left, most)


class _Reader(io.RawIOBase):
    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._socket = sock
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._socket.settimeout(self._deadline.left())
        return self._socket.recv_into(buffer)


class _Timed:
    """As much of a socket as http.client uses. A server that sends a byte a second, each in good
    time, would otherwise be waited for without end. Whoever opened the socket closes it."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._socket = sock
        self._deadline = deadline

    def sendall(self, data: bytes) -> None:
        self._socket.settimeout(self._deadline.left())
        self._socket.sendall(data)

    def makefile(self, *_args: Any, **_options: Any) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self._socket, self._deadline))

    def close(self) -> None:
        """Nothing: the answer is still being read."""


def speak(sock: socket.socket, deadline: Deadline) -> HTTPConnection:
    """HTTP over a connection that is already there. Each request brings its own Host header."""
    connection = HTTPConnection("connected.invalid")
    connection.auto_open = 0
    connection.sock = _Timed(sock, deadline)
    return connection


def secure(
    sock: socket.socket, host: str, context: ssl.SSLContext, deadline: Deadline
) -> ssl.SSLSocket:
    """TLS, with the certificate checked against the name that was asked for."""
    sock.settimeout(deadline.left())
    return context.wrap_socket(sock, server_hostname=host)


def connect(address: str, port: int, seconds: float) -> socket.socket:
    """To an IP address: no name is looked up here."""
    return socket.create_connection((address, port), timeout=seconds)


def resolve(host: str, port: int) -> Sequence[str]:
    """Every address of a name. Raises OSError. The system's resolver has no deadline, so it is
    asked in a thread that may be left behind."""
    answers: queue.SimpleQueue[Sequence[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(entry[4][0]) for entry in found)))
        except Exception as error:  # noqa: BLE001 - nothing else ends the waiting
            answers.put(error if isinstance(error, OSError) else OSError(str(error)))

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=RESOLVE_SECONDS)
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(answer, OSError):
        raise answer
    return answer
