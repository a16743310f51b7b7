"""The index file: whole, or made anew."""

from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from generator.index import database as module
from generator.index.buckets import Bucket, BucketKey, Buckets, packed
from generator.index.database import SETTINGS, Database
from shop.errors import StoreBusy

KEY = BucketKey("sitemap", "en", "0")


def test_facts_outlive_the_process(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "index.db")) as database:
        assert database.fact("name") is None
        database.state("name", {"a": [1, None]})
    with closing(Database(tmp_path / "index.db")) as database:
        assert database.fact("name") == {"a": [1, None]}


def stop_half_way(database: Database) -> None:
    with database.transaction():
        database.state("name", 1)
        database.state("no JSON", object())


def test_a_transaction_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "index.db")) as database:
        with pytest.raises(TypeError):
            stop_half_way(database)
        assert database.fact("name") is None
        with database.transaction(keep=False):
            database.state("name", 2)
            assert database.fact("name") == 2
        assert database.fact("name") is None


@pytest.mark.parametrize("content", [b"", b"words", b"SQLite format 3\0" + b"\xff" * 5000])
def test_what_is_no_index_is_replaced(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "index.db").write_bytes(content)
    with closing(Database(tmp_path / "index.db")) as database:
        database.state("name", 1)
        assert database.fact("name") == 1


def test_an_index_of_another_version_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Database(tmp_path / "index.db")) as database:
        database.state("name", 1)
    monkeypatch.setattr(module, "VERSION", module.VERSION + 1)
    with closing(Database(tmp_path / "index.db")) as database:
        assert database.fact("name") is None


def test_an_index_somebody_writes_is_waited_for_and_not_replaced(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "index.db")) as writer, writer.transaction():
        writer.state("name", 1)
        with closing(Database(tmp_path / "index.db")) as reader:
            assert reader.fact("name") is None
    with closing(Database(tmp_path / "index.db")) as database:
        assert database.fact("name") == 1


def test_who_waits_too_long_for_others_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SETTINGS, "busy_timeout", 10)
    with closing(Database(tmp_path / "index.db")) as mine, ExitStack() as others:
        other = others.enter_context(closing(Database(tmp_path / "index.db")))
        others.enter_context(other.transaction())
        with pytest.raises(StoreBusy, match="Try again"):
            mine.empty()


def test_only_the_edits_of_others_are_told(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "index.db")) as mine:
        edits = mine.edited_elsewhere()
        mine.state("name", 1)
        assert mine.edited_elsewhere() == edits
        with closing(Database(tmp_path / "index.db")) as other:
            other.state("name", 2)
        assert mine.edited_elsewhere() != edits


def test_every_setting_holds(tmp_path: Path) -> None:
    """Of several PRAGMA in one text only those up to the first that answers are run."""
    with closing(Database(tmp_path / "index.db")) as database:
        found = {name: database.connection.pragma(name) for name in SETTINGS}
    assert found == SETTINGS | {"journal_mode": "wal", "synchronous": 1, "temp_store": 2}


def names(database: Database) -> list[str]:
    return [name for (name,) in database.connection.execute("SELECT name FROM fact ORDER BY name")]


@pytest.mark.parametrize("watched", [False, True])
def test_what_follows_is_not_seen_in_a_snapshot(tmp_path: Path, *, watched: bool) -> None:
    """Also where somebody else has the index open, and how it is kept cannot be changed."""
    with closing(Database(tmp_path / "index.db")) as database, ExitStack() as others:
        database.state("before", 1)
        if watched:
            names(others.enter_context(closing(Database(tmp_path / "index.db"))))
        database.empty()
        with database.transaction():
            database.state("first", 1)
        with database.settled(), database.transaction():
            snapshot = others.enter_context(closing(database.snapshot()))
            database.harden()
            for number in range(5000):  # more than is kept in memory
                database.state(f"then {number}", "x" * 8000)
            assert names(snapshot) == ["first"]
        assert len(names(database)) == 5001
        assert database.connection.pragma("synchronous") == 1
    with closing(Database(tmp_path / "index.db")) as database:
        assert len(names(database)) == 5001


def test_a_build_that_ends_half_way_leaves_an_empty_index(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "index.db")) as database:
        database.state("before", 1)
        database.empty()
        with pytest.raises(TypeError):
            stop_half_way(database)
        assert names(database) == []
    with closing(Database(tmp_path / "index.db")) as database:
        assert names(database) == []
        assert database.connection.pragma("journal_mode") == "wal"


def test_what_somebody_else_still_reads_is_not_settled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A snapshot would not have it."""
    monkeypatch.setitem(SETTINGS, "busy_timeout", 10)
    with closing(Database(tmp_path / "index.db")) as database:
        with closing(Database(tmp_path / "index.db")) as reader, reader.transaction(keep=False):
            assert names(reader) == []
        with closing(Database(tmp_path / "index.db")) as reader:
            reader.connection.execute("BEGIN")
            assert names(reader) == []
            database.state("new", 1)
            with pytest.raises(StoreBusy), database.settled():
                pass
            reader.connection.execute("ROLLBACK")
        with database.settled(), closing(database.snapshot()) as snapshot:
            assert names(snapshot) == ["new"]


@pytest.mark.parametrize(
    "fragments",
    [
        {"tea": b"<a>\n</a>", "cup": b"", "phin": "Trà".encode()},
        {"tea": "<a>\n</a>", "cup": [1, {"a": None}]},
        {"tea": b"", "cup": b""},
    ],
)
def test_a_bucket_comes_back_as_it_was_put(tmp_path: Path, fragments: dict[str, object]) -> None:
    """Bytes or JSON, whatever lines they have."""
    with closing(Database(tmp_path / "index.db")) as database:
        buckets = Buckets(database)
        full = Bucket(fragments, ("a.xml",))
        buckets.put({KEY: full})
        assert buckets.get(KEY) == full
        buckets.put_made(KEY, packed(fragments), ["a.xml"])
        assert buckets.get(KEY) == full


def test_an_emptied_bucket_is_forgotten(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "index.db")) as database:
        buckets = Buckets(database)
        full = Bucket({"tea": [1], "cup": None}, ("a.xml", "b.xml"))
        buckets.put({KEY: full, KEY._replace(name="1"): full})
        assert (buckets.get(KEY), len(buckets.keys())) == (full, 2)
        buckets.put({KEY: Bucket({}, ())})
        assert (buckets.get(KEY), buckets.keys()) == (Bucket({}, ()), [KEY._replace(name="1")])
