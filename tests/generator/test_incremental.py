"""Building only what changed: to the same bytes as building everything."""

from contextlib import closing

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.impact import Impact

from .changes import DONE, PLANNED, SMALL, make
from .changing import Beginning
from .previewing import impact_of

# As every run of the tests: the same examples, so that a failure is nobody's bad luck.
SEQUENCES = settings(max_examples=220, deadline=None, derandomize=True, database=None)
PREVIEWS = settings(SEQUENCES, max_examples=30)

WHICH, HOW = st.integers(0, 60), st.integers(0, 9)
CHANGE = st.tuples(st.sampled_from([*PLANNED, *DONE]), WHICH, HOW)
RELEASE = st.tuples(st.sampled_from([*PLANNED]), WHICH, HOW)


@given(st.lists(st.lists(CHANGE, min_size=1, max_size=2), min_size=1, max_size=3))
@SEQUENCES
def test_changes_built_one_by_one_equal_a_build_from_nothing(
    beginning: Beginning, steps: list[list[tuple[str, int, int]]]
) -> None:
    with closing(beginning.again()) as shop:
        for step in steps:
            shop.pass_time(0)
            for change in step:
                make(shop, *change)
            report = shop.build()
            assert shop.shown.pages() == shop.from_nothing()
            assert report.failed == ()
            assert not (report.full and {name for name, _which, _how in step} <= SMALL)


@given(st.lists(RELEASE, min_size=1, max_size=2))
@PREVIEWS
def test_a_preview_says_what_publishing_then_does(
    beginning: Beginning, releases: list[tuple[str, int, int]]
) -> None:
    with closing(beginning.again()) as shop:
        for name, which, how in releases:
            shop.pass_time(how // 3)
            shop.build()
            change_set = PLANNED[name](shop, which, how)
            before = shop.shown.pages()
            impact = impact_of(shop.builder, change_set)
            assert shop.shown.pages() == before
            shop.release(change_set)
            report = shop.build()
            affected = report.pages_written + report.pages_deleted
            assert impact == Impact(affected, report.pages_total)
