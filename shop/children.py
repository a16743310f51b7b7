"""Modules of our own run as processes of their own, where a hostile file may do its worst.

The child sets its own limits of memory and processor time; what it must not outlive is set here.
"""

import os
import subprocess
import sys


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
        env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"},
    ).stdout
