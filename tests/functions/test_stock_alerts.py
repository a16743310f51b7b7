"""Waiting for something sold out: from the form on its page to the mail, and the way out of it."""

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from factories import offer, put_for_sale
from sent_mails import mails, text_of

from functions.bootstrap import bootstrap
from functions.notifications.handler import handler as notify
from shop.ports import Store
from shop.stock.ledger import set_many_on_hand

Invoke = Callable[..., SimpleNamespace]

FORM = {"content-type": "application/x-www-form-urlencoded", "accept": "text/html"}
# What the mail's subject says in each language of the shop.
BACK = {"en": "is back", "vi": "đã có hàng lại", "zh-Hans": "已到货", "zh-Hant": "到貨了"}


@pytest.fixture(autouse=True)
def _sold_out(store: Store) -> None:
    put_for_sale(store, offer("SILK #1", stock_policy="deny"), on_hand=0)


def wait(invoke: Invoke, email: str = "hoa@example.com", **changes: Any) -> SimpleNamespace:
    body = {"sku": "SILK #1", "email": email, **changes}
    return invoke("stock_alerts", "POST", "/api/stock-alerts", body=body)


def restock(store: Store) -> None:
    set_many_on_hand(store, {"SILK #1": 3}, "bought", "mai", bootstrap().clock)


def test_a_program_is_told_whether_it_waits(invoke: Invoke, store: Store) -> None:
    assert (wait(invoke).status, wait(invoke).json) == (202, {"status": "waiting"})
    restock(store)
    answer = wait(invoke)
    assert (answer.status, answer.json) == (200, {"status": "available"})


@pytest.mark.parametrize(
    "changes", [{"email": "no address"}, {"email": "a@b.cd\nBcc: x@y.zz"}, {"sku": ""}, {"x": 1}]
)
def test_what_cannot_be_used_is_refused(invoke: Invoke, changes: dict[str, Any]) -> None:
    assert wait(invoke, **changes).status == 422


def test_an_article_nobody_sells_is_not_found(invoke: Invoke) -> None:
    assert wait(invoke, sku="NEVER-SEEN").status == 404


def test_a_form_gets_a_page_that_names_the_address(invoke: Invoke) -> None:
    form = urlencode({"sku": "SILK #1", "email": " hoa@example.com ", "lang": "vi"})
    answer = invoke("stock_alerts", "POST", "/api/stock-alerts", body=form, headers=FORM)
    assert answer.status == 200
    assert "hoa@example.com" in answer.text
    assert 'lang="vi"' in answer.text


@pytest.mark.parametrize("language", BACK)
def test_the_mail_is_in_the_language_of_who_waits(
    invoke: Invoke, store: Store, language: str
) -> None:
    wait(invoke, lang=language)
    restock(store)
    assert notify({}, None) == {"sent": 1}
    assert notify({}, None) == {"sent": 0}
    (mail,) = mails()
    assert BACK[language] in mail["subject"]
    assert "hoa@example.com" in mail["to"]
    text = text_of(mail)
    assert f"/{language}/products/silk #1#sku=SILK%20%231" in text


def test_the_way_out_asks_before_it_forgets(invoke: Invoke, store: Store) -> None:
    wait(invoke)
    restock(store)
    notify({}, None)
    (mail,) = mails()
    text = text_of(mail)
    (link,) = re.findall(r"http\S+/api/stock-alerts/cancel\S+", text)
    set_many_on_hand(store, {"SILK #1": 0}, "sold", "mai", bootstrap().clock)
    wait(invoke)
    page = invoke("stock_alerts", "GET", "/api/stock-alerts/cancel", query=urlsplit(link).query)
    assert page.status == 200
    assert 'method="post"' in page.text
    fields = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
    done = invoke(
        "stock_alerts",
        "POST",
        "/api/stock-alerts/cancel",
        body=urlencode(fields),
        headers=FORM,
    )
    assert done.status == 200
    restock(store)
    assert notify({}, None) == {"sent": 0}


def test_a_link_that_the_shop_did_not_sign_leads_nowhere(invoke: Invoke) -> None:
    for query in ("", "person=abc&signature=", "person=abc&signature=abc", "signature=%ff"):
        answer = invoke("stock_alerts", "GET", "/api/stock-alerts/cancel", query=query)
        assert answer.status == 404


def test_the_owner_hears_in_the_language_of_the_shop(buy: Invoke, store: Store) -> None:
    put_for_sale(store, offer("TEA-50"), on_hand=3)
    assert buy().status == 201
    notify({}, None)
    low = [mail for mail in mails() if "Running low" in mail["subject"]]
    assert [mail["subject"] for mail in low] == ["Running low: Tea TEA-50 (2 left)"]
