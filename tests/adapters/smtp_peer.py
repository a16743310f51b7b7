"""An SMTP server on 127.0.0.1 that takes what it is told to take, and remembers all of it."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

TAKEN = "250 2.0.0 taken"
Answer = Callable[[str, bytes], str]  # receiver and content -> what is said to it


class Peer:
    """`taken` holds (receiver, content) of every mail that was taken. An answer that begins with
    ``cut`` takes the mail and hangs up without saying so."""

    def __init__(self, at_receiver: Answer | None = None, at_end: Answer | None = None) -> None:
        self.taken: list[tuple[str, bytes]] = []
        self.sessions: set[int] = set()
        self.users: list[str] = []
        self.at_receiver = at_receiver or (lambda _to, _raw: TAKEN)
        self.at_end = at_end or (lambda _to, _raw: TAKEN)

    async def handle_RCPT(self, *of: Any) -> str:  # noqa: N802 - aiosmtpd's name
        _server, _session, envelope, address, _options = of
        answer = self.at_receiver(address, b"")
        if answer == TAKEN:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.sessions.add(id(session))
        answer = self.at_end(envelope.rcpt_tos[0], envelope.content)
        if answer == TAKEN or answer.startswith("cut"):
            self.taken.append((envelope.rcpt_tos[0], envelope.content))
        if answer.startswith("cut"):
            server.transport.abort()
        return answer

    def authenticate(self, *of: Any) -> AuthResult:
        data = of[-1]
        assert isinstance(data, LoginPassword)
        self.users.append(data.login.decode())
        return AuthResult(success=data.password == b"p@ss word", handled=False)


@contextmanager
def served(peer: Peer, *, login: bool = False) -> Iterator[int]:
    """The port it answers on, until the block ends."""
    options: dict[str, Any] = {"hostname": "peer.example.com"}
    if login:
        options |= {"authenticator": peer.authenticate, "auth_require_tls": False}
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(
        loop.create_server(lambda: SMTP(peer, loop=loop, **options), "127.0.0.1", 0)
    )
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.run_until_complete(_closed(server))
        loop.close()


async def _closed(server: asyncio.Server) -> None:
    """Hangs up on everybody who is still there."""
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0)
