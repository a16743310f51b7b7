"""Where the ``shop`` command begins.

A changed price is to be live before its owner looks up, and most of what a command takes then is
loading what it does not need. So the plain ``shop build`` first tries the short way; everything
else, and a build of everything, goes through the whole command line (`infra.cli.main`).
"""

import sys

SHORT = {("build",), ("build", "--json")}


def run() -> None:
    """The entry point."""
    if tuple(sys.argv[1:]) in SHORT and _built_shortly(as_json="--json" in sys.argv):
        return
    from infra.cli.main import run as run_main

    run_main()


def _built_shortly(*, as_json: bool) -> bool:
    """Whether only changes had to be built, and they are. Whatever goes wrong here goes wrong again
    the long way, where it is told properly."""
    import gc

    gc.disable()  # what this process makes is gone with it in a moment
    from infra.cli.short_build import refresh
    from shop.errors import ShopError

    try:
        report = refresh()
    except ShopError:
        report = None
    gc.enable()
    if report is None or report.failed:
        return False
    if as_json:
        import json

        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        print(f"{report.pages_written} of {report.pages_total} pages written.", file=sys.stderr)
    return True
