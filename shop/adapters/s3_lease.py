"""One publisher at a time, by an object that is only written where it is as it was read.

The object says until when somebody publishes. A publisher that was killed is waited for until
then, and one that was only slow (a first build takes minutes) finds out before its next call
whether somebody took over: then the object is not the one it wrote.
"""

import time
from collections.abc import Callable
from contextlib import suppress

import orjson

from shop.adapters.s3_bucket import ABSENT, Bucket, Moved
from shop.clock import Clock, new_id
from shop.errors import StoreBusy

SECONDS = 60
WAIT_SECONDS = 180
POLL_SECONDS = 0.5


class Lease:
    def __init__(
        self, bucket: Bucket, key: str, clock: Clock, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._bucket = bucket
        self._key = key
        self._clock = clock
        self._sleep = sleep
        self._owner = ""
        self._etag = ""
        self._until = 0.0

    def take(self) -> None:
        """Waits for whoever holds it. Raises StoreBusy when that takes too long."""
        self._owner = new_id()
        polls = int(WAIT_SECONDS / POLL_SECONDS)
        for _ in range(polls):
            if self._try():
                return
            self._sleep(POLL_SECONDS)
        raise StoreBusy("Another publisher is at work on the site; try again when it is done.")

    def extend(self) -> None:
        """To be called before every group of calls. Raises StoreBusy where it was lost."""
        if self._until - self._now() > SECONDS / 2:
            return
        try:  # even where its time is up: nobody came meanwhile if the object is as it was left
            self._write(self._now() + SECONDS, self._etag)
        except Moved:
            raise StoreBusy("Another publisher took over; begin again.") from None

    def release(self) -> None:
        with suppress(Moved):  # it is somebody else's by now
            self._write(0, self._etag)
        self._until = 0.0

    def _try(self) -> bool:
        found = self._bucket.get(self._key)
        if found is None:
            return self._claim(ABSENT)
        values = orjson.loads(found.content)
        if values["owner"] == self._owner:  # an answer was lost on the way, and the call repeated
            self._etag, self._until = found.etag, values["until"]
            return True
        return values["until"] <= self._now() and self._claim(found.etag)

    def _claim(self, etag: str) -> bool:
        try:
            self._write(self._now() + SECONDS, etag)
        except Moved:
            return False
        return True

    def _write(self, until: float, etag: str) -> None:
        content = orjson.dumps({"owner": self._owner, "until": until})
        self._etag = self._bucket.put(self._key, content, only=etag)
        self._until = until

    def _now(self) -> float:
        return self._clock().timestamp()
