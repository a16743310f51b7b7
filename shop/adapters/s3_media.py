"""Pictures and downloads in a bucket: the serverless shop's media, which its CDN shows."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from shop.adapters.media_names import PREFIX, name_of, stored_name
from shop.adapters.s3_bucket import ABSENT, Bucket, Headers, Moved
from shop.published import kinds


class S3Media:
    """shop.ports.Media over one bucket, under the paths they are shown at. A `trial` names
    everything as it would be named and writes nothing."""

    def __init__(
        self, bucket: str, client_factory: Callable[[], Any], *, trial: bool = False
    ) -> None:
        self._bucket = Bucket(bucket, client_factory)
        self._trial = trial

    def put(self, name: str, content: bytes) -> str:
        """Raises InvalidInput for anything but pictures and the usual kinds of download. What is
        there already is not written again: its name is its content."""
        path = PREFIX + stored_name(name, content)
        if not self._trial:
            headers = Headers(kinds.content_type(path), kinds.FOR_EVER)
            with contextlib.suppress(Moved):  # the same bytes are there
                self._bucket.put(path.lstrip("/"), content, headers, only=ABSENT)
        return path

    def read(self, path: str) -> bytes | None:
        if name_of(path) is None:
            return None
        found = self._bucket.get(path.lstrip("/"))
        return found.content if found else None

    def names(self) -> Iterator[str]:
        prefix = PREFIX.lstrip("/")
        return (key.removeprefix(prefix) for key, _at in self._bucket.keys(prefix))
