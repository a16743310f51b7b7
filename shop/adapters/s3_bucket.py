"""A bucket of S3: conditional writes, and many calls at once.

Conditional writes (``If-None-Match``, ``If-Match``) are described in the S3 user guide under
"Add preconditions to S3 operations with conditional requests".
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final, NamedTuple

from shop.errors import NotFound, StoreError

AT_ONCE: Final = 16
WAITING: Final = 64  # writes whose bytes are held in memory
DELETED_AT_ONCE: Final = 1000  # the most that S3 takes
ABSENT: Final = "*"
MOVED_TO: Final = "moved-to"
# 412: not the state it was meant for. 409: another write of the same key at that moment.
# 404: `If-Match`, and nothing is there.
MOVED: Final = {404, 409, 412}


class Moved(Exception):
    """A conditional write met another state than the one it was meant for."""


class Stored(NamedTuple):
    content: bytes
    etag: str


class Headers(NamedTuple):
    """What a reader is told of an object."""

    content_type: str
    cache_control: str
    moved_to: str = ""  # where a page's readers are led instead, by hosts that can (x-amz-meta-…)


PRIVATE: Final = Headers("application/octet-stream", "no-store")


class Bucket:
    """Clients and threads are made on first use, and anew in a forked process."""

    def __init__(self, name: str, client_factory: Callable[[], Any]) -> None:
        self.name = name
        self._client_factory = client_factory
        self._process = 0
        self._client: Any = None
        self._pool: ThreadPoolExecutor
        self._writes: deque[Future[Any]]

    def get(self, key: str) -> Stored | None:
        with self._calling() as client:
            try:
                answer = client.get_object(Bucket=self.name, Key=key)
            except client.exceptions.NoSuchKey:
                return None
            return Stored(answer["Body"].read(), answer["ETag"])

    def put(
        self, key: str, content: bytes, headers: Headers = PRIVATE, *, only: str | None = None
    ) -> str:
        """`only`: ABSENT or the ETag that must still be there; raises Moved. The new ETag."""
        condition = {} if only is None else {"IfMatch": only}
        condition = {"IfNoneMatch": "*"} if only == ABSENT else condition
        with self._calling(conditional=only is not None) as client:
            answer = client.put_object(
                Bucket=self.name,
                Key=key,
                Body=content,
                ContentType=headers.content_type,
                CacheControl=headers.cache_control,
                **condition,
            )
            return str(answer["ETag"])

    def copy(self, source: str, target: str, headers: Headers) -> None:
        metadata = {MOVED_TO: headers.moved_to} if headers.moved_to else {}
        with self._calling() as client:
            client.copy_object(
                Bucket=self.name,
                Key=target,
                CopySource={"Bucket": self.name, "Key": source},
                MetadataDirective="REPLACE",
                Metadata=metadata,
                ContentType=headers.content_type,
                CacheControl=headers.cache_control,
            )

    def delete(self, keys: Iterable[str]) -> None:
        """Those that are not there are no error."""
        names = list(keys)
        for start in range(0, len(names), DELETED_AT_ONCE):
            batch = [{"Key": key} for key in names[start : start + DELETED_AT_ONCE]]
            with self._calling() as client:
                answer = client.delete_objects(
                    Bucket=self.name, Delete={"Objects": batch, "Quiet": True}
                )
            if answer.get("Errors"):
                raise StoreError(f"The bucket {self.name} refused to delete {answer['Errors'][0]}.")

    def keys(self, prefix: str) -> Iterator[tuple[str, datetime]]:
        """Every key, and when it was last written."""
        with self._calling() as client:
            pages = client.get_paginator("list_objects_v2").paginate(
                Bucket=self.name, Prefix=prefix
            )
            for page in pages:
                for found in page.get("Contents", ()):
                    yield found["Key"], found["LastModified"]

    def each(self, call: Callable[..., Any], *arguments: Iterable[Any]) -> list[Any]:
        """``map`` with many calls under way at once."""
        self._set_up()
        return list(self._pool.map(call, *arguments))

    def put_later(self, key: str, content: bytes) -> None:
        """Begins to write, or waits until fewer writes are under way. `flush` tells the end."""
        self._set_up()
        if len(self._writes) >= WAITING:
            self._writes.popleft().result()
        self._writes.append(self._pool.submit(self.put, key, content))

    def flush(self) -> None:
        self._set_up()
        while self._writes:
            self._writes.popleft().result()

    def close(self) -> None:
        if self._process == os.getpid():
            self._pool.shutdown()
            self._client.close()
            self._process = 0

    def _set_up(self) -> Any:
        """A connection that was open before a fork would be shared by two processes."""
        if self._process != os.getpid():
            self._client = self._client_factory()
            self._pool = ThreadPoolExecutor(AT_ONCE, "s3")
            self._writes = deque()
            self._process = os.getpid()
        return self._client

    @contextmanager
    def _calling(self, *, conditional: bool = False) -> Iterator[Any]:
        """S3's errors as the shop's."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield self._set_up()
        except ClientError as error:
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
            if conditional and status in MOVED:
                raise Moved from error
            if error.response.get("Error", {}).get("Code") == "NoSuchKey":
                raise NotFound(f"The bucket {self.name} does not hold these bytes.") from error
            raise StoreError(f"The bucket {self.name} cannot be used: {error}") from error
        except BotoCoreError as error:
            raise StoreError(f"The bucket {self.name} cannot be reached: {error}") from error


def s3_client(endpoint: str | None = None, session: Any = None) -> Any:
    """A boto3 client that gives up in time for a lease."""
    import boto3
    from botocore.config import Config

    config = Config(
        retries={"mode": "standard", "total_max_attempts": 4},
        connect_timeout=5,
        read_timeout=10,
        max_pool_connections=AT_ONCE,
    )
    return (session or boto3.session.Session()).client("s3", endpoint_url=endpoint, config=config)
