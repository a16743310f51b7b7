"""How addresses for webhooks, and what was sent to them, lie in the store."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from shop.clock import new_id, timestamp
from shop.ports import Item, Json, Key, Store

ENDPOINTS = "WEBHOOKS"
KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where messages go. `events` are types such as ``order.paid``; none means all of them.

    `failing_since` is the first failure that no success came after, "" if there is none. One that
    was `disabled` gets nothing until the owner enables it.
    """

    id: str
    url: str
    secret: str
    events: tuple[str, ...] = ()
    created_at: str = ""
    failing_since: str = ""
    disabled_at: str = ""

    @property
    def active(self) -> bool:
        return not self.disabled_at

    def wants(self, event: str) -> bool:
        return self.active and (not self.events or event in self.events)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt: when, of what, and how it ended. `status` is 0 where there was no answer."""

    at: str
    message: str
    event: str
    status: int
    error: str = ""

    @property
    def ok(self) -> bool:
        return not self.error


def endpoint_key(endpoint_id: str) -> Key:
    return Key(ENDPOINTS, f"ENDPOINT#{endpoint_id}")


def endpoint_item(endpoint: Endpoint) -> Item:
    data: dict[str, Json] = {
        "id": endpoint.id,
        "url": endpoint.url,
        "secret": endpoint.secret,
        "events": list(endpoint.events),
        "created_at": endpoint.created_at,
        "failing_since": endpoint.failing_since,
        "disabled_at": endpoint.disabled_at,
    }
    return Item(endpoint_key(endpoint.id), data)


def endpoint_from(item: Item) -> Endpoint:
    events = item.data["events"]
    texts = {name: str(value) for name, value in item.data.items() if name != "events"}
    return Endpoint(**texts, events=tuple(map(str, events if isinstance(events, list) else ())))


def endpoints(store: Store) -> list[Endpoint]:
    """All of them, oldest first."""
    found = map(endpoint_from, store.query(ENDPOINTS, "ENDPOINT#").items)
    return sorted(found, key=lambda endpoint: (endpoint.created_at, endpoint.id))


def log_item(endpoint_id: str, delivery: Delivery, now: datetime) -> Item:
    data: dict[str, Json] = {
        "at": delivery.at,
        "message": delivery.message,
        "event": delivery.event,
        "status": delivery.status,
        "error": delivery.error,
    }
    key = Key(f"WEBHOOK#{endpoint_id}", f"DELIVERY#{timestamp(now)}#{new_id()}")
    return Item(key, data, expires_at=int((now + KEPT).timestamp()))


def log_entries(store: Store, endpoint_id: str, limit: int) -> Iterator[Delivery]:
    page = store.query(f"WEBHOOK#{endpoint_id}", "DELIVERY#", limit=limit, descending=True)
    for item in page.items:
        data = item.data
        yield Delivery(
            str(data["at"]),
            str(data["message"]),
            str(data["event"]),
            int(str(data["status"])),
            str(data["error"]),
        )


def log_keys(store: Store, endpoint_id: str) -> list[Key]:
    pk = f"WEBHOOK#{endpoint_id}"
    return [Key(pk, sk) for sk in store.keys(pk)]
