"""Every bundle under Lambda's runtime interface emulator: size, first and second answer.

::

    python tests/benchmarks/bundle_starts.py [NAME…]

Each function gets a table that does not answer, so figures are of loading and of the code before
the first read; the cold figure is processor time of a fresh process, which other work on the
machine does not lengthen. Wall times are the emulator's, and say little on a busy machine.
"""

import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests")]

from kept_bundles import Kept, kept  # noqa: E402 - after the path
from lambda_emulator import emulated, request_event, runtime  # noqa: E402

from functions.registry import FUNCTIONS, Function  # noqa: E402

NOWHERE = {
    "SHOP_STORE": "dynamodb:none",
    "SHOP_BASE_URL": "https://shop.example.com",
    "SHOP_SECRET": "x" * 40,
    "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
}


def main(names: list[str]) -> None:
    runtime()
    workshop = kept()
    for layer in workshop.layers():
        say(f"layer {layer.name:12}{len(layer.content) / 1e6:7.2f}")
    say(f"{'function':18}{'MB':>7}{'cold, CPU ms':>14}{'cold, ms':>10}{'warm, ms':>10}  layers")
    for function in FUNCTIONS:
        if not names or function.name in names:
            say(_measured(workshop, function))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _measured(workshop: Kept, function: Function) -> str:
    bundle = workshop.make(function)
    event = request_event(function)
    with (
        tempfile.TemporaryDirectory() as folder,
        emulated(bundle, workshop.layers(), function.handler, NOWHERE, Path(folder)) as emulator,
    ):
        begin = time.perf_counter()
        emulator.invoke(event)
        first = time.perf_counter()
        cpu = emulator.cpu_seconds()
        emulator.invoke(event)
        second = time.perf_counter()
    size = len(bundle.content) / 1e6
    cold, warm = (first - begin) * 1000, (second - first) * 1000
    beside = ", ".join(bundle.layers)
    return f"{function.name:18}{size:7.2f}{cpu * 1000:14.0f}{cold:10.0f}{warm:10.1f}  {beside}"


if __name__ == "__main__":
    main(sys.argv[1:])
