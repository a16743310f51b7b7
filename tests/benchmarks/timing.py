"""What a command costs: wall, CPU and memory of it and of every process it starts."""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

LOOK_EVERY = 0.04  # seconds between two looks at memory


@dataclass(frozen=True, slots=True)
class Command:
    """How a build is started. `environment` is the whole of it: nothing is inherited."""

    words: Sequence[str]
    environment: Mapping[str, str]
    folder: Path


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds; `cpu` is user and system time of the process and of its children. `others` is how
    much of the machine other programs had meanwhile, 0 to 1."""

    wall: float
    cpu: float
    others: float = 0.0
    output: str = field(default="", repr=False)


class CommandFailed(Exception):
    """A command ended with an error; its own last words are the message."""


def base_environment() -> dict[str, str]:
    """What any program needs, and nothing that configures a shop."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
    return {name: os.environ[name] for name in kept if name in os.environ}


def run(command: Command) -> Cost:
    """One run, to its end. Raises CommandFailed."""
    with tempfile.TemporaryFile() as output:
        busy, started = _busy(), time.perf_counter()
        process = _start(command, output)
        _, status, usage = os.wait4(process.pid, 0)
        wall, busy = time.perf_counter() - started, _busy() - busy
        process.returncode = os.waitstatus_to_exitcode(status)
        cpu = usage.ru_utime + usage.ru_stime
        others = max(0.0, busy - cpu) / (wall * (os.cpu_count() or 1))
        return Cost(wall, cpu, others, _checked(process, command, output))


def peak_memory(command: Command) -> int:
    """Bytes, in a run of its own that nobody times: looking slows the process that is looked at.

    The most that the process and its children held together, each shared page counted once
    (proportional set size); a forked worker's would be counted twice by resident sets.
    """
    highest = 0
    with tempfile.TemporaryFile() as output:
        process = _start(command, output)
        while process.poll() is None:
            highest = max(highest, sum(map(_proportional, family(process.pid))))
            time.sleep(LOOK_EVERY)
        _checked(process, command, output)
    return highest


def family(ancestor: int) -> Iterator[int]:
    """A process and all below it."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            status = (entry / "stat").read_text()
        except OSError:
            continue  # it has ended meanwhile
        parent = int(status.rpartition(")")[2].split()[1])
        parents.setdefault(parent, []).append(int(entry.name))
    waiting = [ancestor]
    while waiting:
        process = waiting.pop()
        yield process
        waiting += parents.get(process, [])


def _busy() -> float:
    """Seconds that all processors together have worked since the machine started."""
    user, nice, system, _idle, _wait, interrupts, soft, stolen, *_ = map(
        int, Path("/proc/stat").read_text().splitlines()[0].split()[1:]
    )
    return (user + nice + system + interrupts + soft + stolen) / os.sysconf("SC_CLK_TCK")


def _proportional(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0  # it has ended meanwhile
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _start(command: Command, output: IO[bytes]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        command.words,
        cwd=command.folder,
        env=dict(command.environment),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
    )


def _checked(process: "subprocess.Popen[bytes]", command: Command, output: IO[bytes]) -> str:
    output.seek(0)
    text = output.read().decode(errors="replace")
    if process.returncode:
        name = Path(command.words[0]).name
        raise CommandFailed(f"{name} ended with {process.returncode}:\n{text[-2000:]}")
    return text
