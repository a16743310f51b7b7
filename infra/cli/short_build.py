"""A build of what changed, with as little around it as can be."""

from contextlib import closing

from generator.bootstrap import open_builder
from generator.report import BuildReport
from shop.rebuilds.due import catch_up
from shop.settings import load_settings


def refresh() -> BuildReport | None:
    """None where everything must be built."""
    builder = open_builder(load_settings())
    with closing(builder.site.store), closing(builder):
        catch_up(builder.site.store)
        return builder.refresh()
