"""The Lambda entry of `notifications`.

The table's stream names new outbox items; a schedule sweeps up what was postponed.
"""

from typing import Any

from functions.bootstrap import Services, bootstrap
from shop.mail.outbox import drain, send_one
from shop.ports import Key

OUTBOX_PREFIX = "OUTBOX#"


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answers how many were sent. Failures stay in the outbox with their next due time, so the
    stream is never held up by one address that does not accept mail."""
    del context
    services = bootstrap()
    if "Records" in event:
        return {"sent": _send_streamed(services, event["Records"]), "batchItemFailures": []}
    office = services.post_office
    return {"sent": drain(services.store, office.deliver, services.clock)}


def _send_streamed(services: Services, records: list[dict[str, Any]]) -> int:
    keys = [
        Key(image["pk"]["S"], image["sk"]["S"])
        for record in records
        if record.get("eventName") in {"INSERT", "MODIFY"}
        and record.get("eventSource") == "aws:dynamodb"
        for image in [record["dynamodb"].get("Keys", {})]
        if image.get("sk", {}).get("S", "").startswith(OUTBOX_PREFIX)
    ]
    deliver = services.post_office.deliver
    return sum(send_one(services.store, key, deliver, services.clock) for key in keys)
