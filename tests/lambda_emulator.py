"""A function's bundle under Lambda's own runtime interface emulator: the zip and its layers, what
Lambda brings, and nothing of this checkout.

Where this process may mount, the function sees what it would see on Lambda: a file system that can
only be read, an empty /tmp, and no shared memory.
"""

import http.client
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from functions.registry import Function
from infra.aws.bundles.bundle import Bundle
from infra.aws.bundles.layers import FOLDER

START_SECONDS = 60
CACHE = Path("~/.cache/veranda-lambda").expanduser()
RIE = "aws-lambda-rie-x86_64"
# Part of Lambda's runtime for Python, besides the emulator that the SAM command brings.
BROUGHT = ("awslambdaric", "boto3")
MOUNTED = "/mnt"  # where a function sees what it is made of
SAM = "aws-sam-cli==1.170.0"


def runtime() -> Path:
    """The folder with emulator and runtime, fetched once; skips where that cannot be."""
    if os.uname().machine != "x86_64":
        pytest.skip("the emulator is only fetched for x86_64")
    if not (CACHE / RIE).exists():
        _fetch()
    return CACHE


def request_event(function: Function) -> dict[str, Any]:
    """The first of its endpoints asked by a browser; nothing for a function that events wake."""
    if not function.endpoints:
        return {}
    first = function.endpoints[0]
    http = {"method": first.method, "path": first.path, "sourceIp": "198.51.100.7"}
    return {
        "version": "2.0",
        "rawPath": first.path,
        "rawQueryString": "",
        "headers": {"host": "shop.example.com", "accept": "text/html"},
        "requestContext": {"http": http, "stage": "$default"},
        "isBase64Encoded": False,
    }


class Emulator:
    """One running function."""

    def __init__(self, port: int, process: subprocess.Popen[bytes], log: Path) -> None:
        self._port = port
        self._process = process
        self.log = log

    def invoke(self, event: Mapping[str, Any]) -> Any:
        """The function's answer, or what went wrong as Lambda tells it."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=120)
        path = "/2015-03-31/functions/function/invocations"
        connection.request("POST", path, json.dumps(event))
        answer = json.loads(connection.getresponse().read() or b"null")
        connection.close()
        return answer

    def cpu_seconds(self) -> float:
        """Of the function's own process, without the emulator's."""
        [child] = _children(self._process.pid)
        fields = Path(f"/proc/{child}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def unpacked(bundle: Bundle, layers: Iterable[Bundle], folder: Path) -> list[str]:
    """Below `folder`, as Lambda unpacks them; the folders in it that modules come from."""
    _unpack(bundle.content, folder / "task")
    for each in layers:
        if each.name in bundle.layers:
            _unpack(each.content, folder / "opt")
    return ["task", f"opt/{FOLDER}"]


def _unpack(content: bytes, folder: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        opened.extractall(folder)


@contextmanager
def emulated(
    bundle: Bundle,
    layers: Iterable[Bundle],
    handler: str,
    environment: Mapping[str, str],
    folder: Path,
) -> Iterator[Emulator]:
    brought = runtime()
    inside = Path(MOUNTED) if may_mount() else folder
    places = [str(inside / place) for place in unpacked(bundle, layers, folder)]
    log = folder / "log"
    port, other = _free_port(), _free_port()
    command = [
        *(_sandbox(folder) if may_mount() else ()),
        str(brought / RIE),
        f"--runtime-interface-emulator-address=127.0.0.1:{port}",
        f"--runtime-api-address=127.0.0.1:{other}",
        # -S: nothing of an installation but the standard library.
        *(sys._base_executable, "-S", "-s", "-m", "awslambdaric", handler),
    ]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder / "task",
            env=_environment([*places, str(brought / "runtime")], environment),
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        _wait(port, process, log)
        yield Emulator(port, process, log)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def alone(folder: Path, places: list[str], script: str) -> str:
    """What a script prints that has nothing but a bundle and what Lambda brings."""
    inside = Path(MOUNTED) if may_mount() else folder
    run = subprocess.run(
        [
            *(_sandbox(folder) if may_mount() else ()),
            *(sys._base_executable, "-S", "-s", "-c", script),
        ],
        cwd=folder / "task",
        env=_environment([*(str(inside / each) for each in places), str(CACHE / "runtime")], {}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def may_mount() -> bool:
    return os.geteuid() == 0 and shutil.which("unshare") is not None


def _sandbox(folder: Path) -> list[str]:
    """What a command stands behind that shall see `folder` under `MOUNTED`, and no more than Lambda
    would let it."""
    script = f"""set -e
mount --make-rprivate /
mount --bind {folder} {MOUNTED}
mount -o remount,bind,ro /
mount -o remount,bind,ro {MOUNTED}
mount -t tmpfs none /tmp
mount -t tmpfs -o ro none /dev/shm
cd {MOUNTED}/task
exec "$@"
"""
    return ["unshare", "--mount", "/bin/sh", "-c", script, "sandbox"]


def _environment(places: list[str], more: Mapping[str, str]) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": ":".join(places),
        "LAMBDA_TASK_ROOT": places[0],
        "AWS_LAMBDA_FUNCTION_NAME": "bundle",
        "AWS_LAMBDA_FUNCTION_TIMEOUT": "120",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "PYTHONDONTWRITEBYTECODE": "1",
        **more,
    }


def _children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    others = [
        int(child)
        for thread in Path(f"/proc/{pid}/task").iterdir()
        for child in (thread / "children").read_text(encoding="ascii").split()
    ]
    return sorted({*map(int, text.split()), *others})


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"the emulator did not start:\n{log.read_text(errors='replace')[-2000:]}")


def _fetch() -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    wheels = CACHE / "wheels"
    target = str(CACHE / "runtime")
    commands = [
        [*pip, "install", "--target", target, *BROUGHT],
        [*pip, "download", "--no-deps", "--dest", str(wheels), SAM],
    ]
    for command in commands:
        if subprocess.run(command, check=False).returncode:
            pytest.skip("the emulator cannot be fetched")
    [wheel] = wheels.glob("aws_sam_cli-*.whl")
    with zipfile.ZipFile(wheel) as opened:
        content = opened.read(f"samcli/local/rapid/{RIE}")
    draft = CACHE / f"{RIE}.new"
    draft.write_bytes(content)
    draft.chmod(0o755)
    draft.replace(CACHE / RIE)
