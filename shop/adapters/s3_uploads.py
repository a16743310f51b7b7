"""What is handed over at the desk, in the bucket of pictures, where no distribution shows it."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from shop.adapters.dir_uploads import GONE
from shop.adapters.s3_bucket import Bucket
from shop.errors import NotFound

UPLOADS: Final = "uploads/"


class S3Uploads:
    """shop.ports.Uploads over one bucket."""

    def __init__(self, bucket: str, client_factory: Callable[[], Any]) -> None:
        self._bucket = Bucket(bucket, client_factory)

    def keep(self, name: str, source: BinaryIO) -> None:
        self._bucket.put(UPLOADS + name, source.read())

    def read(self, name: str) -> bytes:
        found = self._bucket.get(UPLOADS + name)
        if found is None:
            raise NotFound(GONE)
        return found.content

    @contextmanager
    def file(self, name: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="upload-") as folder:
            path = Path(folder, "file")
            path.write_bytes(self.read(name))
            yield path

    def forget(self, id: str) -> None:  # noqa: A002 - as the port has it
        self._bucket.delete([key for key, _at in self._bucket.keys(f"{UPLOADS}{id}/")])

    def forget_before(self, moment: datetime) -> None:
        kept = self._bucket.keys(UPLOADS)
        self._bucket.delete([key for key, at in kept if at < moment])
