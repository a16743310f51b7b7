"""Sends the stand-in's events to the shop: signed, and again until the shop says 2xx.

Signature: docs.stripe.com/webhooks, "Verify webhook signatures manually".
"""

import hashlib
import hmac
import http.client
import json
import logging
from urllib.parse import urlsplit

from infra.embedded.gateway import paying
from infra.embedded.gateway.ledger import Delivery, Ledger
from infra.embedded.loop import Loop
from shop.clock import Clock

log = logging.getLogger(__name__)

LOOK_EVERY = 0.3  # seconds
PATIENCE = 15.0  # seconds that the shop has to answer
FIRST_WAIT = 1.0  # seconds; doubled with each try
LONGEST_WAIT = 3600.0
MOST_TRIES = 84  # with these waits about three days, as Stripe's
BATCH = 50


def signature(payload: str, secret: str, moment: float) -> str:
    """The value of ``Stripe-Signature``."""
    at = int(moment)
    digest = hmac.new(secret.encode(), f"{at}.{payload}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


class Courier:
    """A thread that delivers what is due; it also lets time pass for pages and authorisations."""

    def __init__(self, ledger: Ledger, address: str, secret: str, clock: Clock) -> None:
        self._ledger = ledger
        self._address = urlsplit(address)
        self._secret = secret
        self._clock = clock
        self._loop = Loop("webhooks", LOOK_EVERY, self.deliver_due, PATIENCE)

    def start(self) -> None:
        self._loop.start()

    def stop(self) -> None:
        self._loop.stop()

    def deliver_due(self) -> int:
        """One look: sends what is due now. Returns how many events the shop took."""
        moment = self._clock().timestamp()
        with self._ledger.turn(moment) as turn:
            paying.sweep(turn)
            waiting = turn.deliveries(moment, BATCH)
        return sum(self._send(delivery) for delivery in waiting if not self._loop.stopping)

    def _send(self, delivery: Delivery) -> bool:
        taken = self._post(delivery.event)
        moment = self._clock().timestamp()
        with self._ledger.turn(moment) as turn:
            if taken or delivery.tries >= MOST_TRIES:
                turn.delivered(delivery.number)
            else:
                wait = min(FIRST_WAIT * 2.0**delivery.tries, LONGEST_WAIT)
                turn.put_off(delivery.number, moment + wait)
        return taken

    def _post(self, event: str) -> bool:
        kind = (
            http.client.HTTPSConnection
            if self._address.scheme == "https"
            else http.client.HTTPConnection
        )
        connection = kind(self._address.netloc, timeout=PATIENCE)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": signature(event, self._secret, self._clock().timestamp()),
        }
        try:
            connection.request("POST", self._address.path, event.encode(), headers)
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            log.info("The shop did not take %s: %s", json.loads(event)["type"], error)
            return False
        finally:
            connection.close()
        return 200 <= status < 300
