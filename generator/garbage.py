"""The search for garbage, which a build does without."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the search for circles of garbage, of which a build makes none worth the looking: it
    would go again and again through everything that is kept, and copy pages shared with a fork."""
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            gc.enable()
