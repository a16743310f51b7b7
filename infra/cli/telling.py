"""Where the words of a command go: results to stdout for programs, all else to the person."""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from shop.errors import ShopError


def say(text: str) -> None:
    """To the person; stdout stays free for JSON."""
    print(text, file=sys.stderr, flush=True)


def show(result: Any) -> None:
    """The result, for programs."""
    json.dump(result, sys.stdout, ensure_ascii=False, indent=2)
    print()


@contextmanager
def speaking() -> Iterator[None]:
    """Around a whole command: errors of the shop are sentences, not tracebacks."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    try:
        yield
    except ShopError as error:
        say(error.message)
        sys.exit(1)
