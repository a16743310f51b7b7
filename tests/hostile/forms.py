"""Every form of the shop, as somebody might send them one after the other, with what is typed.

A new field is one line here: `texts` are the fields that take words, and how many characters;
`fields` are those that are chosen, hidden or numbers. ``{order}`` and the like stand for what was
learned from answers before.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

LINE = '[{"sku": "NQ-1", "quantity": 3}]'
MAIL = "hoa@example.com"
SUBMISSION = "/admin/catalogue/submissions/{submission_id}"
ORDER = "/admin/orders/{order_id}"


@dataclass(frozen=True, slots=True)
class Form:
    """`learns` names the fact that the answer's address ends with; `cells` are columns of a
    spreadsheet that is sent along; `looks` are pages that there are only until the next form."""

    path: str
    fields: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, int] = field(default_factory=dict)
    learns: str = ""
    cells: Mapping[str, int] = field(default_factory=dict)
    looks: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        chosen = self.fields.get("payment") or self.fields.get("ask") or ""
        return f"{self.path} {chosen}".strip()


# Of a spreadsheet, and how many characters. Descriptions are HTML by what they are: apart.
CELLS = {
    "Title": 200,
    "Title[vi]": 200,
    "Brand": 150,
    "Origin": 150,
    "Tags": 90,
    "Attribute: Harvest": 200,
    "Supplier": 100,
    "Reason": 200,
    "SEO title": 150,
    "SEO description": 200,
    "Option1 Name": 100,
    "Option1 Value": 50,
    "Option1 Value[vi]": 50,
}
ADDRESS = {"line1": 200, "line2": 200, "city": 200, "region": 200, "postcode": 200}
PERSON = {"name": 200, "phone": 200}
CHECKOUT = {
    "lines": LINE,
    "lang": "en",
    "email": MAIL,
    "country": "VN",
    "shipping": "vietnam-courier",
    "slot": "",
    "coupon": "",
    "payment": "bank_transfer",
    "idempotency_key": "key-{count}",
    "checkout_token": "",
    "challenge_solution": "",
    "expected_total": "3300",
}
WISH = {"once": "wish{count}"}
NOW = {
    "when": "now", "at": "", "force": "1", "rows": "2", "take:2": "1", "look": "{look}",
    "uncounted": "",
}  # fmt: skip
WISHES = {"format": "auto", "faulty": "refuse", "currency": "", "replace": ""}
ENTRY = {"lang": "en", "website": "", "token": "{form}"}
RETURN = {"token": "{token}", "lang": "en"}
CART = {"sku": "NQ-1", "quantity": "1", "quantity:NQ-1": "1", "remove": "", "lang": "en"}
PIECES = {"pieces0": "2", "pieces1": "", "sku2": "", "pieces2": "", "sku3": "", "pieces3": ""}
PRODUCT = "/admin/catalogue/products/{handle}"

FORMS = (
    Form(
        "/admin/catalogue/import",
        {"format": "auto", "currency": "USD", "faulty": "refuse", "replace": ""},
        cells=CELLS,
        learns="submission_id",
        looks=(SUBMISSION, f"{SUBMISSION}/annotated"),
    ),
    Form(f"{SUBMISSION}/columns", {"column:0": "handle"}, learns="submission_id"),
    Form(f"{SUBMISSION}/again", WISHES),
    Form(f"{SUBMISSION}/leave-out",
         {"rows": "2", "take:2": "1", "go": "1", "look": "{look}", "uncounted": ""}),
    Form(f"{SUBMISSION}/publish", NOW, {"note": 200}),
    Form(
        PRODUCT,
        {
            "seen": "{seen}",
            "status": "active",
            "recommended": "1",
            "low_stock_level": "3",
            "price:NQ-1": "10.00",
            "compare_at:NQ-1": "",
        },
        {
            "title": 90,
            "brand": 200,
            "origin": 200,
            "categories": 90,
            "tags": 90,
            "description": 900,
            "title:vi": 90,
            "description:vi": 900,
            "title:zh-Hans": 90,
            "description:zh-Hans": 900,
            "title:zh-Hant": 90,
            "description:zh-Hant": 900,
        },
        learns="submission_id",
        looks=(SUBMISSION,),
    ),
    Form(f"{SUBMISSION}/publish", NOW, {"note": 200}),
    Form("/admin/catalogue/stock", {"sku": "NQ-1", "pieces": "400", "cause": "counted", **WISH},
         {"note": 100}),
    Form("/api/cart", CART, {"coupon": 200}),
    Form("/api/cart/lines", CART, {"coupon": 200}),
    Form("/api/checkout/start", {"lines": LINE, "lang": "en"}, {"coupon": 200}),
    Form("/api/checkout/quote", {**CHECKOUT, "name": "", "phone": "", "shipping": ""},
         {**ADDRESS, "note": 500, "coupon": 200}),
    Form("/api/checkout", CHECKOUT, {**PERSON, **ADDRESS, "note": 250}, learns="order_id"),
    Form("/api/orders/{order_id}/returns",
         {"id": "early", "quantity:NQ-1": "0", **RETURN}, {"statement": 500}),
    Form(f"{ORDER}/amend", {"seen": "{seen}", "email": MAIL, "country": "VN"},
         {**PERSON, **ADDRESS, "note": 250}),
    Form(f"{ORDER}/edit", {"seen": "{seen}", "pieces:NQ-1": "3"}),
    Form(f"{ORDER}/confirm", {"amount": "", **WISH}, {"reference": 200}),
    Form(f"{ORDER}/note", {}, {"text": 1000}),
    Form("/api/orders/{order_id}/invoice.pdf?token={token}"),
    Form(f"{ORDER}/fulfil", {"send:NQ-1": "1", "tracking_url": "https://t.example/1", **WISH},
         {"carrier": 200, "tracking": 200}),
    Form(f"{ORDER}/capture"),
    Form("/api/orders/{order_id}/returns",
         {"id": "R1", "quantity:NQ-1": "1", **RETURN}, {"statement": 2000}),
    Form(f"{ORDER}/return", {"return": "R1", "accepted": "1"}),
    Form(f"{ORDER}/refund",
         {"back:NQ-1": "1", "amount": "", "shipping": "", "restock": "1", **WISH}, {"reason": 200}),
    Form("/api/orders/{order_id}/credit-notes/{refund_id}?token={token}"),
    Form(f"{ORDER}/invoice", {"refund": ""}),
    Form(f"{ORDER}/resend", {"audience": "shopper", "event": "order_placed", "once": ""}),
    Form("/api/checkout", {**CHECKOUT, "payment": "cod", "lang": "vi"},
         {**PERSON, **ADDRESS, "note": 250}, learns="second_id"),
    Form("/admin/orders/{second_id}/cancel", {"restock": "1"}, {"reason": 200}),
    Form("/admin/orders/messages", {"pk": "x", "sk": "x", "act": "retry"}),
    Form("/admin/orders/bank", {}, cells={"Description": 200, "Counterparty": 100}),
    Form("/admin/orders/bank/book", {"statement": "{statement}"}),
    Form("/api/stock-alerts", {"sku": "NQ-1", "email": MAIL, "lang": "en"}),
    Form("/api/stock-alerts/cancel", {"person": "x", "signature": "x", "lang": "en"}),
    Form("/api/guestbook", {"email": MAIL, **ENTRY}, {"name": 80, "text": 2000}),
    Form("/api/guestbook", {"email": "", **ENTRY}, {"name": 80, "text": 2000}),
    Form("/admin/voices/entries/{entry_id}/approve", {"list": "waiting"}),
    Form("/admin/voices/entries/{entry_id}/reply", {"list": "published"}, {"text": 2000}),
    Form("/admin/voices/entries/{other_id}/decline", {"list": "waiting"}),
    Form("/admin/voices/entries/{other_id}/withdraw", {"list": "declined"}),
    Form("/api/guestbook/withdraw", {"entry": "x", "signature": "x", "lang": "en"}),
    Form("/api/surveys/your-visit",
         {"q.found": "other", "q.again": "9", "lang": "en", "invitation": "", "website": ""},
         {"q.found_how": 200, "q.wish": 1000}),
    Form("/admin/account", {"language": "en"}, {"name": 100}),
    Form("/admin/staff", {"email": "support@example.com", "role": "support"}, {"name": 100}),
    Form("/admin/staff/link", {"email": "support@example.com"}),
    Form("/admin/staff/role", {"email": "support@example.com", "role": "fulfilment"}),
    Form("/admin/staff/active", {"email": "support@example.com", "active": ""}),
    Form(
        "/admin/settings/coupons",
        {
            "code": "SPRING", "kind": "percent", "percent": "10", "amount": "", "minimum": "",
            "limit": "", "limit_per_person": "", "starts": "", "ends": "", "changing": "",
            "method:vietnam-courier": "1", "with_sale_prices": "1",
        },
        {"categories": 300, "skus": 150, "note": 200},
    ),
    Form("/admin/settings/coupons/stop", {"code": "SPRING"}),
    Form("/admin/settings/delivery",
         {"country": "VN", "sku0": "NQ-1", **PIECES},
         {"region": 200, "postcode": 40, "coupon": 200, "sku1": 200}),
    Form("/admin/settings/webhooks",
         {"url": "http://127.0.0.1:9/hook", "event:order.paid": "1", "once": ""}),
    Form("/admin/settings/webhooks/{hook_id}/enable"),
    Form("/admin/settings/webhooks/{hook_id}/remove"),
    Form(
        "/admin/pages/new",
        {"kind": "announcement", "ask": "publish", "handle": "typed", "banner": "1", "begins": "",
         "ends": "", "seen": "", "of": "", "tab": "en", "once": ""},
        {"title:en": 200, "summary:en": 120, "title:vi": 200, "summary:vi": 120, "body:vi": 600,
         "body:en": 600, "title:zh-Hans": 200, "summary:zh-Hans": 120, "body:zh-Hans": 600,
         "title:zh-Hant": 200, "summary:zh-Hant": 120, "body:zh-Hant": 600},
    ),
    Form(
        "/admin/pages/preview",
        {"kind": "announcement", "of": "", "seen": "", "tab": "en", "banner": "1", "handle": "",
         "begins": "", "ends": "", "once": ""},
        {"title:en": 200, "summary:en": 120, "body:en": 600},
    ),
    Form(
        "/admin/pages/announcement/typed",
        {"kind": "announcement", "of": "", "handle": "", "ask": "publish", "seen": "1",
         "banner": "1", "begins": "", "ends": "", "tab": "en"},
        {"title:en": 200, "summary:en": 120, "body:en": 600},
    ),
)  # fmt: skip

# Where what is typed is markup: HTML that is cleaned, and Markdown.
RICH = {
    *(f"description{code}" for code in ("", ":vi", ":zh-Hans", ":zh-Hant")),
    *(f"body:{code}" for code in ("en", "vi", "zh-Hans", "zh-Hant")),
}
# Signs that part one word from the next in a field.
PARTING = {
    "categories": ">;\\",
    "tags": ",;",
    "Tags": ",;\\",
    "Option1 Value": ":",
}

# Forms without a single word in them, or whose words are secrets that nobody is shown: what they
# are sent is tested by tests/functions/test_admin_door.py and its neighbours.
WORDLESS = {
    "/admin/sign-in",
    "/admin/welcome",
    "/admin/sign-out",
    "/admin/account/password",
    "/admin/account/codes",
    "/admin/account/codes/off",
    "/admin/account/sessions/end",
    "/admin/catalogue/releases/{number}/restore",
    "/admin/catalogue/scheduled/{scheduled_id}/cancel",
    f"{SUBMISSION}/discard",
    "/admin/pages/{kind}/{handle}/withdraw",
    "/admin/settings/webhooks/{hook_id}/test",
    "/api/payments/stripe/webhook",
}
