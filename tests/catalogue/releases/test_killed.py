"""kill -9 at any moment of publishing 5,000 rows: the old catalogue or the new one, whole."""

import hashlib
import os
import random
import secrets
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import orjson

from shop.adapters.sqlite_store import SqliteStore
from shop.catalogue.releases.applying import recover
from shop.catalogue.releases.records import every, read_head
from shop.catalogue.releases.service import releases, sweep
from shop.clock import now
from shop.ports import Store

PROGRAM = Path(__file__).with_name("publish_me.py")
ROWS = 5000
# KILLS=50 looks closer than every run can.
KILLS = int(os.environ.get("KILLS", "8"))
MOST = 3 * KILLS  # where other work on the machine makes every kill too early, or too late


def spreadsheet(path: Path, price: int) -> Path:
    rows = [f"tea-{n},Tea {n},T{n},{price}.{n % 100:02}" for n in range(ROWS)]
    path.write_text("\n".join(["Handle,Title,SKU,Price", *rows]))
    return path


def run(database: Path, file: Path, kill_after: float | None = None) -> float:
    """Publishes `file`, or is killed that many seconds after it began; the seconds it took."""
    command = [sys.executable, str(PROGRAM), str(database), str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        began = time.monotonic()
        if kill_after is not None:
            time.sleep(kill_after)
            process.kill()
        assert process.wait() == 0 or kill_after is not None
        return time.monotonic() - began


def catalogue(store: Store) -> tuple[int, str]:
    """How many products there are, and a digest of them and of their price book entries."""
    digest = hashlib.sha256()
    count = 0
    for item in every(store, "CATALOGUE", "PRODUCT#"):
        count += 1
        digest.update(orjson.dumps(item.data, option=orjson.OPT_SORT_KEYS))
    for number in range(0, ROWS, 500):
        offer = store.query(f"SKU#T{number}", "OFFER").items
        digest.update(orjson.dumps([entry.data for entry in offer], option=orjson.OPT_SORT_KEYS))
    return count, digest.hexdigest()


def test_a_kill_leaves_the_old_catalogue_or_the_new_one(tmp_path: Path) -> None:
    seed = secrets.randbits(32)
    chance = random.Random(seed)  # noqa: S311 - picks moments to kill at
    database = tmp_path / "shop.db"
    files = [spreadsheet(tmp_path / f"{price}.csv", price) for price in (10, 20)]
    store = SqliteStore(database)
    whole = {}
    took = 0.0
    for file in files:
        took = run(database, file)
        whole[file] = catalogue(store)
    assert whole[files[0]] != whole[files[1]]
    assert {count for count, _digest in whole.values()} == {ROWS}
    outcomes = set()
    for kill in range(MOST):
        if kill >= KILLS and outcomes == {0, 1}:
            break
        moment = (kill % KILLS + chance.random()) / KILLS  # some early, some late
        moment *= 1 + kill // KILLS  # a machine that is busy by now takes longer than it did
        wanted = chance.choice(files)
        before = read_head(store).release
        run(database, wanted, kill_after=moment * took)
        recover(store)
        after = catalogue(store)
        assert after in whole.values(), f"seed {seed}"
        if read_head(store).release > before:
            assert after == whole[wanted], f"seed {seed}"
        outcomes.add(read_head(store).release - before)
        sweep(store, lambda: now() + timedelta(days=2))
    assert outcomes == {0, 1}, f"seed {seed}: every kill came too early, or too late"
    run(database, files[0])
    assert catalogue(store) == whole[files[0]]
    numbers = [release.number for release in releases(store, 100)]
    assert numbers == list(range(len(numbers), 0, -1))
    store.close()
