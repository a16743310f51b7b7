"""An empty store of each kind that may prove a race. moto is not among them: it oversells."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from aws_double import CREDENTIALS, aws_session

from shop.adapters.dynamodb_calls import dynamodb_client
from shop.adapters.dynamodb_store import DynamoDbStore
from shop.adapters.dynamodb_table import create_table
from shop.adapters.sqlite_store import SqliteStore
from shop.ports import Store


@contextmanager
def sqlite(folder: Path) -> Iterator[Store]:
    store = SqliteStore(folder / f"{uuid4().hex}.db")
    yield store
    store.close()


@contextmanager
def dynamodb(endpoint: str) -> Iterator[Store]:
    client = dynamodb_client(endpoint, aws_session())
    name = f"races-{uuid4().hex}"
    create_table(client, name)
    store = DynamoDbStore(name, lambda: client)
    yield store
    client.delete_table(TableName=name)
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
    client = dynamodb_client(endpoint, aws_session())
    name = f"races-{uuid4().hex}"
    create_table(client, name)
    store = DynamoDbStore(name, lambda: client)
    credentials = {
        "AWS_ACCESS_KEY_ID": CREDENTIALS["aws_access_key_id"],
        "AWS_SECRET_ACCESS_KEY": CREDENTIALS["aws_secret_access_key"],
        "AWS_DEFAULT_REGION": CREDENTIALS["region_name"],
    }
    yield Place(
        store,
        {"SHOP_STORE": f"dynamodb:{name}", "SHOP_AWS_ENDPOINT": endpoint, **credentials},
        slow=2.0,
    )
    client.delete_table(TableName=name)
    store.close()
