"""A proxy that passes requests on to a shop and keeps some of the answers to itself.

One connection is one request, so that a connection that breaks says nothing about the next.
"""

import asyncio
import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress

# unsent: the shop never heard of it. early: the asker is left alone while the shop still works.
# lost: the shop is done, and says so to nobody. torn: half of what it says arrives.
FATES = ("unsent", "early", "lost", "torn")


class CuttingProxy:
    """Of `share` of all requests the answer does not arrive whole; `fates` counts all of them."""

    def __init__(self, port: int, share: float, seed: int) -> None:
        self.port = port
        self.share = share
        self.fates: Counter[str] = Counter()
        self._luck = random.Random(seed)  # noqa: S311 - no secret
        self._working: set[asyncio.Task[bytes]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        fate = self._luck.choice(FATES) if self._luck.random() < self.share else "whole"
        self.fates[fate] += 1
        request = await _request(reader)
        asked = asyncio.create_task(self._ask(request)) if fate != "unsent" else None
        if asked:
            self._working.add(asked)
        if asked and fate != "early":
            answer = await asked
            writer.write({"whole": answer, "torn": answer[: len(answer) // 2]}.get(fate, b""))
            await writer.drain()
        if fate == "whole":
            await _closed(writer)
        else:
            writer.transport.abort()

    async def _ask(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(request)
        try:
            return await reader.read()
        finally:
            await _closed(writer)

    async def end(self) -> None:
        """When the shop is done with what nobody waits for; who still asks is left alone."""
        await asyncio.gather(*self._working, return_exceptions=True)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for asking in others:
            asking.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0)  # in which the last connections are closed


async def _closed(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError):  # the other side has gone
        await writer.wait_closed()


async def _request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:-2])
    return head + await reader.readexactly(int(fields.get(b"content-length", b"0")))


@contextmanager
def between(proxy: CuttingProxy) -> Iterator[int]:
    """The port at which `proxy` answers, in a thread of its own."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(proxy.serve, "127.0.0.1", 0, backlog=512))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        asyncio.run_coroutine_threadsafe(proxy.end(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
