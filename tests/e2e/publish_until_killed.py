"""Publishers that are killed, one after the other, for a test that reads meanwhile.

Run with a folder and a number of times as arguments. A nursery that has imported everything forks
each publisher; two processes that the publisher forks render for it, and outlive it by a page.
Prints one line for each publisher: how many editions it finished, or what it left behind amiss.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from adapters.publishers import ended, in_child, marked, shown, write

from generator.publishing.publisher import Publisher
from shop.adapters.dir_site import DirSite
from shop.published.digests import kept_as

PAGES = 300
RENDERERS = 2


def publish_for_ever(root: Path, first: int) -> None:
    publisher = Publisher(DirSite(root))
    for number in range(first, first + 10_000):
        files = marked(number, PAGES)
        with publisher.edition() as edition:
            parts = [dict(list(files.items())[n::RENDERERS]) for n in range(RENDERERS)]
            children = [in_child(partial(write, edition, part)) for part in parts]
            assert ended(children) == [0] * RENDERERS
            written = {path: kept_as(content) for path, content in files.items()}
            edition.publish(written, whole=True, note=str(number))


def amiss(root: Path) -> Iterator[str]:
    """What the next publisher finds: one edition, whole, and no bytes but those it needs."""
    site = DirSite(root)
    with site.alone():
        newest = site.releases()[0]
        if shown(site) != marked(int(newest.note), PAGES):
            yield f"release {newest.number} is not whole"
        if {path.name for path in (root / "files").iterdir()} != set(site._manifest.sizes()):
            yield "bytes that nothing needs"
        if (root / "publishing").exists():
            yield "a mark of a publisher that is gone"
    site.close()


def newest(root: Path) -> int:
    site = DirSite(root)
    found = site.releases()
    site.close()
    return int(found[0].note) if found else 0


def wait_for_newer(root: Path, number: int) -> None:
    """A publisher that has ended by itself is not waited for for ever."""
    for _look in range(3000):
        if newest(root) > number:
            return
        time.sleep(0.02)


def main(root: Path, times: int) -> None:
    for number in range(times):
        first = newest(root)
        publisher = in_child(partial(publish_for_ever, root, first + 1))
        # Half of them amid their first edition, the others after it: however fast the machine is.
        if number % 2:
            wait_for_newer(root, first)
        time.sleep(random.uniform(0.001, 0.02))  # noqa: S311 - no secret
        os.kill(publisher, signal.SIGKILL)
        assert ended([publisher]) == [-signal.SIGKILL]
        problems = list(amiss(root))
        sys.stdout.write(f"{'; '.join(problems) or newest(root) - first}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
