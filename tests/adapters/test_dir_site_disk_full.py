"""A disk that fills up while publishing: the old site stays, and the owner is told."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from adapters.publishers import ended, in_child, publish, shown, write

from generator.publishing.publisher import Publisher
from shop.adapters.dir_site import DirSite
from shop.errors import NoSpace

PAGE = 12_000


def files(disk: Path) -> set[str]:
    return {path.name for path in (disk / "public/files").iterdir()}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        pytest.skip("a small disk can only be mounted by root")
    mounted = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no tmpfs can be mounted here: {mounted.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", folder], check=True)


def pages(count: int, mark: str) -> dict[str, bytes]:
    return {f"en/p{n}.html": f"{mark} {n} ".encode().ljust(PAGE, b".") for n in range(count)}


def test_a_full_disk_leaves_the_old_site_whole_and_says_so(small_disk: Path) -> None:
    site = DirSite(small_disk / "public")
    publish(site, pages(40, "old"))
    before = files(small_disk)
    with pytest.raises(NoSpace, match=r"full, so the site stays as it was\. Free some space"):
        publish(site, pages(200, "new"))
    assert shown(site) == pages(40, "old")
    assert files(small_disk) == before
    assert publish(site, pages(60, "fits"), whole=True).pages_written == 60
    assert shown(site) == pages(60, "fits")
    site.close()


def test_a_disk_that_is_full_in_a_forked_process_leaves_nothing_behind(small_disk: Path) -> None:
    site = DirSite(small_disk / "public")
    publish(site, pages(40, "old"))
    before = files(small_disk)
    with Publisher(site).edition() as edition:
        children = [in_child(partial(write, edition, pages(200, m))) for m in "ab"]
        assert ended(children) == [1, 1]
    assert files(small_disk) == before
    assert shown(site) == pages(40, "old")
    site.close()


def test_a_disk_with_no_room_for_the_manifest_leaves_the_old_site(small_disk: Path) -> None:
    """The pages fit; what lists them does not."""
    site = DirSite(small_disk / "public")
    publish(site, pages(2, "old"))
    with Publisher(site).edition() as edition:
        written = write(edition, {"en/same.html": b"x", **pages(10, "new")})
        paths = [f"en/{number:0200d}.html" for number in range(5000)]
        many = dict.fromkeys(paths, written["en/same.html"])
        with pytest.raises(NoSpace, match="stays as it was"):
            edition.publish(written | many)
    assert shown(site) == pages(2, "old")
    assert len(files(small_disk)) == 2
    publish(site, pages(3, "new"))
    assert shown(site) == pages(3, "new")
    site.close()
