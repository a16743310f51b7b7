"""An empty store of each kind that may prove a race. moto is not among them: it oversells."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from aws_double import CREDENTIALS, named_table

from shop.adapters.sqlite_store import SqliteStore
from shop.ports import Store


@contextmanager
def sqlite(folder: Path) -> Iterator[Store]:
    store = SqliteStore(folder / f"{uuid4().hex}.db")
    yield store
    store.close()


@dataclass(frozen=True, slots=True)
class Place:
    """A store that several processes open: this one has, others do by their `environment`. It is
    `slow` by so much, compared with SQLite."""

    store: Store
    environment: Mapping[str, str]
    slow: float = 1.0


@contextmanager
def sqlite_place(folder: Path) -> Iterator[Place]:
    path = folder / f"{uuid4().hex}.db"
    store = SqliteStore(path)
    yield Place(store, {"SHOP_STORE": f"sqlite:{path}"})
    store.close()


@contextmanager
def dynamodb_place(endpoint: str) -> Iterator[Place]:
    credentials = {
        "AWS_ACCESS_KEY_ID": CREDENTIALS["aws_access_key_id"],
        "AWS_SECRET_ACCESS_KEY": CREDENTIALS["aws_secret_access_key"],
        "AWS_DEFAULT_REGION": CREDENTIALS["region_name"],
    }
    with named_table(endpoint) as (name, store):
        environment = {"SHOP_STORE": f"dynamodb:{name}", "SHOP_AWS_ENDPOINT": endpoint}
        yield Place(store, {**environment, **credentials}, slow=2.0)
