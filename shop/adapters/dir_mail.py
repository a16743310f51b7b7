"""Mails as ``.eml`` files in a folder: the embedded shop's post box."""

import os
import threading
from pathlib import Path

from shop import clock as clocks
from shop.adapters.mime import identity, mime_message
from shop.ports import Mail, Sender


class DirMailer:
    """Writes one file per mail id, durably; sending the same id again replaces the same file."""

    via = "folder"

    def __init__(self, folder: Path, sender: Sender, clock: clocks.Clock = clocks.now) -> None:
        self._folder = folder
        self._sender = sender
        self._clock = clock

    def send(self, mail: Mail) -> str:
        self._folder.mkdir(parents=True, exist_ok=True)
        target = self._folder / f"{identity(mail.id)}.eml"
        temporary = target.with_suffix(f".{os.getpid()}-{threading.get_ident()}.tmp")
        with temporary.open("wb") as file:
            file.write(mime_message(mail, self._sender, self._clock()))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
        self._keep_name()
        return target.name

    def _keep_name(self) -> None:
        """The name of a file is durable once its folder is (fsync(2))."""
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
