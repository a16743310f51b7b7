"""What becomes of rendered pages: in the index, and in the report."""

from collections.abc import Sequence

from generator.index.pages import Recorded
from generator.publishing.publisher import Published
from generator.render import Failed, Outcome, Rendered
from generator.report import BuildReport

FAILED = "failed"  # the source of pages that failed: they are tried again by every build
Kept = dict[str, tuple[str, int]]  # digest and size by path


def recorded(outcome: Outcome) -> Recorded:
    page = outcome.page
    if isinstance(outcome, Rendered):
        return Recorded(page, outcome.file, outcome.sources)
    return Recorded(page, page.file, (FAILED,))


def report(
    total: int, rendered: int, published: Published, failed: Sequence[Failed], *, full: bool
) -> BuildReport:
    return BuildReport(
        pages_total=total,
        pages_rendered=rendered,
        pages_written=published.pages_written,
        pages_deleted=published.pages_deleted,
        bytes_written=published.bytes_written,
        release=published.release,
        failed=tuple(failure.problem for failure in failed),
        full=full,
    )
