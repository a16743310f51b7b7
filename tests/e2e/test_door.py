"""Through the door of the desk: the first owner by their link, codes of a telephone, and somebody
who is taken on; on a phone and on a desk, with JavaScript and without."""

import base64
from typing import Any

import pytest
from e2e.browsing import REFUSED, WAYS, Visit

from functions.bootstrap import Services
from shop.clock import now
from shop.staff import service
from shop.staff.totp import code_at, step_of

# What the browser notes when somebody signs out, and when a code is wrong.
LOGGED = f"{REFUSED}|Clear-Site-Data"
EMAIL, PASSWORD = "owner@example.com", "several words of mine"

pytestmark = pytest.mark.browser


def choose_password(page: Any) -> None:
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    page.click(".door button")
    page.wait_for_url("**/admin")


@WAYS
def test_the_first_owner_comes_in_and_takes_somebody_on(
    visit: Visit,
    sample_shop: tuple[Services, str],
    viewport: dict[str, int],
    javascript: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    services, address = sample_shop
    way: dict[str, Any] = {"viewport": viewport, "javascript": javascript}
    link = service.add(services.store, EMAIL, "owner", now)
    with visit(address, f"/admin/welcome?token={link}", expected=LOGGED, **way) as page:
        choose_password(page)
        secret = with_codes(page)
        page.click(".desk__out")
        page.fill("[name=email]", EMAIL)
        page.fill("[name=password]", PASSWORD)
        page.click(".door button")
        page.fill("[name=code]", "000000")
        page.click(".door button")
        assert "This code is wrong" in page.inner_text("[role=alert]")
        page.fill("[name=code]", code_at(secret, step_of(now()) + 1))
        page.click(".door button")
        page.wait_for_url("**/admin")
        invitation = take_on(page)
    with visit(address, **way) as page:
        page.goto(f"/admin{invitation.partition('/admin')[2]}")
        choose_password(page)
        assert page.locator(".desk__nav a[href='/admin/orders']").count() == 1
        assert page.locator(".desk__nav a[href='/admin/settings']").count() == 0


def with_codes(page: Any) -> bytes:
    """Has codes asked for, as somebody whose telephone has scanned the picture."""
    page.click(".desk__own")
    letters = page.inner_text("section[aria-labelledby=codes] .copy").replace(" ", "")
    secret = base64.b32decode(letters)
    page.fill("[name=code]", code_at(secret, step_of(now())))
    page.click("section[aria-labelledby=codes] button")
    assert "asked for a code" in page.inner_text("[role=status]")
    return secret


def take_on(page: Any) -> str:
    """The link that is to be handed over."""
    page.click(".desk__nav a[href='/admin/staff']")
    page.fill("section[aria-labelledby=more] [name=email]", "mai@example.com")
    page.check("[name=role][value=fulfilment]")
    page.click("section[aria-labelledby=more] button")
    return str(page.inner_text("section[aria-labelledby=link] .copy"))
