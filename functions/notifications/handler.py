"""The Lambda entry of `notifications`.

The table's stream names new outbox items; a schedule sweeps up what was postponed, and looks at the
stock that has changed.
"""

from typing import Any

from functions.bootstrap import Services, bootstrap
from shop.outbox.service import drain, send_one
from shop.ports import Key
from shop.stock.alerts.looking import look


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answers how many were sent. Failures stay in the outbox with their next due time, so the
    stream is never held up by one address that does not accept mail."""
    del context
    services = bootstrap()
    if "Records" in event:
        return {"sent": _send_streamed(services, event["Records"]), "batchItemFailures": []}
    look(services.store, services.profile.stock.low_level, services.clock)
    return {"sent": drain(services.store, services.couriers, services.clock)}


def _send_streamed(services: Services, records: list[dict[str, Any]]) -> int:
    keys = [
        Key(image["pk"]["S"], image["sk"]["S"])
        for record in records
        if record.get("eventName") in {"INSERT", "MODIFY"}
        and record.get("eventSource") == "aws:dynamodb"
        for image in [record["dynamodb"].get("Keys", {})]
        if "pk" in image and "sk" in image
    ]
    return sum(send_one(services.store, key, services.couriers, services.clock) for key in keys)
