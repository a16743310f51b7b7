"""``shop build``, from its options to what it tells the person. Loads nothing of the command line:
that takes longer than many a build."""

from pathlib import Path

from infra.cli.progress import progress
from infra.cli.site import build_site
from infra.cli.telling import say, show
from shop.settings import load_settings


def build(output: Path | None = None, *, full: bool, as_json: bool, resume: bool = False) -> bool:
    """Whether every page could be made."""
    with progress(silent=as_json) as line:
        line.stage("Building the pages", counted=True)
        report = build_site(load_settings(), output, full=full, resume=resume, progress=line)
    if as_json:
        show(report)
    else:
        say(f"{report['pages_written']} of {report['pages_total']} pages written.")
    for problem in report["failed"]:
        say(problem)
    return not report["failed"]
