"""Where a shop shows what was typed into it."""

from hostile.forms import SUBMISSION

from functions.registry import FUNCTIONS

PARAMETERS = {"number": "2", "survey_id": "your-visit", "kind": "announcement"}
# Beside one address for each that the registry has.
MORE = (
    "/admin/pages/announcement/typed?version=1",
    "/admin/orders?list=history",
    "/admin/orders/{second_id}",
    "/admin/voices?list=published",
    "/admin/voices?list=declined",
    "/admin/voices/surveys/your-visit/answers?type=xlsx",
    "/admin/catalogue/releases/1",
    "/admin/catalogue/stock?sku=NQ-1",
    "/admin/catalogue/export?format=table&type=csv",
    "/admin/catalogue/export?format=table&type=xlsx",
    "/admin/catalogue/export?format=shopify&type=csv",
    "/admin/catalogue/export?format=woocommerce&type=csv",
    "/admin/settings/coupons?code=SPRING",
    "/admin/orders/{order_id}/invoice.pdf?refund={refund_id}",
)
SEARCHES = (
    "/admin/orders?q=", "/admin/catalogue?q=", "/admin/catalogue/stock?q=", "/api/cart?coupon=",
    "/admin?done=", "/admin/statistics?from=", "/api/guestbook?lang=",
)  # fmt: skip
# Answers to nobody but a fresh link, a form of secrets, or the gateway.
APART = {
    "/admin/sign-in",
    SUBMISSION,
    f"{SUBMISSION}/annotated",
    "/admin/welcome",
    "/api/stock-alerts/cancel",
    "/api/guestbook/withdraw",
    "/api/checkout",
    "/api/stock",
    "/api/surveys/{survey_id}/results",
}


def addresses() -> list[str]:
    found = list(MORE)
    for endpoint in (each for function in FUNCTIONS for each in function.endpoints):
        if endpoint.method == "GET" and endpoint.path not in APART:
            path = endpoint.path
            for name, value in PARAMETERS.items():
                path = path.replace(f"{{{name}}}", value)
            found.append(path if path.startswith("/admin") else f"{path}?token={{token}}")
    return found
