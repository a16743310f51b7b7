"""An application that answers on an address of this machine while a test asks it."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette

BACKLOG = 2048  # connections that wait to be answered


@contextmanager
def serving(app: Starlette, bound: socket.socket, log: str = "warning") -> Iterator[None]:
    """Answers on `bound`, a listening socket, and closes it in the end."""
    config = uvicorn.Config(app, log_level=log, access_log=False, lifespan="off", backlog=BACKLOG)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        bound.close()
