"""Pelican logs errors and goes on; here they are collected, to stop the build with all of them."""

import logging
import sys
from typing import Self

from generator.failures import BuildFailed


class ErrorCollector(logging.Handler):
    """Listens to Pelican's loggers. An error's own words are added to Pelican's sentence, which
    often leaves them out."""

    def __init__(self) -> None:
        super().__init__(level=logging.ERROR)
        self.problems: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        sentence = record.getMessage().rstrip(".")
        cause = record.exc_info[1] if record.exc_info else sys.exc_info()[1]
        self.problems.append(f"{sentence}: {cause}." if cause is not None else f"{sentence}.")

    def attach(self) -> Self:
        logging.getLogger("pelican").addHandler(self)
        return self

    def detach(self) -> None:
        logging.getLogger("pelican").removeHandler(self)

    def raise_any(self) -> None:
        if self.problems:
            raise BuildFailed(self.problems)
