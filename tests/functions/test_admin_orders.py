"""The desk's orders: every act, every refusal as a sentence, and nothing typed is lost."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk import ADDRESS, Browser, cookie
from factories import offer, on_hand, put_for_sale, usd
from httpx import Response
from order_desk import act, alert, now, paid, placed, shop_of

from functions.bootstrap import Services
from shop.mail.outbox import MAIL
from shop.orders.commands import announce_return
from shop.orders.model import Order
from shop.orders.notices import PARKED
from shop.orders.request import Contact
from shop.orders.transitions import fingerprint
from shop.outbox.messages import given_up, message_key
from shop.ports import IndexKey, Item, Key
from shop.staff import audit

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    yield from shop_of(tmp_path, offer())


@pytest.fixture
def owner(services: Services) -> Browser:
    return Browser(services, cookie(services.store))


@pytest.fixture
def order(services: Services) -> Order:
    return placed(services)


def test_money_is_confirmed_and_the_log_says_so(
    owner: Browser, services: Services, order: Order
) -> None:
    answer = act(owner, order, "confirm", once="C", amount="28,00", reference="VCB 77")
    assert answer.headers["location"] == f"/admin/orders/{order.id}?done=confirm"
    after = now(services, order)
    assert (after.state, after.history[-1].actor) == ("paid", "owner@example.com")
    assert "VCB 77" in after.history[-1].note
    shown = owner.get(answer.headers["location"])
    assert "The money is booked." in shown.text
    (entry,) = audit.entries(services.store)[0]
    assert entry.about == order.number
    assert {"field": "state", "from": "pending_offline", "to": "paid"} in entry.changes


def test_a_part_of_the_money_is_taken_off_what_is_due(
    owner: Browser, services: Services, order: Order
) -> None:
    for _twice in range(2):
        assert act(owner, order, "confirm", once="C", amount="20.00").status_code == 303
    assert (now(services, order).state, now(services, order).due) == ("pending_offline", usd(800))
    page = owner.get(f"/admin/orders/{order.id}").text
    assert re.search(r'name="amount"[^>]*value="8.00"', page)
    assert "Still to pay" in page
    assert act(owner, order, "confirm", once="D", amount="8.00").status_code == 303
    assert now(services, order).state == "paid"


@pytest.mark.parametrize("amount", ["0", "abc", "1.2.3", "1.250", "-28", "28 dollars", "1e9"])
def test_a_wrong_amount_is_refused_and_stays_typed(
    owner: Browser, services: Services, order: Order, amount: str
) -> None:
    answer = act(owner, order, "confirm", once="C", amount=amount, reference='"VCB" <77>')
    assert 400 <= answer.status_code < 500
    assert alert(answer)
    assert f'value="{html.escape(amount)}"' in answer.text
    assert "&#34;VCB&#34; &lt;77&gt;" in answer.text
    assert now(services, order).state == "pending_offline"


def test_a_parcel_leaves_in_parts(owner: Browser, services: Services) -> None:
    order = paid(owner, services)
    first = act(owner, order, "fulfil", once="A", send__=0, **{"send__TEA-50": 1, "carrier": "GHN"})
    assert first.status_code == 303
    too_many = act(owner, order, "fulfil", once="B", **{"send__TEA-50": 2, "tracking": "T-1"})
    assert too_many.status_code == 409
    assert "more than this order still waits for" in alert(too_many)
    assert 'value="T-1"' in too_many.text
    last = {"send__TEA-50": 1, "tracking": "T-1", "tracking_url": "https://ghn.example/T-1"}
    assert act(owner, order, "fulfil", once="B", **last).status_code == 303
    after = now(services, order)
    assert (after.state, len(after.shipments)) == ("fulfilled", 2)


@pytest.mark.parametrize(
    "fields",
    [
        {"once": "A"},
        {"once": "", "send__TEA-50": 1},
        {"once": "A", "send__TEA-50": "one"},
        {"once": "A", "send__TEA-50": 1, "tracking_url": "javascript:alert(1)"},
        {"once": "A", "send__TEA-50": 1, "carrier": "x" * 500},
        {"once": "A", "send__NOPE": 1},
    ],
)
def test_a_parcel_that_cannot_be_is_refused(
    owner: Browser, services: Services, fields: dict[str, Any]
) -> None:
    order = paid(owner, services)
    answer = act(owner, order, "fulfil", **fields)
    assert 400 <= answer.status_code < 500
    assert alert(answer)
    assert now(services, order).shipments == ()


def test_a_refund_sent_twice_is_one(owner: Browser, services: Services) -> None:
    order = paid(owner, services)
    page = owner.get(f"/admin/orders/{order.id}").text
    once = re.findall(r'/refund".*?name="once" value="([^"]+)"', page, re.DOTALL)[0]
    fields = {"once": once, "back__TEA-50": 1, "restock": "1", "reason": "broken lid"}
    for _ in range(2):
        assert act(owner, order, "refund", **fields).status_code == 303
    after = now(services, order)
    assert [refund.amount for refund in after.refunds] == [usd(1250)]
    assert after.refunds[0].reason == "broken lid"
    assert on_hand(services.store, "TEA-50")[0] == 9


def test_delivery_and_any_amount_can_go_back_but_never_more(
    owner: Browser, services: Services
) -> None:
    order = paid(owner, services)
    fields = {"once": "A", "shipping": "1", "amount": "5.00"}
    assert act(owner, order, "refund", **fields).status_code == 303
    assert now(services, order).refunds[0].amount == usd(800)
    answer = act(owner, order, "refund", once="B", amount="20.01", reason="sorry")
    assert answer.status_code == 409
    assert "more than is left" in alert(answer)
    assert 'value="20.01"' in answer.text
    assert 'value="sorry"' in answer.text
    nothing = act(owner, order, "refund", once="C")
    assert "more than nothing" in alert(nothing)


def test_an_order_is_cancelled_with_a_reason(
    owner: Browser, services: Services, order: Order
) -> None:
    assert act(owner, order, "cancel", reason="never paid").status_code == 303
    after = now(services, order)
    assert (after.state, after.history[-1].note) == ("cancelled", "never paid")
    again = act(owner, order, "cancel", reason="again")
    assert "over already" in alert(again)


def test_a_parcel_that_came_back_unpaid_is_on_the_shelf_again(
    owner: Browser, services: Services
) -> None:
    order = placed(services, payment="cod")
    form = f"/admin/orders/{order.id}/cancel"
    assert "in stock again" not in owner.get(f"/admin/orders/{order.id}").text
    act(owner, order, "fulfil", once="A", **{"send__TEA-50": 2})
    page = owner.get(f"/admin/orders/{order.id}").text
    assert form in page
    assert "in stock again" in page
    assert act(owner, order, "cancel", reason="not at home", restock="1").status_code == 303
    assert now(services, order).state == "cancelled"
    assert on_hand(services.store, "TEA-50") == (10, 0)


def test_quantities_are_changed_before_the_money_comes(
    owner: Browser, services: Services, order: Order
) -> None:
    put_for_sale(services.store, offer("CUP", 900))
    answer = act(owner, order, "edit", **{"pieces__TEA-50": 3})
    assert "new quantities" in owner.get(answer.headers["location"]).text
    after = now(services, order)
    assert (after.pieces(), after.total) == ({"TEA-50": 3}, usd(4050))
    assert on_hand(services.store, "TEA-50") == (7, 3)


@pytest.mark.parametrize(
    ("pieces", "sentence"),
    [
        ({"pieces__TEA-50": 11}, "Not enough in stock"),
        ({"pieces__TEA-50": 0}, "Nothing would be left"),
        ({"pieces__TEA-50": "two"}, "whole numbers"),
        ({"pieces__CUP": 1}, "not part of the order"),
    ],
)
def test_quantities_that_cannot_be_are_refused(
    owner: Browser, services: Services, order: Order, pieces: dict[str, Any], sentence: str
) -> None:
    answer = act(owner, order, "edit", **pieces)
    assert 400 <= answer.status_code < 500
    assert sentence in alert(answer)
    assert now(services, order) == order


def test_a_paid_order_keeps_its_quantities(owner: Browser, services: Services) -> None:
    order = paid(owner, services)
    assert f"/admin/orders/{order.id}/edit" not in owner.get(f"/admin/orders/{order.id}").text
    assert "stays as it is" in alert(act(owner, order, "edit", **{"pieces__TEA-50": 1}))


def test_an_address_is_corrected(owner: Browser, services: Services, order: Order) -> None:
    person = {**order.contact.model_dump(), **order.address.model_dump()}
    sent = {**person, "line1": "99 Lê Lợi", "note": "Ring\r\ntwice"}
    assert act(owner, order, "amend", **sent).status_code == 303
    after = now(services, order)
    assert (after.address.line1, after.note) == ("99 Lê Lợi", "Ring\ntwice")


def test_a_wrong_address_is_refused_field_by_field(
    owner: Browser, services: Services, order: Order
) -> None:
    person = {**order.contact.model_dump(), **order.address.model_dump()}
    answer = act(owner, order, "amend", **{**person, "email": "hoa@", "city": "Đà Nẵng"})
    assert answer.status_code == 422
    assert "Look at: email" in answer.text
    assert 'value="hoa@"' in answer.text
    assert 'value="Đà Nẵng"' in answer.text
    assert now(services, order) == order


def test_a_return_is_accepted_or_not(owner: Browser, services: Services) -> None:
    order = paid(owner, services)
    for name in ("R1", "R2"):
        announce_return(services.desk, order.id, order.token, name, {"TEA-50": 1}, SCRIPT)
    act(owner, order, "return", **{"return": "R1", "accepted": "1"})
    act(owner, order, "return", **{"return": "R2", "accepted": "0"})
    states = [each.state for each in now(services, order).returns]
    assert states == ["received", "declined"]


def test_notes_are_for_the_desk_alone(owner: Browser, services: Services, order: Order) -> None:
    assert act(owner, order, "note", text="Calls on Monday").status_code == 303
    assert "Calls on Monday" in owner.get(f"/admin/orders/{order.id}").text
    guest = Browser(services).get(f"/api/orders/{order.id}?token={order.token}")
    assert (guest.status_code, "Calls on Monday" in guest.text) == (200, False)


def test_a_mail_goes_out_again(owner: Browser, services: Services, order: Order) -> None:
    from shop.mail.deliveries import deliveries
    from shop.mail.outbox import MAIL

    waiting = {"audience": "shopper", "event": "order_placed"}
    assert act(owner, order, "resend", **waiting).status_code == 303
    services.couriers[MAIL](_message(services, order))
    unknown = act(owner, order, "resend", audience="shopper", event="refunded")
    assert unknown.status_code == 404
    assert alert(unknown)
    assert {each["event"] for each in deliveries(services.store, order.id)} == {
        "order_placed",
        "order_placed_owner",
    }


def _message(services: Services, order: Order) -> Item:
    key = message_key(f"ORDER#{order.id}", MAIL, "shopper#order_placed")
    item = services.store.get(key)
    assert item is not None
    return item


def test_papers_are_issued_by_a_button_and_read_by_a_link(
    owner: Browser, services: Services
) -> None:
    order = paid(owner, services)
    slip = owner.get(f"/admin/orders/{order.id}/packing-slip.pdf")
    assert slip.content.startswith(b"%PDF")
    assert owner.get(f"/admin/orders/{order.id}/invoice.pdf").status_code == 404
    issued = act(owner, order, "invoice")
    assert owner.get(issued.headers["location"]).content.startswith(b"%PDF")
    act(owner, order, "refund", once="A", amount="1.00")
    refund = now(services, order).refunds[0].id
    assert act(owner, order, "invoice", refund="nothing").status_code == 404
    credit = act(owner, order, "invoice", refund=refund)
    assert owner.get(credit.headers["location"]).headers["content-type"] == "application/pdf"


def test_there_is_no_invoice_before_the_money(
    owner: Browser, services: Services, order: Order
) -> None:
    assert "as soon as the order is paid" in alert(act(owner, order, "invoice"))


def test_what_shoppers_write_is_shown_as_they_wrote_it(owner: Browser, services: Services) -> None:
    name = f"{SCRIPT}<img src=x onerror=alert(1)>"
    contact = Contact(name=name, email="a@example.com", phone="'\"><svg onload=alert(1)>")
    order = placed(services, contact=contact, note=SCRIPT)
    for path in ("", f"/{order.id}", "?q=script"):
        shown = owner.get(f"/admin/orders{path}").text
        assert html.escape(name) in shown
        assert "<img src=x" not in shown
        assert "<script>alert" not in shown
        assert "<svg onload" not in shown


def test_lists_search_and_pages(owner: Browser, services: Services, order: Order) -> None:
    assert order.number in owner.get("/admin/orders").text
    assert order.number not in owner.get("/admin/orders?list=history").text
    assert order.number in owner.get("/admin/orders?q=hoa").text
    assert order.number not in owner.get("/admin/orders?q=nobody").text
    assert owner.get("/admin/orders?list=trash&after=%00&q=").status_code < 500


def test_articles_are_called_as_the_desk_calls_them_and_as_they_were_bought(
    owner: Browser, services: Services
) -> None:
    put_for_sale(services.store, offer(labels={"vi": "50 gam"}, label="50 g"))
    order = placed(services, language="vi")
    assert order.lines[0].title == "Trà TEA-50"
    english = owner.get(f"/admin/orders/{order.id}?lang=en").text
    assert ">Tea TEA-50</a> · 50 g<" in english
    assert '<span lang="vi">Trà TEA-50 · 50 gam</span>' in english
    own = owner.get(f"/admin/orders/{order.id}?lang=vi").text
    assert ">Trà TEA-50</a> · 50 gam<" in own
    assert "Tea TEA-50" not in own
    untold = owner.get(f"/admin/orders/{order.id}?lang=zh-Hans").text
    assert ">Trà TEA-50</a> · 50 gam<" in untold
    services.store.delete_many([Key("SKU#TEA-50", "OFFER")])
    gone = owner.get(f"/admin/orders/{order.id}?lang=en").text
    assert ">Trà TEA-50</a> · 50 gam<" in gone


def test_what_is_refused_is_said_in_the_language_of_the_desk(
    owner: Browser, services: Services
) -> None:
    order = placed(services)
    answer = act(owner, order, "edit?lang=vi", seen=fingerprint(order), **{"pieces__TEA-50": 11})
    assert alert(answer) == ("Không đủ hàng trong kho: TEA-50. Hãy giảm số lượng hoặc bỏ món đó.")


def test_an_unknown_order_is_404(owner: Browser) -> None:
    answer = owner.get("/admin/orders/nothing")
    assert (answer.status_code, "Back to today" in answer.text) == (404, True)
    assert owner.post("/admin/orders/nothing/cancel").status_code == 404


def upload(browser: Browser, content: bytes) -> Response:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n'
        b"Content-Type: text/csv\r\n\r\n" + content + b"\r\n--x--\r\n"
    )
    headers = {"content-type": "multipart/form-data; boundary=x", "origin": ADDRESS}
    return browser.send("POST", "/admin/orders/bank", body, headers)


def test_a_statement_is_looked_at_and_then_booked(
    owner: Browser, services: Services, order: Order
) -> None:
    other = placed(services)
    content = (
        f"Date,Amount,Description\n2026-11-22,28.00,{order.number} thanks\n"
        "2026-11-22,30.00,no number at all\n"
    ).encode()
    looked = upload(owner, content)
    assert (looked.status_code, "pays exactly" in looked.text) == (200, True)
    assert now(services, order).state == "pending_offline"
    carried = re.findall(r'name="statement" value="([^"]+)"', looked.text)[0]
    (row,) = re.findall(r'name="(row:[^"]+)"', looked.text)
    booked = owner.post("/admin/orders/bank/book", {"statement": carried, row: other.id})
    assert "2 payments were booked" in booked.text
    assert (now(services, order).state, now(services, other).state) == ("paid", "paid")
    again = owner.post("/admin/orders/bank/book", {"statement": carried, row: other.id})
    assert "0 payments were booked" in again.text


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"just text", b"a,b\n1,2\n"])
def test_what_is_no_statement_is_refused_with_a_sentence(owner: Browser, content: bytes) -> None:
    answer = upload(owner, content)
    assert 400 <= answer.status_code < 500
    assert alert(answer)


@pytest.mark.parametrize("carried", ["", "no base64", "AAAA", "eJwDAAAAAAE="])
def test_a_made_up_statement_books_nothing(owner: Browser, carried: str) -> None:
    answer = owner.post("/admin/orders/bank/book", {"statement": carried})
    assert 400 <= answer.status_code < 500
    assert alert(answer)


def test_what_unpacks_to_far_more_is_refused(owner: Browser) -> None:
    import base64
    import zlib

    bomb = base64.b64encode(zlib.compress(b"0" * 50_000_000)).decode()
    assert owner.post("/admin/orders/bank/book", {"statement": bomb}).status_code == 400


def test_messages_that_were_given_up_are_tried_again_or_dismissed(
    owner: Browser, services: Services, order: Order
) -> None:
    store = services.store
    store.put_many([given_up(_message(services, order), "no such mailbox", order.placed_at)])
    parked = {
        "type": "x.y",
        "intent": "pi_unknown",
        "session": "",
        "created": "2026-11-22T08:30:00Z",
    }
    store.put_many([Item(Key("EVENT#e", PARKED), parked, index=IndexKey(PARKED, "1"))])
    shown = owner.get("/admin/orders/messages").text
    assert "no such mailbox" in shown
    assert "pi_unknown" in shown
    assert re.search(
        r'tile--urgent">\s*<a href="/admin/orders/messages"><strong>1<', owner.get("/admin").text
    )
    message = _message(services, order).key
    fields = {"pk": message.pk, "sk": message.sk}
    assert owner.post("/admin/orders/messages", {**fields, "act": "retry"}).status_code == 303
    assert "no such mailbox" not in owner.get("/admin/orders/messages").text
    gone = owner.post("/admin/orders/messages", {**fields, "act": "dismiss"})
    assert (gone.status_code, bool(alert(gone))) == (409, True)
    unknown = owner.post("/admin/orders/messages", {"pk": "STAFF#x", "sk": "MEMBER"})
    assert unknown.status_code == 404
