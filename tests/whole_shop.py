"""All that a shop keeps, to be held against what it kept before."""

import hashlib
from pathlib import Path
from typing import Any

import apsw

from functions.bootstrap import Services

STORE = ("shop.db", "shop.db-wal", "shop.db-shm")


def everything(services: Services) -> dict[Any, Any]:
    """Every item of the store as it lies there (orders, sessions, outbox and all), and every file:
    pages, pictures, what was handed in, mails."""
    home = services.settings.home
    rows = apsw.Connection(str(home / "shop.db")).execute(
        "SELECT pk, sk, data, version, ipk, isk, expires_at FROM item ORDER BY pk, sk"
    )
    items: dict[Any, Any] = {(row[0], row[1]): row[2:] for row in rows}
    return items | {path: _digest(path) for path in home.rglob("*") if path.name not in STORE}


def changed(before: dict[Any, Any], after: dict[Any, Any]) -> list[Any]:
    """What is there, or not, or otherwise: keys of items and paths of files."""
    return [name for name in {**before, **after} if before.get(name) != after.get(name)]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
