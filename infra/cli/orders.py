"""``shop orders``."""

from typing import Any

from functions.bootstrap import compose
from shop.orders.records import order_from
from shop.orders.view import order_json
from shop.settings import Settings


def list_orders(settings: Settings, limit: int = 100) -> list[dict[str, Any]]:
    """The newest orders as their guests see them."""
    store = compose(settings).store
    page = store.query_index("ORDERS", limit=limit, descending=True)
    return [order_json(order_from(item)) for item in page.items]
