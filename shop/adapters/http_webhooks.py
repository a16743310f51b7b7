"""Webhooks over plain http.client: shop.webhooks.delivering.HookClient.

As for pictures, a name is resolved here, every address it has must be public, and the connection
goes to a checked address itself, so that a name which changes its mind in between (DNS rebinding)
gains nothing. Redirects are not followed and of the answer only the status is read.
"""

import http.client
import socket
import ssl
from collections.abc import Mapping, Sequence

from shop.adapters.http_sockets import Connect, Deadline, Resolve, connect, resolve, secure, speak
from shop.errors import InvalidInput, Undelivered
from shop.pictures.addresses import PORTS, Target, is_public
from shop.webhooks.addresses import hook_target

MAX_ADDRESSES = 3  # tried of one host
CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 15.0  # as the specification recommends
HEADERS = {
    "User-Agent": "shop webhooks",
    "Content-Type": "application/json",
    "Accept": "*/*",
    "Connection": "close",
}


class HttpWebhooks:
    """Any number of threads may send at once. `loopback` lets a shop on this machine send to
    programs beside it, and is for nothing that others can reach."""

    def __init__(
        self,
        *,
        loopback: bool = False,
        seconds: float = TOTAL_SECONDS,
        resolver: Resolve = resolve,
        connector: Connect = connect,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._loopback = loopback
        self._seconds = seconds
        self._resolve = resolver
        self._connect = connector
        self._context = context

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        try:
            place = hook_target(url, loopback=self._loopback)
        except InvalidInput as error:
            raise Undelivered(error.message) from None
        try:
            return self._send(place, headers, body, Deadline(self._seconds))
        except TimeoutError:
            raise Undelivered(f"{place.host} took too long to answer.") from None
        except (OSError, http.client.HTTPException) as error:
            detail = getattr(error, "verify_message", "") or type(error).__name__
            raise Undelivered(f"{place.host} did not answer ({detail}).") from None

    def _send(
        self, place: Target, headers: Mapping[str, str], body: bytes, deadline: Deadline
    ) -> int:
        with self._dial(place, deadline) as plain:
            sock = plain
            if place.scheme == "https":
                sock = secure(plain, place.host, self._trust(), deadline)
            with sock:
                connection = speak(sock, deadline)
                sent = {"Host": _authority(place), **HEADERS, **headers}
                connection.request("POST", place.path, body=body, headers=sent)
                with connection.getresponse() as answer:
                    return answer.status

    def _dial(self, place: Target, deadline: Deadline) -> socket.socket:
        problem: OSError = OSError("no address")
        for address in self._addresses(place)[:MAX_ADDRESSES]:
            try:
                return self._connect(address, place.port, deadline.left(CONNECT_SECONDS))
            except OSError as error:
                problem = error
        raise problem

    def _addresses(self, place: Target) -> Sequence[str]:
        if place.scheme == "http":  # only ever loopback, and only where that is allowed
            return [place.host]
        addresses = self._resolve(place.host, place.port)
        if not addresses or not all(map(is_public, addresses)):
            raise Undelivered(f"{place.host} is not an address of the public internet.")
        return addresses

    def _trust(self) -> ssl.SSLContext:
        if self._context is None:
            self._context = ssl.create_default_context()
        return self._context


def _authority(place: Target) -> str:
    """Host and port as they stand in the Host header."""
    host = f"[{place.host}]" if ":" in place.host else place.host
    return host if place.port == PORTS[place.scheme] else f"{host}:{place.port}"
