"""Coming in and going out, as a browser does it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from desk import Browser, cookie, member
from factories import profile
from httpx import Response

from functions.admin.door import MOST
from functions.admin.presence import secret_of
from functions.bootstrap import Services
from shop.abuse.sources import proxy_of
from shop.adapters.sqlite_store import SqliteStore
from shop.clock import now
from shop.settings import load_settings
from shop.staff import service, totp

PASSWORD = "several words of mine"
EMAIL = "owner@example.com"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    store = SqliteStore(tmp_path / "shop.db")
    yield Services(load_settings({"SHOP_HOME": str(tmp_path)}), profile(), store)
    store.close()


def sign_in(browser: Browser, **fields: str) -> Response:
    return browser.post("/admin/sign-in", {"email": EMAIL, "password": PASSWORD, **fields})


def session(answer: Response) -> str:
    """The cookie a browser would send from now on."""
    return str(answer.headers["set-cookie"]).partition(";")[0]


def test_whoever_signs_in_is_led_to_where_they_wanted(services: Services) -> None:
    member(services.store, password=PASSWORD)
    browser = Browser(services)
    answer = sign_in(browser, next="/admin/orders?list=history")
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/orders?list=history")
    browser.cookies = session(answer)
    assert browser.get("/admin").status_code == 200
    assert browser.get("/admin/sign-in").headers["location"] == "/admin"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/admin/../api",
        "/admin@evil.example",
        "javascript:alert(1)",
        "/admin\r\nset-cookie: a=b",
        "/en/",
    ],
)
def test_nobody_is_led_out_of_the_desk(services: Services, wanted: str) -> None:
    member(services.store, password=PASSWORD)
    assert sign_in(Browser(services), next=wanted).headers["location"] == "/admin"


def test_what_was_typed_stays_but_the_password(services: Services) -> None:
    answer = sign_in(Browser(services), email='a"<b>@example.com', next="/admin/staff")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert "a&#34;&lt;b&gt;@example.com" in answer.text
    assert PASSWORD not in answer.text
    assert 'value="/admin/staff"' in answer.text


def test_on_this_machine_the_cookie_has_a_plain_name(services: Services) -> None:
    member(services.store, password=PASSWORD)
    given = sign_in(Browser(services)).headers["set-cookie"]
    assert re.fullmatch(r"desk=[\w-]{43}; HttpOnly; Path=/; SameSite=lax", given)


def test_over_tls_it_is_bound_to_the_host(services: Services) -> None:
    settings = replace(services.settings, base_url="https://shop.example")
    secure = Services(settings, services.profile, services.store)
    member(services.store, password=PASSWORD)
    answer = sign_in(Browser(secure))
    assert re.fullmatch(
        r"__Host-desk=[\w-]{43}; HttpOnly; Path=/; SameSite=lax; Secure",
        answer.headers["set-cookie"],
    )
    plain = session(answer).replace("__Host-", "")
    assert Browser(secure, plain).get("/admin").status_code == 303
    assert Browser(secure, session(answer)).get("/admin").status_code == 200


def test_each_sign_in_is_a_new_session_and_the_one_before_is_over(services: Services) -> None:
    member(services.store, password=PASSWORD)
    browser = Browser(services, "desk=chosen-by-somebody-else")
    first = session(sign_in(browser))
    assert "chosen" not in first
    second = session(sign_in(Browser(services, first)))
    assert Browser(services, first).get("/admin").status_code == 303
    assert Browser(services, second).get("/admin").status_code == 200


def test_signing_out_ends_the_session_itself(services: Services) -> None:
    browser = Browser(services, cookie(services.store))
    answer = browser.post("/admin/sign-out")
    assert answer.headers["location"] == "/admin/sign-in"
    assert browser.get("/admin").status_code == 303


def test_a_code_follows_the_password_without_typing_it_again(services: Services) -> None:
    owner = member(services.store, password=PASSWORD, code="nonce")
    browser = Browser(services)
    asked = sign_in(browser)
    assert asked.status_code == 422
    assert 'name="password"' not in asked.text
    ticket = re.findall(r'name="ticket" value="([^"]+)"', asked.text)[0]
    code = totp.code_at(secret_of(services, owner), totp.step_of(now()))
    wrong = browser.post("/admin/sign-in", {"email": EMAIL, "ticket": ticket, "code": "000000"})
    assert (wrong.status_code, "set-cookie" in wrong.headers) == (400, False)
    answer = browser.post("/admin/sign-in", {"email": EMAIL, "ticket": ticket, "code": code})
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin")


@pytest.mark.parametrize("ticket", ["", "x", "9999999999.0.x", "9999999999.0", "..", "1.2.3.4"])
def test_no_made_up_ticket_stands_for_a_password(services: Services, ticket: str) -> None:
    owner = member(services.store, password=PASSWORD, code="nonce")
    code = totp.code_at(secret_of(services, owner), totp.step_of(now()))
    fields = {"email": EMAIL, "ticket": ticket, "code": code, "password": ""}
    assert Browser(services).post("/admin/sign-in", fields).status_code == 400


def test_somebody_elses_ticket_opens_nothing(services: Services) -> None:
    member(services.store, password=PASSWORD, code="nonce")
    other = member(services.store, "manager", code="nonce", password=PASSWORD)
    asked = sign_in(Browser(services))
    ticket = re.findall(r'name="ticket" value="([^"]+)"', asked.text)[0]
    code = totp.code_at(secret_of(services, other), totp.step_of(now()))
    fields = {"email": other.email, "ticket": ticket, "code": code}
    assert Browser(services).post("/admin/sign-in", fields).status_code == 400


def test_trying_is_limited_by_connection(services: Services) -> None:
    settings = replace(services.settings, proxy=proxy_of("127.0.0.0/8"))
    outside = Browser(Services(settings, services.profile, services.store))
    tried = [
        outside.post(
            "/admin/sign-in",
            {"email": f"{n}@example.com"},
            x_forwarded_for="203.0.113.7",
        ).status_code
        for n in range(MOST + 1)
    ]
    assert tried == [400] * MOST + [429]


def test_trying_is_limited_by_person_too(services: Services) -> None:
    settings = replace(services.settings, proxy=proxy_of("127.0.0.0/8"))
    outside = Browser(Services(settings, services.profile, services.store))
    tried = [
        outside.post(
            "/admin/sign-in", {"email": EMAIL}, x_forwarded_for=f"203.0.113.{n}"
        ).status_code
        for n in range(MOST + 1)
    ]
    assert tried == [400] * MOST + [429]


def test_a_one_time_link_leads_in(services: Services) -> None:
    token = service.add(services.store, EMAIL, "owner", now)
    browser = Browser(services)
    page = browser.get(f"/admin/welcome?token={token}")
    assert (page.status_code, EMAIL in page.text) == (200, True)
    fields = {"token": token, "password": PASSWORD, "again": "another one of mine"}
    assert browser.post("/admin/welcome", fields).status_code == 422
    answer = browser.post("/admin/welcome", {**fields, "again": PASSWORD})
    assert answer.headers["location"] == "/admin"
    assert Browser(services, session(answer)).get("/admin").status_code == 200
    assert browser.get(f"/admin/welcome?token={token}").status_code == 404
    assert sign_in(browser).status_code == 303


def test_a_new_password_ends_all_sessions_but_this_one(services: Services) -> None:
    elsewhere = cookie(services.store)
    member(services.store, password=PASSWORD)
    here = Browser(services, session(sign_in(Browser(services))))
    fields = {"present": PASSWORD, "wanted": "quite other words", "again": "quite other words"}
    answer = here.post("/admin/account/password", fields)
    assert answer.headers["location"] == "/admin/account?done=password"
    assert Browser(services, elsewhere).get("/admin").status_code == 303
    assert here.get("/admin").status_code == 303
    assert Browser(services, session(answer)).get("/admin").status_code == 200


def test_codes_are_switched_on_by_a_code_and_off_by_the_password(services: Services) -> None:
    member(services.store, password=PASSWORD)
    browser = Browser(services, session(sign_in(Browser(services))))
    nonce = re.findall(r'name="nonce" value="([^"]+)"', browser.get("/admin/account").text)[0]
    owner = service.find(services.store, EMAIL)
    assert owner is not None
    wrong = browser.post("/admin/account/codes", {"nonce": nonce, "code": "000000"})
    assert nonce in wrong.text
    code = totp.code_at(secret_of(services, owner, nonce), totp.step_of(now()))
    assert browser.post("/admin/account/codes", {"nonce": nonce, "code": code}).status_code == 303
    assert sign_in(Browser(services)).status_code == 422
    off = browser.post("/admin/account/codes/off", {"present": "wrong"})
    assert off.status_code == 400
    assert browser.post("/admin/account/codes/off", {"present": PASSWORD}).status_code == 303
    assert sign_in(Browser(services)).status_code == 303


def test_an_owner_takes_somebody_on_and_switches_them_off(services: Services) -> None:
    browser = Browser(services, cookie(services.store))
    added = browser.post("/admin/staff", {"email": "new@example.com", "role": "support"})
    link = re.findall(r"http://127.0.0.1:8000/admin/welcome\?token=[\w-]+", added.text)
    assert len(link) == 1
    fields = {"email": "new@example.com", "active": "0"}
    assert browser.post("/admin/staff/active", fields).status_code == 303
    person = service.find(services.store, "new@example.com")
    assert person is not None
    assert not person.active
    log = browser.get("/admin/audit").text
    assert "POST /admin/staff/active" in log
    assert "<s>True</s> → False" in log


def test_the_last_owner_stays(services: Services) -> None:
    browser = Browser(services, cookie(services.store))
    answer = browser.post("/admin/staff/role", {"email": EMAIL, "role": "support"})
    assert answer.status_code == 409
    assert "Somebody has to be the owner" in answer.text


def test_the_desk_speaks_the_language_of_its_person(services: Services) -> None:
    member(services.store, password=PASSWORD)
    browser = Browser(services, session(sign_in(Browser(services))))
    assert '<html lang="en">' in browser.get("/admin").text
    browser.post("/admin/account", {"language": "vi", "name": "Hoa"})
    assert '<html lang="vi">' in browser.get("/admin").text
    assert '<html lang="zh-Hant">' in browser.get("/admin?lang=zh-Hant").text


def test_somebody_without_the_right_reads_so(services: Services) -> None:
    browser = Browser(services, cookie(services.store, "catalogue"))
    answer = browser.get("/admin/orders")
    assert (answer.status_code, "Your role does not let you" in answer.text) == (404, True)
    assert 'href="/admin/orders"' not in browser.get("/admin").text
