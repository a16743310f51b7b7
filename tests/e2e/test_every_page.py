"""Every page of a busy shop and of its desk, on a phone and on a desk, light and dark: nothing for
axe to complain about, nothing to be moved sideways.

AXE=full looks at each size in each scheme; LOOKS=FOLDER keeps a picture of each page, and
LOOKS_LANG=vi has them in another language.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from desk import cookie
from e2e.accessibility import violations
from e2e.browsing import DESK, NO_FADING, PHONE, Visit, too_wide
from e2e.busy_shop import Busy, busy_shop
from survey_files import PROJECT

from functions.bootstrap import Services
from functions.registry import FUNCTIONS
from shop.guestbook.service import PURPOSE as GUESTBOOK
from shop.guestbook.service import withdraw_query
from shop.secret import key_for
from shop.stock.alerts.service import PURPOSE as ALERTS
from shop.stock.alerts.service import cancel_query

LANG = os.environ.get("LOOKS_LANG", "en")
LOOKS = os.environ.get("LOOKS", "")
CATALOGUE = PROJECT.parent / "shared/data/products/vi/kiotviet_DanhSachSanPham.xlsx"
# What a GET gives that is no page.
FILES = re.compile(
    r"\.(pdf|csv|json)$|/(annotated|export|answers)$|credit-notes|/api/(stock|health)$"
)
NOWHERE = "nothing-here"
LOOKED_AT = [(PHONE, "light"), (DESK, "dark"), (PHONE, "dark"), (DESK, "light")]
# Each size and each scheme once; AXE=full has every page in all four ways.
WAYS = LOOKED_AT if os.environ.get("AXE") == "full" else LOOKED_AT[:2]

DESK_PAGES = (
    "/admin",
    "/admin/account",
    "/admin/staff",
    "/admin/audit",
    "/admin/orders",
    "/admin/orders?list=in_progress",
    "/admin/orders?list=history",
    "/admin/orders?q=zeppelin",
    "/admin/orders/messages",
    "/admin/orders/bank",
    "/admin/catalogue",
    "/admin/catalogue?q=zeppelin",
    "/admin/catalogue/import",
    "/admin/catalogue/releases",
    "/admin/catalogue/stock",
    "/admin/catalogue/stock?sku=HOM-AG-60",
    "/admin/pages",
    "/admin/statistics",
    "/admin/statistics?by=product",
    "/admin/voices",
    "/admin/voices?list=published",
    "/admin/voices/surveys",
    "/admin/settings",
    "/admin/settings/delivery",
    "/admin/settings/coupons",
    "/admin/settings/webhooks",
    f"/admin/{NOWHERE}",
)
EXAMPLES = {
    "/admin/catalogue/products/{handle}": "/admin/catalogue/products/ao-ba-ba-shirt",
    "/admin/catalogue/releases/{number}": "/admin/catalogue/releases/1",
    "/admin/pages/new": "/admin/pages/new?kind=page",
    "/admin/pages/{kind}/{handle}": "/admin/pages/announcement/kiln",
    "/admin/pages/{kind}/{handle}?version=": "/admin/pages/announcement/kiln?version=1",
    "/admin/voices/surveys/{survey_id}": "/admin/voices/surveys/open?first=found&second=again",
}
SHOP_PAGES = (
    "",
    "products",
    "categories/clothes",
    "products/ao-ba-ba-shirt",
    "search?q=tea",
    "cart",
    "announcements",
    "announcements/new-matcha",
    "pages/shipping",
    "guestbook",
    "surveys/your-visit",
    NOWHERE,
)
FUNCTION_PAGES = ("/api/guestbook", "/api/cart", "/api/checkout", "/admin/sign-in")

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def busy(
    sample_home: Callable[[], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    root = tmp_path_factory.mktemp("root")
    found = busy_shop(sample_home(), root, CATALOGUE if CATALOGUE.exists() else None)
    yield found
    found.services.store.close()


@pytest.fixture(scope="module")
def address(busy: Busy, open_shop: Callable[[Services], Any]) -> Iterator[str]:
    with open_shop(busy.services) as found:
        yield found


def desk_pages(busy: Busy) -> dict[str, str]:
    """An address of each page of the desk by its route; behind `?`, which of several it shows."""
    found = {path: path for path in DESK_PAGES} | EXAMPLES
    for name, order in busy.orders.items():
        found[f"/admin/orders/{{order_id}}?{name}"] = f"/admin/orders/{order.id}"
    for name, handed in busy.submissions.items():
        place = "/admin/catalogue/submissions"
        found[f"{place}/{{submission_id}}?{name}"] = f"{place}/{handed}"
    return found


def shop_pages(busy: Busy) -> dict[str, str]:
    """Pages of the shop, and those of functions that anybody may open, by their routes."""
    gone = withdraw_query(key_for(busy.services.settings, GUESTBOOK), busy.published)
    alert = cancel_query(key_for(busy.services.settings, ALERTS), "hoa@example.com")
    found = {path: f"/{LANG}/{path}" for path in SHOP_PAGES}
    answered = {route: f"{route}?lang={LANG}" for route in FUNCTION_PAGES} | {
        "/api/surveys/{survey_id}": f"/api/surveys/your-visit?lang={LANG}",
        "/api/surveys/{survey_id}/results": f"/api/surveys/open/results?lang={LANG}",
        "/api/guestbook/withdraw": f"/api/guestbook/withdraw?{urlencode(gone)}&lang={LANG}",
        "/api/stock-alerts/cancel": f"/api/stock-alerts/cancel?{urlencode(alert)}&lang={LANG}",
        "/admin/welcome": f"/admin/welcome?token={busy.link}&lang={LANG}",
    }
    for name, order in busy.orders.items():
        query = urlencode({"token": order.token, "lang": LANG})
        answered[f"/api/orders/{{order_id}}?{name}"] = f"/api/orders/{order.id}?{query}"
    return {**found, "of the desk": "/vi/announcements/kiln", **answered}


def walk(page: Any, pages: dict[str, str], folder: str) -> dict[str, list[str]]:
    """What is wrong with each page that has something wrong with it."""
    amiss: dict[str, list[str]] = {}
    for name, path in pages.items():
        answer = page.goto(path)
        if answer.status != (404 if path.endswith(NOWHERE) else 200):
            amiss[name] = [f"{path} is {answer.status}"]
        open_all(page)
        for viewport, scheme in WAYS:
            page.set_viewport_size(viewport)
            page.emulate_media(color_scheme=scheme)
            found = violations(page)
            if too_wide(page):
                found.append(f"{too_wide(page)} px too wide")
            if found:
                amiss[f"{name} ({viewport['width']} px, {scheme})"] = found
            keep_picture(page, f"{folder}/{name}", viewport, scheme)
    return amiss


def open_all(page: Any) -> None:
    """Forms that wait behind a word are pages, too."""
    page.evaluate("document.querySelectorAll('main details').forEach((it) => { it.open = true })")


def keep_picture(page: Any, name: str, viewport: dict[str, int], scheme: str) -> None:
    if not LOOKS:
        return
    flat = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    path = Path(LOOKS) / f"{flat}.{viewport['width']}.{scheme}.png"
    page.screenshot(path=path, full_page=True)


def test_every_page_of_the_desk(busy: Busy, address: str, visit: Visit) -> None:
    person = cookie(busy.services.store)
    with visit(
        address, cookies=person, expected="404|NAME_NOT_RES", locale=LANG, reduced_motion="reduce"
    ) as page:
        assert walk(page, desk_pages(busy), f"desk-{LANG}") == {}


def test_every_page_of_the_shop(busy: Busy, address: str, visit: Visit) -> None:
    with visit(
        address, expected=f"404|NAME_NOT_RES|{NO_FADING}", locale=LANG, reduced_motion="reduce"
    ) as page:
        page.goto(f"/{LANG}/products/ao-ba-ba-shirt")
        page.click(".buy__form button[type=submit]")
        page.goto(f"/{LANG}/cart")
        page.click("form[action='/api/checkout/start'] button")
        assert walk(page, shop_pages(busy), f"shop-{LANG}") == {}


def test_no_page_was_forgotten(busy: Busy) -> None:
    routes = {
        endpoint.path
        for function in FUNCTIONS
        for endpoint in function.endpoints
        if endpoint.method == "GET" and not FILES.search(endpoint.path)
    }
    known = {name.partition("?")[0] for name in {**desk_pages(busy), **shop_pages(busy)}}
    assert routes - known == set()
