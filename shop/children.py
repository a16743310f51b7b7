"""Modules of our own run as processes of their own, where a hostile file may do its worst.

The child sets its own limits of memory and processor time; what it must not outlive is set here.
"""

import os
import subprocess
import sys

LIBRARIES = "LD_LIBRARY_PATH"


def ask_child(module: str, *arguments: str, content: bytes, seconds: float) -> bytes:
    """What ``python -m module`` prints for `content` on its standard input, however it ends.

    Raises subprocess.TimeoutExpired; the child is killed then.
    """
    return subprocess.run(  # noqa: S603 - our own module, no shell
        [sys.executable, "-P", "-m", module, *arguments],
        input=content,
        capture_output=True,
        timeout=seconds,
        check=False,
        env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1", **_loader()},
    ).stdout


def _loader() -> dict[str, str]:
    """Where an interpreter finds its own libraries, if it has to be told (Lambda's has)."""
    places = os.environ.get(LIBRARIES)
    return {LIBRARIES: places} if places else {}
