"""What only the SQLite store promises: one file, several processes, death at any moment."""

import random
import secrets
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from threading import Event, Thread

import apsw
import pytest

from shop.adapters.sqlite_connections import Connections
from shop.adapters.sqlite_store import SqliteStore
from shop.errors import StoreError, StoreUnavailable
from shop.ports import IndexKey, Item, Key, Put, Update

COUNTER = Key("COUNTER", "COUNTER")
KILLS = 20

OPEN = """
    import sys
    from shop.adapters.sqlite_store import SqliteStore
    from shop.ports import *
    store = SqliteStore(sys.argv[1])
"""
COUNT = dedent(
    OPEN
    + """
    for n in range(200):
        store.transact([Update(Key("COUNTER", "COUNTER"), add={"n": 1})])
        store.put_many(Item(Key(sys.argv[2], f"{n}-{m}"), {}) for m in range(5))
    """
)
WRITE_FOR_EVER = dedent(
    OPEN
    + """
    n = int(sys.argv[2])
    while True:
        store.transact(
            [Put(Item(Key("LOG", f"{n:08}"), {"n": n, "text": "x" * 2000}), (Absent(),)),
             Update(Key("COUNTER", "COUNTER"), add={"n": 1})]
        )
        print(n, flush=True)
        n += 1
    """
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "made on the way" / "shop.db"


def started(script: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_two_processes_write_one_file(path: Path) -> None:
    processes = [started(COUNT, path, name) for name in ("A", "B")]
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    store = SqliteStore(path)
    assert store.get(COUNTER) == Item(COUNTER, {"n": 400}, version=400)
    assert [len(store.query(name).items) for name in ("A", "B")] == [1000, 1000]
    store.close()


def test_a_killed_writer_loses_no_acknowledged_write(path: Path) -> None:
    seed = secrets.randbits(32)
    chance = random.Random(seed)  # noqa: S311 – picks moments to kill at
    acknowledged = -1
    for _ in range(KILLS):
        process = started(WRITE_FOR_EVER, path, _stored(path))
        assert process.stdout is not None
        for _ in range(chance.randrange(1, 120)):
            acknowledged = int(process.stdout.readline())
        process.kill()
        rest = process.communicate()[0].split()
        acknowledged = int(rest[-1]) if rest else acknowledged
        assert _stored(path) in {acknowledged + 1, acknowledged + 2}, f"seed {seed}"


def _stored(path: Path) -> int:
    """How many entries of the log lie there, without a gap and in step with their counter."""
    store = SqliteStore(path)
    after, found = None, 0
    while True:
        page = store.query("LOG", after=after)
        assert [item.data["n"] for item in page.items] == list(
            range(found, found + len(page.items))
        )
        found, after = found + len(page.items), page.next
        if after is None:
            break
    counter = store.get(COUNTER)
    assert found == (counter.data["n"] if counter else 0)
    store.close()
    return found


def test_what_is_acknowledged_has_been_synced(path: Path) -> None:
    connections = Connections(path)
    with connections.writing() as writer:
        assert writer.pragma("synchronous") == 2
        assert writer.pragma("journal_mode") == "wal"
    connections.close()


def test_a_store_keeps_what_it_held_when_it_is_opened_again(path: Path) -> None:
    for n in range(3):
        store = SqliteStore(path)
        store.transact([Update(COUNTER, add={"n": 1})])
        assert store.get(COUNTER).version == n + 1
        store.close()


def test_a_reader_cannot_write(path: Path) -> None:
    connections = Connections(path)
    with pytest.raises(StoreError, match="readonly"), connections.reading() as reader:
        reader.execute("DELETE FROM item")
    connections.close()


def test_readers_are_few_and_waited_for(path: Path) -> None:
    connections = Connections(path, readers=1)
    done = Event()
    with connections.reading():
        second = Thread(target=_read_then, args=(connections, done.set))
        second.start()
        assert not done.wait(0.05)
    second.join()
    assert done.is_set()
    connections.close()


def _read_then(connections: Connections, tell: Callable[[], None]) -> None:
    with connections.reading() as reader:
        reader.execute("SELECT 1")
    tell()


def test_reads_go_on_while_a_transaction_is_open(path: Path) -> None:
    store = SqliteStore(path)
    store.transact([Update(COUNTER, add={"n": 1})])
    with store._connections.writing() as writer:
        writer.execute("DELETE FROM item")
        assert store.get(COUNTER) == Item(COUNTER, {"n": 1}, version=1)
    assert store.get(COUNTER) is None
    store.close()


def test_a_fault_on_the_way_rolls_back(path: Path) -> None:
    store = SqliteStore(path)
    with pytest.raises(StoreError, match="full"):
        _fill_the_disk(store._connections)
    assert store.get(Key("a", "b")) is None
    store.transact([Put(Item(COUNTER, {}))])
    store.close()


def _fill_the_disk(connections: Connections) -> None:
    with connections.writing() as writer:
        writer.execute("INSERT INTO item (pk, sk, data, version) VALUES ('a', 'b', '{}', 1)")
        raise apsw.FullError("the disk is full")


@pytest.mark.parametrize("fault", [apsw.IOError, apsw.CantOpenError])
def test_a_disk_that_fails_may_work_again(path: Path, fault: type[apsw.Error]) -> None:
    connections = Connections(path)
    with pytest.raises(StoreUnavailable, match="try again"), connections.writing():
        raise fault("disk I/O error")
    with connections.writing() as connection:
        connection.execute("SELECT 1")
    connections.close()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "shop.db"
    file.write_text("SKU;Price\n" * 1000)
    with pytest.raises(StoreError, match="not a database"):
        SqliteStore(file)


def test_sweeping_removes_what_has_expired(path: Path) -> None:
    store = SqliteStore(path)
    store.transact(
        [
            Put(Item(Key("a", "1"), {}, expires_at=1)),
            Put(Item(Key("a", "2"), {}, expires_at=2**40)),
            Put(Item(Key("a", "3"), {})),
        ]
    )
    assert (store.sweep(), store.sweep()) == (1, 0)
    assert [item.key.sk for item in store.query("a").items] == ["2", "3"]
    store.close()


def test_every_query_walks_an_index_and_sorts_nothing(path: Path) -> None:
    from shop.adapters import sqlite_store

    connections = Connections(path)
    with connections.reading() as reader:
        for name in ("ASCENDING", "DESCENDING", "INDEX_ASCENDING", "INDEX_DESCENDING"):
            statement = getattr(sqlite_store, name)
            values = [1] * statement.count("?")
            plan = [row[3] for row in reader.execute(f"EXPLAIN QUERY PLAN {statement}", values)]
            assert len(plan) == 1
            assert "INDEX item_by_index (ipk=? AND" in plan[0] or "PRIMARY KEY (pk=?" in plan[0]
    connections.close()


def test_the_index_forgets_items_without_a_place(path: Path) -> None:
    store = SqliteStore(path)
    store.put_many(Item(Key("a", str(n)), {}, IndexKey("I", str(n))) for n in range(3))
    store.put_many(Item(Key("a", str(n)), {}) for n in range(3))
    assert store.query_index("I").items == []
    store.close()
