"""A payment gateway that many ask at once, and whose answers get lost."""

import random
import threading
from typing import Any

from orders.gateway import MemoryGateway

from shop.errors import GatewayUnavailable
from shop.money import Money
from shop.payments.gateway import GatewayRefund, Payment, Session, SessionRequest


class BusyGateway(MemoryGateway):
    """One call at a time, as a gateway's own transactions are; of `lost` in 100 calls that change
    something the answer never arrives, though they took effect."""

    def __init__(self, lost: int = 0, seed: int = 0) -> None:
        super().__init__()
        self.lost = lost
        self._luck = random.Random(seed)  # noqa: S311 - the same race again by its seed
        self._turn = threading.RLock()

    def open_session(self, request: SessionRequest, key: str) -> Session:
        with self._turn:
            return super().open_session(request, key)

    def expire_session(self, session: str) -> None:
        with self._turn:
            super().expire_session(session)

    def payment(self, *, session: str = "", intent: str = "") -> Payment:
        with self._turn:
            return super().payment(session=session, intent=intent)

    def capture(self, intent: str, amount: Money, key: str) -> Payment:
        with self._turn:
            return self._or_lost(super().capture(intent, amount, key))

    def cancel(self, intent: str, key: str) -> Payment:
        with self._turn:
            return self._or_lost(super().cancel(intent, key))

    def refund(self, intent: str, amount: Money, key: str, order_id: str) -> GatewayRefund:
        with self._turn:
            return self._or_lost(super().refund(intent, amount, key, order_id))

    def _or_lost(self, answer: Any) -> Any:
        if self._luck.randrange(100) < self.lost:
            raise GatewayUnavailable("The answer was lost on its way.")
        return answer
