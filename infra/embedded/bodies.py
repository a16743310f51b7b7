"""The published bytes as they go out: compressed once for each digest, and kept in memory.

Nothing is compressed while building: gzip costs ten times what a page costs to render, and most
pages are never asked for between two changes. Whoever asks first waits for half a millisecond.
Where the site lies in a bucket, its CDN compresses (CloudFront does both gzip and Brotli).
"""

import gzip
from collections import OrderedDict
from threading import Lock
from typing import NamedTuple

from generator.publishing.publisher import Found, Publisher
from shop.published.kinds import is_hashed, is_text

MOST = 32 * 1024 * 1024  # bytes held in memory
SMALL = 512  # bytes below which gzip saves less than its headers cost


class Body(NamedTuple):
    content: bytes
    compressed: bool


class Bodies:
    """May be called from several threads."""

    def __init__(self, publisher: Publisher, most: int = MOST) -> None:
        self._publisher = publisher
        self._most = most
        self._held = 0
        self._bodies: OrderedDict[tuple[str, bool], Body] = OrderedDict()
        self._lock = Lock()

    def held(self, found: Found, *, compress: bool) -> Body | None:
        """What was made before."""
        key = (found.kept.digest, compress and compressible(found))
        with self._lock:
            if key in self._bodies:
                self._bodies.move_to_end(key)
            return self._bodies.get(key)

    def make(self, found: Found, *, compress: bool) -> Body:
        """Raises NotFound where the site keeps the bytes no more."""
        content = self._publisher.read(found)
        compress = compress and compressible(found)
        body = Body(_gzip(found, content), compressed=True) if compress else Body(content, False)
        self._keep((found.kept.digest, compress), body)
        return body

    def _keep(self, key: tuple[str, bool], body: Body) -> None:
        with self._lock:
            if key in self._bodies or len(body.content) > self._most:
                return
            self._bodies[key] = body
            self._held += len(body.content)
            while self._held > self._most:
                _key, oldest = self._bodies.popitem(last=False)
                self._held -= len(oldest.content)


def compressible(found: Found) -> bool:
    return is_text(found.path) and found.kept.size >= SMALL


def _gzip(found: Found, content: bytes) -> bytes:
    """Harder where many shoppers get the same bytes. Without a time, so that it is repeatable."""
    return gzip.compress(content, 9 if is_hashed(found.path) else 6, mtime=0)
