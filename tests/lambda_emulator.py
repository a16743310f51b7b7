"""A function's bundle under Lambda's own runtime interface emulator: the zip, what Lambda brings,
and nothing of this checkout."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from functions.registry import Function

START_SECONDS = 60
CACHE = Path("~/.cache/veranda-lambda").expanduser()
RIE = "aws-lambda-rie-x86_64"
# Part of Lambda's runtime for Python, besides the emulator that the SAM command brings.
BROUGHT = ("awslambdaric", "boto3")
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


@contextmanager
def emulated(
    bundle: bytes, handler: str, environment: Mapping[str, str], folder: Path
) -> Iterator[Emulator]:
    brought = runtime()
    task = folder / "task"
    if not task.exists():
        archive = folder / "bundle.zip"
        archive.write_bytes(bundle)
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(task)
    log = folder / "log"
    port, other = _free_port(), _free_port()
    command = [
        str(brought / RIE),
        f"--runtime-interface-emulator-address=127.0.0.1:{port}",
        f"--runtime-api-address=127.0.0.1:{other}",
        # -S: nothing of an installation but the standard library.
        *(sys._base_executable, "-S", "-s", "-m", "awslambdaric", handler),
    ]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=task,
            env=_environment(task, brought / "runtime", environment),
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


def _environment(task: Path, brought: Path, more: Mapping[str, str]) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": f"{task}:{brought}",
        "LAMBDA_TASK_ROOT": str(task),
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
