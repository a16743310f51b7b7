"""The Lambda entry of `reconciler`, woken by a schedule."""

from typing import Any

from functions.bootstrap import bootstrap
from shop.orders.settlement import reconcile


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answers how many orders were looked at."""
    del event, context
    return {"looked_at": reconcile(bootstrap().desk)}
