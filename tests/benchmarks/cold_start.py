"""One cold start, in a process of its own: imports a handler and hands it its first event.

``cold_start.py MODULE EVENT-FILE`` prints the CPU time that the process has taken by then, in
milliseconds, and the status it answered. Runs our functions and FastAPI's alike.
"""

import sys


def main(module: str, event: str) -> None:
    import importlib
    import json
    import time
    from pathlib import Path
    from types import SimpleNamespace

    handler = importlib.import_module(module).handler
    imported = time.process_time()
    context = SimpleNamespace(get_remaining_time_in_millis=lambda: 0)  # the start alone
    answer = handler(json.loads(Path(event).read_text()), context)
    done = time.process_time()
    figures = {"import": imported * 1000, "cpu": done * 1000, "status": answer.get("statusCode")}
    sys.stdout.write(json.dumps(figures))


if __name__ == "__main__":
    main(*sys.argv[1:])
