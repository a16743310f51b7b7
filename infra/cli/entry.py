"""Where the ``shop`` command begins.

A changed price is to be live before its owner looks up, and most of what a command takes then is
loading what it does not need. So the plain ``shop build`` first tries the short way, and where
that is not enough builds without the command line around it; everything else goes through the whole
of it (`infra.cli.main`).
"""

import gc
import sys

PLAIN = {"--full", "--json"}  # options of a build that need no reading


def run() -> None:
    """The entry point."""
    command, options = sys.argv[1:2], sys.argv[2:]
    if command != ["build"] or not PLAIN.issuperset(options):
        from infra.cli.main import run as run_main

        run_main()
        return
    full, as_json = "--full" in options, "--json" in options
    if full or not _built_shortly(as_json=as_json):
        _build(full=full, as_json=as_json)


def _built_shortly(*, as_json: bool) -> bool:
    """Whether only changes had to be built, and they are. Whatever goes wrong here goes wrong again
    the long way, where it is told properly."""
    gc.disable()  # what this process makes is gone with it in a moment
    from infra.cli.short_build import refresh
    from shop.errors import ShopError

    try:
        report = refresh()
    except ShopError:
        report = None
    if report is None or report.failed:
        return False
    if as_json:
        import json

        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        print(f"{report.pages_written} of {report.pages_total} pages written.", file=sys.stderr)
    return True


def _build(*, full: bool, as_json: bool) -> None:
    gc.disable()  # nothing of what is loaded will ever be garbage
    from infra.cli.telling import speaking

    with speaking():
        from infra.cli.building import build

        gc.freeze()
        gc.enable()
        if not build(full=full, as_json=as_json):
            sys.exit(1)
