"""Through the door of the desk: the first owner by their link, codes of a telephone, and somebody
who is taken on; on a phone and on a desk, with JavaScript and without."""

import base64
from functools import partial
from typing import Any

import pytest
from desk import cookie, member
from e2e.browsing import REFUSED, WAYS, Visit, Way

from functions.bootstrap import Services
from shop.clock import now, random_code
from shop.staff import service, sessions
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
    visit: Visit, sample_shop: tuple[Services, str], way: Way
) -> None:
    services, address = sample_shop
    link = service.add(services.store, EMAIL, "owner", now)
    with visit(address, f"/admin/welcome?token={link}", expected=LOGGED, way=way) as page:
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
        without_codes(page)
        change_password(page)
        invitation = take_on(page)
    with visit(address, way=way) as page:
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


def without_codes(page: Any) -> None:
    page.click(".desk__own")
    page.fill("#off-present", PASSWORD)
    page.click("section[aria-labelledby=codes] button")
    page.wait_for_selector("text=You are not asked for a code any more.")


def change_password(page: Any) -> None:
    page.fill("#present", PASSWORD)
    page.fill("#wanted", f"{PASSWORD} and more")
    page.fill("#again", f"{PASSWORD} and more")
    page.click("section[aria-labelledby=password] button")
    page.wait_for_selector("text=Your password is changed")


def take_on(page: Any) -> str:
    """The link that is to be handed over."""
    page.click(".desk__nav a[href='/admin/staff']")
    page.fill("section[aria-labelledby=more] [name=email]", "mai@example.com")
    page.check("[name=role][value=fulfilment]")
    page.click("section[aria-labelledby=more] button")
    return str(page.inner_text("section[aria-labelledby=link] .copy"))


@WAYS
def test_an_account_is_its_owners(
    visit: Visit, common_shop: tuple[Services, str], way: Way
) -> None:
    services, address = common_shop
    here = cookie(services.store)
    elsewhere = signed_in(services, EMAIL, "Firefox at home")
    with visit(address, "/admin", way=way, cookies=here, locale="en-GB") as page:
        page.click(".desk__own")
        page.fill("#name", "Bà <b>Hoa</b>")
        page.select_option("#language", "vi")
        page.click("section[aria-labelledby=you] button")
        page.wait_for_selector("html[lang=vi]")
        assert page.inner_text(".desk__own") == "Bà <b>Hoa</b>"
        page.select_option("#language", "")
        page.click("section[aria-labelledby=you] button")
        page.wait_for_selector("html[lang=en]")
        page.click("section[aria-labelledby=sessions] li:has-text('Firefox at home') button")
        page.wait_for_selector("text=That session is over.")
    with visit(address, "/admin/account", way=way, cookies=elsewhere) as page:
        page.wait_for_url("**/admin/sign-in**")


@WAYS
def test_a_role_is_changed_and_somebody_is_shut_out(
    visit: Visit, common_shop: tuple[Services, str], way: Way
) -> None:
    services, address = common_shop
    mate = member(services.store, "support", f"mai-{random_code(6).lower()}@example.com")
    at_desk = partial(visit, address, "/admin", way=way)
    with at_desk(cookies=cookie(services.store)) as page:
        page.click(".desk__nav a[href='/admin/staff']")
        own = f"section[aria-label='{mate.email}']"
        page.select_option(f"{own} select", "catalogue")
        page.click(f"{own} button:has-text('Change the role')")
        page.wait_for_selector("text=The role is changed.")
        with at_desk(cookies=signed_in(services, mate.email)) as theirs:
            assert theirs.locator(".desk__nav a[href='/admin/catalogue']").count() == 1
            assert theirs.locator(".desk__nav a[href='/admin/orders']").count() == 0
            page.click(f"{own} button:has-text('Switch off')")
            page.wait_for_selector(f"{own} .badge:has-text('switched off')")
            theirs.click(".desk__own")
            theirs.wait_for_url("**/admin/sign-in**")
        page.click(f"{own} button:has-text('Switch on')")
        page.click(f"{own} button:has-text('New link')")
        assert "/admin/welcome?token=" in page.inner_text("section[aria-labelledby=link] .copy")
        page.click(".desk__nav a[href='/admin/audit']")
        assert mate.email in page.inner_text("tbody tr >> nth=0")


def signed_in(services: Services, email: str, browser: str = "test") -> str:
    """The cookie of somebody who has come in just now."""
    found = service.find(services.store, email)
    assert found
    return f"desk={sessions.begin(services.store, found, browser, now)}"
