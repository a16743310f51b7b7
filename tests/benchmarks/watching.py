"""How long a resident Hugo takes for one changed price (``hugo --watch``)."""

import random
import re
import subprocess
import time
from pathlib import Path

from peers import Hugo

_TOLD = re.compile(r"(?:Built|Total) in (\d+) ms")
PATIENCE = 600  # seconds


def watch_prices(hugo: Hugo, size: int, times: int) -> list[int]:
    """Milliseconds, as Hugo itself counts them, of `times` builds after one changed file each.

    What it counts begins after it has noticed the change; ours begins at the change.
    """
    command, content = hugo.watched(size)
    files = sorted(content.rglob("*.html"))
    chance = random.Random(7)  # noqa: S311 - drawn alike every time
    log = command.folder / "hugo.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command.words, cwd=command.folder, env=dict(command.environment), stdout=output
        )
        try:
            for number in range(times):
                _await(log, number + 1)
                _change(chance.choice(files), chance.randint(500, 30_000))
            return _await(log, times + 1)[1:]
        finally:
            process.terminate()
            process.wait()


def _change(file: Path, cents: int) -> None:
    """In place, as an editor without temporary files does: Hugo would look at those too."""
    text = re.sub(r'"price":[\d.]+', f'"price":{cents / 100}', file.read_text(), count=1)
    file.write_text(text)


def _await(log: Path, count: int) -> list[int]:
    """What it told, as soon as it has told `count` builds."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        told = [int(found) for found in _TOLD.findall(log.read_text())]
        if len(told) >= count:
            time.sleep(1)  # it listens again a moment later
            return told
        time.sleep(0.05)
    raise TimeoutError("Hugo did not build again.")
