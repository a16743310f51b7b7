"""Opens the store that a URL names; each adapter is imported only when it is chosen."""

from pathlib import Path

from shop.errors import Misconfigured
from shop.ports import Store


def open_store(url: str, aws_endpoint: str | None = None) -> Store:
    """The store behind ``sqlite:PATH`` or ``dynamodb:TABLE``."""
    scheme, _, place = url.partition(":")
    match scheme:
        case "sqlite":
            from shop.adapters.sqlite_store import SqliteStore

            path = Path(place)
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise Misconfigured(f"SHOP_STORE={url} cannot be used: {error.strerror}.") from None
            return SqliteStore(path)
        case "dynamodb":
            from shop.adapters.dynamodb_store import DynamoDbStore

            return DynamoDbStore(place, endpoint=aws_endpoint)
    raise Misconfigured(f"SHOP_STORE={url} cannot be used. Write sqlite:PATH or dynamodb:TABLE.")
