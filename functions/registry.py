"""Every function of the shop: what it answers, who may call it, and what it runs with.

The embedded server routes by this list, and so will the stack; a test holds it to the code.
"""

import importlib
from dataclasses import dataclass

from starlette.routing import Route


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`permission` is ``public`` or one that a role grants."""

    method: str
    path: str
    permission: str = "public"


@dataclass(frozen=True, slots=True)
class Function:
    """`memory` in MB; `environment` names the variables it reads; `events` what else wakes it."""

    name: str
    endpoints: tuple[Endpoint, ...] = ()
    environment: tuple[str, ...] = ("SHOP_STORE", "SHOP_BASE_URL")
    memory: int = 512
    events: tuple[str, ...] = ()

    @property
    def handler(self) -> str:
        return f"functions.{self.name}.handler.handler"

    def routes(self) -> list[Route]:
        """The endpoints as code; none for a function that only events wake."""
        if not self.endpoints:
            return []
        module = importlib.import_module(f"functions.{self.name}.endpoints")
        routes: list[Route] = module.ROUTES
        return routes


# What a function needs that deals with the payment gateway.
MONEY = (
    "SHOP_STORE",
    "SHOP_BASE_URL",
    "SHOP_SECRET",
    "SHOP_PROXY",
    "SHOP_STRIPE_KEY",
    "SHOP_STRIPE_WEBHOOK_SECRET",
)

FUNCTIONS = (
    Function(
        "cart",
        (
            Endpoint("GET", "/api/cart"),
            Endpoint("POST", "/api/cart"),
            Endpoint("POST", "/api/cart/lines"),
            Endpoint("GET", "/api/stock"),
        ),
    ),
    Function(
        "checkout",
        (
            Endpoint("GET", "/api/checkout"),
            Endpoint("POST", "/api/checkout"),
            Endpoint("POST", "/api/checkout/start"),
            Endpoint("POST", "/api/checkout/quote"),
        ),
        environment=MONEY,
    ),
    Function(
        "orders",
        (
            Endpoint("GET", "/api/orders/{order_id}"),
            Endpoint("POST", "/api/orders/{order_id}/returns"),
        ),
    ),
    Function(
        "papers",
        (
            Endpoint("GET", "/api/orders/{order_id}/invoice.pdf"),
            Endpoint("GET", "/api/orders/{order_id}/credit-notes/{refund_id}"),
        ),
    ),
    Function(
        "payments",
        (Endpoint("POST", "/api/payments/stripe/webhook"),),
        environment=MONEY,
    ),
    Function(
        "stock_alerts",
        (
            Endpoint("POST", "/api/stock-alerts"),
            Endpoint("GET", "/api/stock-alerts/cancel"),
            Endpoint("POST", "/api/stock-alerts/cancel"),
        ),
        environment=("SHOP_STORE", "SHOP_BASE_URL", "SHOP_SECRET", "SHOP_PROXY"),
    ),
    Function("reconciler", environment=MONEY, events=("schedule",)),
    Function("health", (Endpoint("GET", "/api/health"),), memory=256),
    Function(
        "notifications",
        environment=("SHOP_STORE", "SHOP_BASE_URL", "SHOP_MAIL", "SHOP_SECRET"),
        events=("outbox", "schedule"),
    ),
)
