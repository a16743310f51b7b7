"""Pictures by URL from the public web: shop.ports.PictureSource over plain http.client.

The name is resolved here, every address it has must be public, and the connection goes to a checked
address itself, so that a name which changes its mind in between (DNS rebinding) gains nothing.
Redirects start over. Proxies of the environment are not used: they would resolve on their own.
"""

import http.client
import socket
import ssl
from collections.abc import Sequence
from http.client import HTTPResponse
from typing import NamedTuple
from urllib.parse import urljoin

from shop.adapters.http_sockets import Connect, Deadline, Resolve, connect, resolve, secure, speak
from shop.errors import InvalidPicture, PictureUnavailable
from shop.pictures.addresses import PORTS, Target, is_public, target
from shop.ports import Fetched

MAX_BYTES = 20 * 1024 * 1024
MAX_REDIRECTS = 5
MAX_ADDRESSES = 3  # tried of one host
CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 20.0
CHUNK = 1 << 16
REDIRECTS = {301, 302, 303, 307, 308}
WORTH_WAITING = {408, 425, 429}  # and whatever a server says of itself: 500 and above
HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; shop picture import)",
    "Accept": "image/avif,image/webp,image/png,image/jpeg,image/gif,image/svg+xml,*/*;q=0.1",
    "Accept-Encoding": "identity",
    "Connection": "close",
}


class Limits(NamedTuple):
    """What one picture may cost, redirects included."""

    size: int = MAX_BYTES
    connect_seconds: float = CONNECT_SECONDS
    total_seconds: float = TOTAL_SECONDS


class HttpPictures:
    """Any number of threads may fetch at once."""

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        resolver: Resolve = resolve,
        connector: Connect = connect,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._resolve = resolver
        self._connect = connector
        self._context = context or ssl.create_default_context()

    def fetch(self, url: str) -> Fetched:
        place = target(url)
        try:
            return self._follow(url, Deadline(self._limits.total_seconds))
        except TimeoutError:
            raise PictureUnavailable(
                f"{place.host} took more than {self._limits.total_seconds:g} seconds."
            ) from None
        except (OSError, http.client.HTTPException) as error:
            detail = getattr(error, "verify_message", "") or type(error).__name__
            raise PictureUnavailable(f"{place.host} did not send it ({detail}).") from None

    def _follow(self, url: str, deadline: Deadline) -> Fetched:
        for _ in range(MAX_REDIRECTS + 1):
            place = target(url)
            answer = self._ask(place, deadline)
            if isinstance(answer, Fetched):
                return answer
            url = urljoin(f"{place.scheme}://{_authority(place)}{place.path}", answer)
        raise InvalidPicture(f"{target(url).host} redirects more than {MAX_REDIRECTS} times.")

    def _ask(self, place: Target, deadline: Deadline) -> Fetched | str:
        """The picture, or the address it has moved to."""
        with self._dial(place, deadline) as plain:
            sock = plain
            if place.scheme == "https":
                sock = secure(plain, place.host, self._context, deadline)
            with sock:
                connection = speak(sock, deadline)
                connection.request(
                    "GET", place.path, headers={"Host": _authority(place), **HEADERS}
                )
                with connection.getresponse() as answer:
                    return self._read(answer, place.host)

    def _dial(self, place: Target, deadline: Deadline) -> socket.socket:
        """A connection to one of the addresses, all of which must be public."""
        problem: OSError = OSError("no address")
        for address in self._addresses(place)[:MAX_ADDRESSES]:
            try:
                seconds = deadline.left(self._limits.connect_seconds)
                return self._connect(address, place.port, seconds)
            except OSError as error:
                problem = error
        raise PictureUnavailable(
            f"{place.host} cannot be reached ({type(problem).__name__}).", unreachable=place.host
        )

    def _addresses(self, place: Target) -> Sequence[str]:
        try:
            addresses = self._resolve(place.host, place.port)
        except OSError:
            addresses = ()
        if not addresses:
            raise PictureUnavailable(
                f"There is no host {place.host}, or its name cannot be looked up now.",
                unreachable=place.host,
            )
        if not all(map(is_public, addresses)):
            raise InvalidPicture(f"{place.host} is not an address of the public internet.")
        return addresses

    def _read(self, answer: HTTPResponse, host: str) -> Fetched | str:
        location = answer.headers.get("Location")
        if answer.status in REDIRECTS and location:
            return location.encode("latin-1", "replace").decode("utf-8", "replace")
        if answer.status in WORTH_WAITING or answer.status >= 500:
            raise PictureUnavailable(f"{host} answers {answer.status} {answer.reason[:80]}.")
        if answer.status != 200:
            raise InvalidPicture(f"{host} answers {answer.status} {answer.reason[:80]}.")
        return Fetched(self._body(answer), answer.headers.get("ETag", "")[:200])

    def _body(self, answer: HTTPResponse) -> bytes:
        parts: list[bytes] = []
        size = answer.length or 0  # as announced
        read = 0
        while size <= self._limits.size and (chunk := answer.read1(CHUNK)):
            parts.append(chunk)
            read += len(chunk)
            size = max(size, read)
        if size > self._limits.size:
            raise InvalidPicture(f"It has more than {self._limits.size / 1048576:g} MB.")
        if answer.length:
            raise http.client.IncompleteRead(b"", answer.length)
        return b"".join(parts)


def _authority(place: Target) -> str:
    """Host and port as they stand in a URL and in the Host header."""
    host = f"[{place.host}]" if ":" in place.host else place.host
    return host if place.port == PORTS[place.scheme] else f"{host}:{place.port}"
