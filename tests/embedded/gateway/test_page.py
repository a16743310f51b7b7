"""The payment page: what a shopper sees and does there."""

from collections.abc import Iterator

import httpx
import pytest
from factories import usd
from gateway_double import Clock, wanted

from infra.embedded.gateway.page import render
from infra.embedded.gateway.service import EmbeddedGateway
from infra.embedded.gateway.words import ENGLISH, WORDS
from shop.adapters.stripe_gateway import StripeGateway
from shop.money import Money
from shop.payments.gateway import Session, SessionLine

pytestmark = pytest.mark.network


@pytest.fixture
def browser() -> Iterator[httpx.Client]:
    with httpx.Client(follow_redirects=False) as client:
        yield client


@pytest.fixture
def opened(gateway: StripeGateway) -> Session:
    return gateway.open_session(wanted(), "open")


def test_the_page_shows_lines_total_and_methods(browser: httpx.Client, opened: Session) -> None:
    page = browser.get(opened.url)
    assert page.status_code == 200
    for text in ('lang="vi"', "HN-1001", "Trà sen", "Vận chuyển", "Alipay", "WeChat Pay"):
        assert text in page.text
    assert "form-action 'self' https://shop.example" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Payment"), ("zh-Hans", "合计"), ("zh-Hant", "總計")]
)
def test_the_page_speaks_the_shoppers_language(
    browser: httpx.Client, gateway: StripeGateway, language: str, title: str
) -> None:
    session = gateway.open_session(wanted(language=language), language)
    page = browser.get(session.url).text
    assert f'lang="{language}"' in page
    assert title in page


def test_every_language_says_everything() -> None:
    brands = {"apple_pay", "google_pay", "alipay", "wechat_pay"}  # the same word everywhere
    for language, words in WORDS.items():
        assert words.keys() == ENGLISH.keys()
        same = {name for name, text in words.items() if text == ENGLISH[name]}
        assert language == "en" or same <= brands


def test_paying_leads_to_the_shop(
    browser: httpx.Client, opened: Session, gateway: StripeGateway
) -> None:
    form = {"method": "card", "outcome": "paid"}
    for _ in range(2):  # a double click pays once
        answer = browser.post(opened.url, data=form)
        assert answer.status_code == 303
        assert answer.headers["location"] == f"https://shop.example/thanks?session={opened.id}"
    assert gateway.payment(session=opened.id).authorized == usd(3100)


def test_a_declined_payment_stays_on_the_page(
    browser: httpx.Client, opened: Session, gateway: StripeGateway
) -> None:
    answer = browser.post(opened.url, data={"method": "card", "outcome": "declined"})
    assert answer.status_code == 200
    assert "Thanh toán bị từ chối" in answer.text
    assert gateway.payment(session=opened.id).status == "open"


def test_leaving_is_a_link_and_takes_nothing(browser: httpx.Client, opened: Session) -> None:
    assert 'href="https://shop.example/order"' in browser.get(opened.url).text


def test_a_page_that_is_over_says_so(
    browser: httpx.Client, opened: Session, gateway: StripeGateway, clock: Clock
) -> None:
    clock.pass_by(hours=2)
    page = browser.get(opened.url)
    assert "Trang thanh toán này đã đóng." in page.text
    assert "<form" not in page.text
    late = browser.post(opened.url, data={"method": "card", "outcome": "paid"})
    assert late.status_code == 200
    assert gateway.payment(session=opened.id).status == "cancelled"


def test_a_page_nobody_opened_is_404(browser: httpx.Client, opened: Session) -> None:
    assert browser.get(opened.url + "x").status_code == 404
    assert browser.post(opened.url + "x", data={}).status_code == 404


def test_an_unknown_method_changes_nothing(
    browser: httpx.Client, opened: Session, gateway: StripeGateway
) -> None:
    assert browser.post(opened.url, data={"method": "gold"}).status_code == 200
    assert gateway.payment(session=opened.id).status == "open"


def test_titles_are_text_not_markup(gateway: StripeGateway, stand_in: EmbeddedGateway) -> None:
    lines = (SessionLine("<script>alert(1)</script>", 1, usd(3100)),)
    session = gateway.open_session(wanted(lines=lines), "open")
    shown = stand_in.session(session.id)
    assert "<script>" not in render(shown)


def test_amounts_are_written_as_the_language_does(
    gateway: StripeGateway, stand_in: EmbeddedGateway
) -> None:
    total = Money.of(2_750_000, "VND")
    session = gateway.open_session(wanted(total=total), "open")
    assert "2.750.000" in render(stand_in.session(session.id))
