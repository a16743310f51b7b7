"""The site in a folder: what a crash, a power failure and a second publisher leave of it."""

import os
import signal
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from adapters.publishers import ended, in_child, marked, publish, shown, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.publishing.publisher import Publisher
from shop.adapters import dir_site
from shop.adapters.dir_site import DirSite
from shop.errors import NotFound, StoreError
from shop.published.digests import kept_as


@pytest.fixture
def site(tmp_path: Path) -> Iterator[DirSite]:
    opened = DirSite(tmp_path / "public")
    yield opened
    opened.close()


def files(root: Path) -> set[str]:
    return {path.name for path in (root / "public/files").iterdir()}


def test_processes_forked_by_a_publisher_write_for_it(site: DirSite) -> None:
    halves = [marked(1, 40), {"en/b.html": b"b", **marked(1, 10)}]
    with Publisher(site).edition() as edition:

        def render(half: dict[str, bytes]) -> None:
            write(edition, half)
            edition.flush()

        children = [in_child(partial(render, half)) for half in halves]
        assert ended(children) == [0, 0]
        everything = halves[0] | halves[1]
        edition.publish({path: kept_as(content) for path, content in everything.items()})
    assert shown(site) == everything


def test_a_publisher_that_was_killed_leaves_the_old_site_and_nothing_else(
    site: DirSite, tmp_path: Path
) -> None:
    publish(site, marked(1, 5))
    before = files(tmp_path)

    def die() -> None:
        with Publisher(site).edition() as edition:
            write(edition, marked(2, 5))
            (tmp_path / "public/files/half").write_bytes(b"cut sho")
            os.kill(os.getpid(), signal.SIGKILL)

    assert ended([in_child(die)]) == [-signal.SIGKILL]
    assert shown(site) == marked(1, 5)
    assert len(files(tmp_path)) > len(before)
    with Publisher(site).edition():
        assert files(tmp_path) == before
    assert shown(site) == marked(1, 5)


def test_a_file_that_was_cut_short_is_not_taken_for_the_whole_one(
    site: DirSite, tmp_path: Path
) -> None:
    publish(site, {"en/a.html": b"old"})
    content = b"whole" * 100
    (tmp_path / "public/publishing").touch()
    (tmp_path / "public/files" / kept_as(content).digest).write_bytes(content[:7])
    publish(site, {"en/a.html": content})
    assert shown(site) == {"en/a.html": content}


def test_while_a_killed_publishers_child_still_writes_nobody_else_begins(
    site: DirSite, tmp_path: Path
) -> None:
    """The child ends with its next write, and what it wrote is swept."""
    reader, writer = os.pipe()
    told, tell = os.pipe()

    def orphaned() -> None:
        os.write(tell, b"%d\n" % os.getpid())
        os.read(reader, 1)
        write(edition_of_child[0], {"en/late.html": b"late"})

    edition_of_child = []

    def die() -> None:
        with Publisher(site).edition() as edition:
            edition_of_child.append(edition)
            in_child(orphaned)
            os.read(told, 1)
            os.kill(os.getpid(), signal.SIGKILL)

    assert ended([in_child(die)]) == [-signal.SIGKILL]
    done = threading.Event()
    other = DirSite(tmp_path / "public")

    def begin() -> None:
        publish(other, marked(3, 2))
        done.set()

    thread = threading.Thread(target=begin)
    thread.start()
    assert not done.wait(0.2)
    os.write(writer, b"x")
    thread.join(20)
    assert done.is_set()
    assert shown(other) == marked(3, 2)
    assert kept_as(b"late").digest not in files(tmp_path)
    other.close()
    for pipe in (reader, writer, told, tell):
        os.close(pipe)


def test_publishers_take_turns(site: DirSite, tmp_path: Path) -> None:
    def many(first: int) -> None:
        own = DirSite(tmp_path / "public")
        for number in range(first, first + 20):
            publish(own, marked(number, 8))

    children = [in_child(partial(many, first)) for first in (100, 200, 300)]
    assert ended(children) == [0, 0, 0]
    releases = site.releases()
    assert site.releases(1) == releases[:1]
    assert [release.number for release in releases] == list(range(60, 0, -1))
    live = shown(site)
    assert live in [marked(number, 8) for number in (119, 219, 319)]
    assert not (tmp_path / "public/publishing").exists()


def test_nobody_writes_who_is_not_the_publisher(site: DirSite) -> None:
    with pytest.raises(StoreError, match="alone"):
        site.keep("en/a.html", b"a")


def test_bytes_that_a_power_failure_took_are_known_and_rendered_again(
    site: DirSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(site, {"en/a.html": b"aaa", "en/b.html": b"bbb", "en/c.html": b"ccc"})
    os.truncate(tmp_path / "public/files" / kept_as(b"aaa").digest, 0)
    (tmp_path / "public/files" / kept_as(b"bbb").digest).unlink()
    (tmp_path / "boot").write_text("another start")
    monkeypatch.setattr(dir_site, "BOOT", tmp_path / "boot")
    with Publisher(site).edition() as edition:
        assert edition.lost == {"en/a.html", "en/b.html"}
    assert shown(site) == {"en/c.html": b"ccc"}
    publish(site, {"en/a.html": b"aaa", "en/b.html": b"new"}, whole=False)
    assert site.lost() == frozenset()
    assert shown(site) == {"en/a.html": b"aaa", "en/b.html": b"new", "en/c.html": b"ccc"}


def test_a_release_whose_files_broke_is_not_shown_again(site: DirSite, tmp_path: Path) -> None:
    publish(site, {"en/a.html": b"aaa"})
    publish(site, {"en/a.html": b"bbb"})
    (tmp_path / "public/files" / kept_as(b"aaa").digest).unlink()
    with pytest.raises(NotFound, match="1 files"):
        Publisher(site).rollback(1)
    assert shown(site) == {"en/a.html": b"bbb"}


PATHS = st.sampled_from(["en/index.html", "en/a.html", "en/b.html", "assets/x.1.css", "s.xml"])
STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.dictionaries(PATHS, st.sampled_from([b"1", b"2", b"3"])),
            st.sets(PATHS),
            st.booleans(),
        ),
        st.integers(1, 12),
    ),
    max_size=12,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_any_history_shows_what_was_published_and_keeps_what_it_needs(
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[dict[str, bytes], set[str], bool] | int],
) -> None:
    root = tmp_path_factory.mktemp("history")
    site = DirSite(root / "public", releases=3, seconds=-1)
    publisher = Publisher(site)
    states: dict[int, dict[str, bytes]] = {}
    now: dict[str, bytes] = {}
    for step in steps:
        if isinstance(step, int):
            kept = [release.number for release in publisher.releases()]
            if step not in kept:
                continue
            result, now = publisher.rollback(step), states[step]
        else:
            written, deleted, whole = step
            with publisher.edition() as edition:
                result = edition.publish(write(edition, written), deleted, whole=whole)
            now = written if whole else {p: c for p, c in now.items() if p not in deleted} | written
        if result.release:
            states[result.release] = now
        assert shown(site) == now
    held = set(now.values())
    for number in [release.number for release in publisher.releases()]:
        held |= set(states[number].values())
    names = {kept_as(content).digest for content in held}
    assert names <= files(root)
    with site.alone():
        pass
    assert files(root) == set(site._manifest.sizes())
    site.close()
