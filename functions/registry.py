"""Every function of the shop: what it answers, who may call it, and what it runs with.

The embedded server routes by this list, and so will the stack; a test holds it to the code.
"""

import importlib
from dataclasses import dataclass

from starlette.routing import Route


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`permission` is ``public`` or one that a role grants (``shop/staff/model.py``).

    Where a browser shows another site's page, it may not send what changes something here, unless
    `other_sites` says so: of notices that are signed. `changes` is false of a POST that only looks;
    a GET never changes anything. ``functions/guard.py`` holds every request to it.
    """

    method: str
    path: str
    permission: str = "public"
    other_sites: bool = False
    changes: bool = True


@dataclass(frozen=True, slots=True)
class Function:
    """`memory` in MB; `environment` names the variables it reads; `events` what else wakes it:
    ``schedule`` each minute, ``daily`` each day, ``outbox``, ``marks`` and ``questions`` with new
    items of that kind in the store.

    `needs` is what it does outside of itself, of `NEEDS`; on AWS it may do nothing else.
    """

    name: str
    endpoints: tuple[Endpoint, ...] = ()
    environment: tuple[str, ...] = ("SHOP_STORE", "SHOP_BASE_URL")
    memory: int = 512
    events: tuple[str, ...] = ()
    needs: tuple[str, ...] = ("read", "write")
    seconds: int = 20

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


# Reading and writing the store, publishing pages (and telling the CDN), keeping pictures, keeping
# what is handed over at the desk, mails.
NEEDS = ("read", "write", "publish", "pictures", "uploads", "mail")

# What a function needs that deals with the payment gateway.
MONEY = (
    "SHOP_STORE",
    "SHOP_BASE_URL",
    "SHOP_SECRET",
    "SHOP_PROXY",
    "SHOP_STRIPE_KEY",
    "SHOP_STRIPE_WEBHOOK_SECRET",
    "SHOP_STRIPE_API",
)

# What a function needs that signs what it hands out, and counts who asks; as the desk does.
SIGNING = ("SHOP_STORE", "SHOP_BASE_URL", "SHOP_SECRET", "SHOP_PROXY")
DESK = SIGNING

# What somebody handed in and has not published yet.
SUBMISSION = "/admin/catalogue/submissions/{submission_id}"

FUNCTIONS = (
    Function(
        "cart",
        (
            Endpoint("GET", "/api/cart"),
            Endpoint("POST", "/api/cart"),
            Endpoint("POST", "/api/cart/lines"),
            Endpoint("GET", "/api/stock"),
        ),
        needs=("read",),
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
            Endpoint("POST", "/api/orders/{order_id}/invoice.pdf"),
            Endpoint("GET", "/api/orders/{order_id}/credit-notes/{refund_id}"),
            Endpoint("POST", "/api/orders/{order_id}/credit-notes/{refund_id}"),
        ),
    ),
    Function(
        "payments",
        (Endpoint("POST", "/api/payments/stripe/webhook", other_sites=True),),
        environment=MONEY,
    ),
    Function(
        "stock_alerts",
        (
            Endpoint("POST", "/api/stock-alerts"),
            Endpoint("GET", "/api/stock-alerts/cancel"),
            Endpoint("POST", "/api/stock-alerts/cancel"),
        ),
        environment=SIGNING,
    ),
    Function(
        "guestbook",
        (
            Endpoint("GET", "/api/guestbook"),
            Endpoint("POST", "/api/guestbook"),
            Endpoint("GET", "/api/guestbook/withdraw"),
            Endpoint("POST", "/api/guestbook/withdraw"),
        ),
        environment=SIGNING,
    ),
    Function(
        "admin",
        (
            Endpoint("GET", "/admin/sign-in"),
            Endpoint("POST", "/admin/sign-in"),
            Endpoint("GET", "/admin/welcome"),
            Endpoint("POST", "/admin/welcome"),
            Endpoint("POST", "/admin/sign-out", "desk.view"),
            Endpoint("GET", "/admin", "desk.view"),
            Endpoint("GET", "/admin/account", "desk.view"),
            Endpoint("POST", "/admin/account", "desk.view"),
            Endpoint("POST", "/admin/account/password", "desk.view"),
            Endpoint("POST", "/admin/account/codes", "desk.view"),
            Endpoint("POST", "/admin/account/codes/off", "desk.view"),
            Endpoint("POST", "/admin/account/sessions/end", "desk.view"),
            Endpoint("GET", "/admin/staff", "staff.view"),
            Endpoint("POST", "/admin/staff", "staff.edit"),
            Endpoint("POST", "/admin/staff/link", "staff.edit"),
            Endpoint("POST", "/admin/staff/role", "staff.edit"),
            Endpoint("POST", "/admin/staff/active", "staff.edit"),
            Endpoint("GET", "/admin/audit", "audit.view"),
        ),
        environment=DESK,
    ),
    Function(
        "admin_orders",
        (
            Endpoint("GET", "/admin/orders", "orders.view"),
            Endpoint("GET", "/admin/orders/messages", "orders.view"),
            Endpoint("POST", "/admin/orders/messages", "orders.change"),
            Endpoint("GET", "/admin/orders/bank", "orders.money"),
            Endpoint("POST", "/admin/orders/bank", "orders.money", changes=False),
            Endpoint("POST", "/admin/orders/bank/book", "orders.money"),
            Endpoint("GET", "/admin/orders/{order_id}", "orders.view"),
            Endpoint("POST", "/admin/orders/{order_id}/confirm", "orders.money"),
            Endpoint("POST", "/admin/orders/{order_id}/capture", "orders.money"),
            Endpoint("POST", "/admin/orders/{order_id}/refund", "orders.money"),
            Endpoint("POST", "/admin/orders/{order_id}/fulfil", "orders.fulfil"),
            Endpoint("POST", "/admin/orders/{order_id}/cancel", "orders.change"),
            Endpoint("POST", "/admin/orders/{order_id}/edit", "orders.change"),
            Endpoint("POST", "/admin/orders/{order_id}/amend", "orders.change"),
            Endpoint("POST", "/admin/orders/{order_id}/return", "orders.change"),
            Endpoint("POST", "/admin/orders/{order_id}/note", "orders.change"),
            Endpoint("POST", "/admin/orders/{order_id}/resend", "orders.change"),
            Endpoint("GET", "/admin/orders/{order_id}/packing-slip.pdf", "orders.view"),
            Endpoint("GET", "/admin/orders/{order_id}/invoice.pdf", "orders.view"),
            Endpoint("POST", "/admin/orders/{order_id}/invoice", "orders.papers"),
        ),
        environment=MONEY,
    ),
    Function(
        "surveys",
        (
            Endpoint("GET", "/api/surveys/{survey_id}"),
            Endpoint("POST", "/api/surveys/{survey_id}"),
            Endpoint("GET", "/api/surveys/{survey_id}/results"),
        ),
        environment=SIGNING,
    ),
    Function(
        "admin_catalogue",
        (
            Endpoint("GET", "/admin/catalogue", "catalogue.view"),
            Endpoint("GET", "/admin/catalogue/products/{handle}", "catalogue.view"),
            Endpoint("POST", "/admin/catalogue/products/{handle}", "catalogue.edit"),
            Endpoint("GET", "/admin/catalogue/import", "catalogue.edit"),
            Endpoint("POST", "/admin/catalogue/import", "catalogue.edit"),
            Endpoint("GET", SUBMISSION, "catalogue.edit"),
            Endpoint("GET", f"{SUBMISSION}/annotated", "catalogue.edit"),
            Endpoint("POST", f"{SUBMISSION}/columns", "catalogue.edit"),
            Endpoint("POST", f"{SUBMISSION}/again", "catalogue.edit"),
            Endpoint("POST", f"{SUBMISSION}/leave-out", "catalogue.edit"),
            Endpoint("POST", f"{SUBMISSION}/discard", "catalogue.edit"),
            Endpoint("POST", f"{SUBMISSION}/publish", "catalogue.publish"),
            Endpoint("GET", "/admin/catalogue/releases", "catalogue.view"),
            Endpoint("GET", "/admin/catalogue/releases/{number}", "catalogue.view"),
            Endpoint("POST", "/admin/catalogue/releases/{number}/restore", "catalogue.edit"),
            Endpoint(
                "POST", "/admin/catalogue/scheduled/{scheduled_id}/cancel", "catalogue.publish"
            ),
            Endpoint("GET", "/admin/catalogue/stock", "catalogue.view"),
            Endpoint("POST", "/admin/catalogue/stock", "stock.edit"),
            Endpoint("GET", "/admin/catalogue/export", "catalogue.edit"),
        ),
        environment=(*DESK, "SHOP_MEDIA"),
        memory=1024,
        needs=("read", "write", "pictures", "uploads"),
        seconds=29,  # as long as the HTTP API waits
    ),
    Function(
        "admin_statistics",
        (
            Endpoint("GET", "/admin/statistics", "statistics.view"),
            Endpoint("GET", "/admin/statistics/figures.csv", "statistics.view"),
        ),
        environment=DESK,
    ),
    Function(
        "admin_voices",
        (
            Endpoint("GET", "/admin/voices", "voices.view"),
            Endpoint("POST", "/admin/voices/entries/{entry_id}/approve", "voices.moderate"),
            Endpoint("POST", "/admin/voices/entries/{entry_id}/decline", "voices.moderate"),
            Endpoint("POST", "/admin/voices/entries/{entry_id}/reply", "voices.moderate"),
            Endpoint("POST", "/admin/voices/entries/{entry_id}/withdraw", "voices.moderate"),
            Endpoint("GET", "/admin/voices/surveys", "voices.view"),
            Endpoint("GET", "/admin/voices/surveys/{survey_id}", "voices.view"),
            Endpoint("GET", "/admin/voices/surveys/{survey_id}/answers", "voices.view"),
        ),
        environment=DESK,
    ),
    Function(
        "admin_pages",
        (
            Endpoint("GET", "/admin/pages", "pages.view"),
            Endpoint("GET", "/admin/pages/new", "pages.edit"),
            Endpoint("POST", "/admin/pages/new", "pages.edit"),
            Endpoint("POST", "/admin/pages/preview", "pages.edit", changes=False),
            Endpoint("GET", "/admin/pages/{kind}/{handle}", "pages.view"),
            Endpoint("POST", "/admin/pages/{kind}/{handle}", "pages.edit"),
            Endpoint("POST", "/admin/pages/{kind}/{handle}/withdraw", "pages.edit"),
        ),
        environment=DESK,
    ),
    Function(
        "admin_settings",
        (
            Endpoint("GET", "/admin/settings", "settings.view"),
            Endpoint("GET", "/admin/settings/delivery", "settings.view"),
            Endpoint("POST", "/admin/settings/delivery", "settings.view", changes=False),
            Endpoint("GET", "/admin/settings/coupons", "settings.view"),
            Endpoint("POST", "/admin/settings/coupons", "settings.edit"),
            Endpoint("POST", "/admin/settings/coupons/stop", "settings.edit"),
            Endpoint("GET", "/admin/settings/webhooks", "settings.view"),
            Endpoint("POST", "/admin/settings/webhooks", "settings.edit"),
            Endpoint("POST", "/admin/settings/webhooks/{hook_id}/test", "settings.edit"),
            Endpoint("POST", "/admin/settings/webhooks/{hook_id}/enable", "settings.edit"),
            Endpoint("POST", "/admin/settings/webhooks/{hook_id}/remove", "settings.edit"),
        ),
        environment=DESK,
    ),
    Function("reconciler", environment=MONEY, events=("schedule",), seconds=120),
    Function(
        "health",
        (Endpoint("GET", "/api/health"), Endpoint("GET", "/api/openapi.json")),
        memory=256,
        needs=("read",),
    ),
    Function(
        "notifications",
        environment=("SHOP_STORE", "SHOP_BASE_URL", "SHOP_MAIL", "SHOP_SECRET"),
        events=("outbox", "schedule"),
        needs=("read", "write", "mail"),
        seconds=120,
    ),
    Function(
        "pictures",
        environment=("SHOP_STORE", "SHOP_BASE_URL", "SHOP_MEDIA", "SHOP_PICTURES"),
        memory=1769,
        events=("schedule",),
        needs=("read", "write", "pictures"),
        seconds=300,
    ),
    Function(
        "rebuild",
        environment=(
            "SHOP_STORE",
            "SHOP_BASE_URL",
            "SHOP_SITE",
            "SHOP_CDN",
            "SHOP_MEDIA",
            "SHOP_SECRET",
        ),
        memory=1769,  # a whole processor (Lambda, "Configure Lambda function memory")
        events=("marks", "questions", "schedule", "daily"),
        needs=("read", "write", "publish", "pictures"),
        seconds=900,
    ),
)
