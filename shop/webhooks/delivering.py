"""Sending what was asked for: first to whom, then to each of them on its own.

A message of kind ``webhook`` becomes one of kind ``webhook_delivery`` for every address that wants
it, so that each has its own attempts, waits and dead letter, and one that does not answer costs the
others nothing. The body is made when it is sent: it holds the order as it is then.
"""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from shop.clock import Clock, new_id, timestamp
from shop.errors import TransactionCancelled, Undelivered
from shop.orders.records import order_from, order_key
from shop.orders.view import order_json
from shop.outbox.messages import message_put
from shop.ports import FieldIs, Item, Json, Put, Store, Update, Write
from shop.webhooks.records import (
    ENDPOINTS,
    Delivery,
    Endpoint,
    endpoint_from,
    endpoint_key,
    endpoints,
    log_item,
)
from shop.webhooks.registry import find_endpoint
from shop.webhooks.service import DELIVERY, DISABLED_MAIL, WEBHOOK
from shop.webhooks.signing import headers

TEST = "shop.test"
PATIENCE = timedelta(days=5)  # of failures without a success; then the owner is told
GONE = 410  # the specification: a receiver that wants no more says so


class HookClient(Protocol):
    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """The status of the answer, whatever it is. Follows no redirect, and sends only to public
        addresses. Raises Undelivered where there is no answer in time."""


@dataclass(frozen=True, slots=True)
class Hooks:
    """What sending webhooks needs of the outside."""

    store: Store
    client: HookClient
    clock: Clock

    def couriers(self) -> dict[str, Any]:
        """Who does which kind of message of the outbox."""
        return {WEBHOOK: self.spread, DELIVERY: self.deliver}

    def spread(self, message: Item) -> Mapping[str, Json]:
        """Asks for a delivery to every address that wants the event; again, if it was cut off."""
        transition = str(message.data["transition"])
        order_id, moment = str(message.data["order"]), str(message.data["at"])
        wanted = [one for one in endpoints(self.store) if one.wants(event_of(transition))]
        for endpoint in wanted:
            data = {"order": order_id, "transition": transition, "at": moment}
            asked = message_put(
                f"ORDER#{order_id}",
                DELIVERY,
                f"{transition}#{endpoint.id}",
                {**data, "endpoint": endpoint.id},
                self.clock(),
            )
            with contextlib.suppress(TransactionCancelled):  # it was asked for before
                self.store.transact([asked])
        return {"endpoints": len(wanted)}

    def deliver(self, message: Item) -> Mapping[str, Json]:
        """One attempt. Raises Undelivered, for good where the address is gone or disabled."""
        found = self.store.get(endpoint_key(str(message.data["endpoint"])))
        if found is None:
            return {"skipped": "this webhook was removed"}
        endpoint = endpoint_from(found)
        if not endpoint.active:
            raise Undelivered("This webhook is disabled.", permanent=True, to=endpoint.url)
        transition = str(message.data["transition"])
        name = f"{message.data['order']}.{transition.replace('#', '.')}"
        event, body = event_of(transition), self._body(message)
        delivery = self._attempt(endpoint, event, name, body)
        self._note(endpoint, delivery)
        if not delivery.ok:
            raise Undelivered(
                delivery.error,
                permanent=delivery.status == GONE,
                to=endpoint.url,
                status=delivery.status,
            )
        return {"to": endpoint.url, "status": delivery.status}

    def test(self, endpoint_id: str) -> Delivery:
        """Sends a message that is about nothing, at once and once. Raises NotFound."""
        endpoint = find_endpoint(self.store, endpoint_id)
        body = _json({"type": TEST, "timestamp": timestamp(self.clock()), "data": {}})
        delivery = self._attempt(endpoint, TEST, f"test.{new_id()}", body)
        self.store.put_many([log_item(endpoint.id, delivery, self.clock())])
        return delivery

    def _body(self, message: Item) -> bytes:
        record = self.store.get(order_key(str(message.data["order"])))
        if record is None:
            raise Undelivered(f"The order of {message.key.sk} is gone.", permanent=True)
        transition = str(message.data["transition"])
        about = {"once": transition.partition("#")[2]} if "#" in transition else {}
        data = {**about, "order": order_json(order_from(record))}
        at = str(message.data["at"])
        return _json({"type": event_of(transition), "timestamp": at, "data": data})

    def _attempt(self, endpoint: Endpoint, event: str, name: str, body: bytes) -> Delivery:
        now = self.clock()
        signed = headers(endpoint.secret, name, now, body)
        status, error = 0, ""
        try:
            status = self.client.post(endpoint.url, signed, body)
        except Undelivered as unanswered:
            error = unanswered.message
        if status and not 200 <= status < 300:
            error = f"It answers {status}."
        return Delivery(timestamp(now), name, event, status, error)

    def _note(self, endpoint: Endpoint, delivery: Delivery) -> None:
        """The log, and how the address fares: in good health, failing, or given up."""
        now = self.clock()
        self.store.put_many([log_item(endpoint.id, delivery, now)])
        writes = _health(endpoint, delivery, now)
        if writes:
            with contextlib.suppress(TransactionCancelled):  # the owner or another was faster
                self.store.transact(writes)


def event_of(transition: str) -> str:
    """``refunded#R1`` → ``order.refunded``."""
    return f"order.{transition.partition('#')[0]}"


def _health(endpoint: Endpoint, delivery: Delivery, now: datetime) -> list[Write]:
    known = (FieldIs("failing_since", endpoint.failing_since), FieldIs("disabled_at", ""))
    key = endpoint_key(endpoint.id)
    if delivery.ok:
        cured = Update(key, set={"failing_since": ""}, conditions=known)
        return [cured] if endpoint.failing_since else []
    since = endpoint.failing_since or timestamp(now)
    lost = delivery.status == GONE or now - datetime.fromisoformat(since) >= PATIENCE
    if not lost:
        failing = Update(key, set={"failing_since": since}, conditions=known)
        return [] if endpoint.failing_since else [failing]
    disabled = {"failing_since": since, "disabled_at": timestamp(now)}
    return [Update(key, set=disabled, conditions=known), _mail(endpoint, delivery, since, now)]


def _mail(endpoint: Endpoint, delivery: Delivery, since: str, now: datetime) -> Put:
    data = {"url": endpoint.url, "since": since, "error": delivery.error}
    name = f"{endpoint.id}#{timestamp(now)}"
    return message_put(ENDPOINTS, DISABLED_MAIL, name, data, now)


def _json(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
