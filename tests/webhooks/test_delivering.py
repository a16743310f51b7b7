"""Every step of an order reaches every address that wants it, until it is taken or given up."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from aws_double import new_table
from factories import MOMENT
from sold_orders import keep, order, paid_order

from shop import clock
from shop.adapters.sqlite_store import SqliteStore
from shop.errors import InvalidInput, NotFound, Undelivered
from shop.outbox.service import dead, depth, drain, retry
from shop.ports import Store
from shop.webhooks.delivering import Hooks
from shop.webhooks.records import Endpoint
from shop.webhooks.registry import (
    add_endpoint,
    deliveries,
    enable_endpoint,
    find_endpoint,
    list_endpoints,
    remove_endpoint,
)
from shop.webhooks.service import DISABLED_MAIL, hook_puts

HOUR = timedelta(hours=1)


class Receiver:
    """Remembers what it was sent; answers by address, in turn. 0 stands for no answer."""

    def __init__(self) -> None:
        self.answers: dict[str, list[int]] = {}
        self.got: list[tuple[str, Mapping[str, str], bytes]] = []

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        self.got.append((url, headers, body))
        answers = self.answers.get(url, [])
        status = answers.pop(0) if len(answers) > 1 else (answers or [200])[0]
        if not status:
            raise Undelivered("It did not answer.")
        return status


class Shop:
    """A store, a clock that is moved by hand, and workers that drain the outbox."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = MOMENT
        self.receiver = Receiver()
        self.hooks = Hooks(store, self.receiver, self.clock)

    def clock(self) -> datetime:
        return self.now

    def add(self, url: str = "https://erp.example.com/hook", *events: str) -> Endpoint:
        return add_endpoint(self.store, url, self.clock, events=events)

    def tell(self, transition: str = "paid", order_id: str = "O1") -> None:
        self.store.transact(hook_puts(order_id, transition, self.now))

    def work(self, hours: int = 0) -> None:
        """Drains twice: who is to be told is one message, telling them others."""
        for _ in range(hours + 1):
            for _ in range(2):
                drain(self.store, self.hooks.couriers(), self.clock)
            self.now += HOUR if hours else timedelta(0)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    shop = Shop(SqliteStore(tmp_path / "shop.db", lambda: MOMENT))
    keep(shop.store, None, paid_order())
    return shop


def test_a_transition_is_sent_to_everyone_who_wants_it(shop: Shop) -> None:
    for url, *events in [
        ("https://a.example.com/", "order.paid"),
        ("https://b.example.com/",),
        ("https://c.example.com/", "order.refunded"),
    ]:
        shop.add(url, *events)
    shop.tell("paid")
    shop.work()
    assert sorted(url for url, _, _ in shop.receiver.got) == [
        "https://a.example.com/",
        "https://b.example.com/",
    ]
    assert depth(shop.store) == 0


def test_the_message_is_signed_and_holds_the_order(shop: Shop) -> None:
    endpoint = shop.add()
    shop.tell("refunded#R1")
    shop.work()
    ((_url, headers, body),) = shop.receiver.got
    content = json.loads(body)
    assert (content["type"], content["timestamp"][:10]) == ("order.refunded", "2026-11-22")
    assert (content["data"]["once"], content["data"]["order"]["id"]) == ("R1", "O1")
    assert "token" not in content["data"]["order"]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(endpoint.secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert headers["webhook-id"] == "O1.refunded.R1"


def test_nobody_to_tell_leaves_nothing_behind(shop: Shop) -> None:
    shop.tell()
    shop.work()
    assert (shop.receiver.got, depth(shop.store)) == ([], 0)


def test_an_address_that_fails_is_tried_again_and_costs_others_nothing(shop: Shop) -> None:
    slow, good = shop.add("https://slow.example.com/"), shop.add("https://good.example.com/")
    shop.receiver.answers[slow.url] = [0, 500, 302, 204]
    shop.tell()
    shop.work(hours=12)
    sent = [url for url, _, _ in shop.receiver.got]
    assert (sent.count(slow.url), sent.count(good.url)) == (4, 1)
    ids = {headers["webhook-id"] for _, headers, _ in shop.receiver.got}
    stamps = {h["webhook-timestamp"] for url, h, _ in shop.receiver.got if url == slow.url}
    assert (len(ids), len(stamps)) == (1, 4)
    log = deliveries(shop.store, slow.id)
    assert [each.status for each in log] == [204, 302, 500, 0]
    assert [each.ok for each in log] == [True, False, False, False]
    assert find_endpoint(shop.store, slow.id).failing_since == ""


def test_one_that_never_answers_becomes_a_dead_letter_and_is_switched_off(shop: Shop) -> None:
    endpoint = shop.add()
    shop.receiver.answers[endpoint.url] = [503]
    shop.tell()
    shop.work(hours=24 * 9)
    assert [item.data["endpoint"] for item in dead(shop.store).items] == [endpoint.id]
    assert not find_endpoint(shop.store, endpoint.id).active
    (mail,) = shop.store.query("WEBHOOKS", "OUTBOX#").items
    assert mail.key.sk.startswith(f"OUTBOX#{DISABLED_MAIL}#")
    assert mail.data["error"] == "It answers 503."
    attempts = len(shop.receiver.got)
    shop.tell("fulfilled#P1")
    shop.work(hours=2)
    assert len(shop.receiver.got) == attempts


def test_a_dead_letter_can_be_sent_again_once_the_address_is_enabled(shop: Shop) -> None:
    endpoint = shop.add()
    shop.receiver.answers[endpoint.url] = [410]
    shop.tell()
    shop.work()
    (letter,) = dead(shop.store).items
    shop.receiver.answers[endpoint.url] = [200]
    enable_endpoint(shop.store, endpoint.id)
    retry(shop.store, letter.key, shop.clock)
    shop.work()
    assert {each.status for each in deliveries(shop.store, endpoint.id)} == {200, 410}
    assert (len(dead(shop.store).items), len(shop.receiver.got)) == (0, 2)


def test_a_receiver_that_is_gone_is_switched_off_at_once(shop: Shop) -> None:
    endpoint = shop.add()
    shop.receiver.answers[endpoint.url] = [410]
    shop.tell()
    shop.work()
    assert not find_endpoint(shop.store, endpoint.id).active
    assert len(shop.receiver.got) == 1


def test_an_answer_in_between_is_the_end_of_failing(shop: Shop) -> None:
    endpoint = shop.add()
    shop.receiver.answers[endpoint.url] = [500]
    shop.tell("placed")
    shop.work(hours=24 * 4)
    shop.receiver.answers[endpoint.url] = [200]
    shop.tell("paid")
    shop.work()
    shop.receiver.answers[endpoint.url] = [500]
    shop.tell("changed#1")
    shop.work(hours=24 * 4)
    assert find_endpoint(shop.store, endpoint.id).active


def test_spreading_again_after_a_crash_asks_for_nothing_twice(shop: Shop) -> None:
    shop.add()
    shop.tell()
    (message,) = shop.store.query("ORDER#O1", "OUTBOX#webhook#").items
    shop.hooks.spread(message)
    shop.hooks.spread(message)
    shop.work()
    assert len(shop.receiver.got) == 1


def test_what_waits_for_a_removed_address_is_not_sent(shop: Shop) -> None:
    endpoint = shop.add()
    shop.receiver.answers[endpoint.url] = [500]
    shop.tell()
    shop.work()
    remove_endpoint(shop.store, endpoint.id)
    shop.work(hours=2)
    assert (len(shop.receiver.got), depth(shop.store)) == (1, 0)
    assert (list_endpoints(shop.store), deliveries(shop.store, endpoint.id)) == ([], [])


def test_a_test_message_is_sent_at_once(shop: Shop) -> None:
    endpoint = shop.add()
    assert shop.hooks.test(endpoint.id).status == 200
    assert json.loads(shop.receiver.got[0][2])["type"] == "shop.test"
    shop.receiver.answers[endpoint.url] = [0]
    assert shop.hooks.test(endpoint.id).error == "It did not answer."
    assert len(deliveries(shop.store, endpoint.id)) == 2


def test_a_transition_asks_once(shop: Shop) -> None:
    (put,) = hook_puts("O1", "paid", MOMENT)
    assert put.conditions
    assert put.item.key.sk == "OUTBOX#webhook#paid"
    assert len(json.dumps(put.item.data)) < 250


@pytest.mark.parametrize(
    "url",
    [
        "http://erp.example.com/hook",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://127.0.0.1/",
        "http://127.0.0.1:9000/",
        "https://user:secret@erp.example.com/",
        "https://erp.example.com:8443/",
        "https://0x7f.1/",
        "ftp://erp.example.com/",
        "erp.example.com",
        "",
    ],
)
def test_addresses_that_nothing_is_ever_sent_to(shop: Shop, url: str) -> None:
    with pytest.raises(InvalidInput, match="public"):
        shop.add(url)
    assert list_endpoints(shop.store) == []


def test_a_shop_on_this_machine_may_send_to_a_program_beside_it(shop: Shop) -> None:
    url = "http://127.0.0.1:9000/hook"
    assert add_endpoint(shop.store, url, shop.clock, loopback=True).url == url
    with pytest.raises(InvalidInput):
        add_endpoint(shop.store, "http://192.168.0.1:9000/", shop.clock, loopback=True)


def test_an_unknown_event_or_webhook_is_refused(shop: Shop) -> None:
    with pytest.raises(InvalidInput, match="no event"):
        shop.add("https://erp.example.com/", "order.sold")
    for command in (find_endpoint, remove_endpoint, enable_endpoint):
        with pytest.raises(NotFound):
            command(shop.store, "nobody")


def test_there_is_an_end_to_how_many(shop: Shop) -> None:
    for number in range(20):
        shop.add(f"https://erp.example.com/{number}")
    with pytest.raises(InvalidInput, match="too many"):
        shop.add()


def test_an_order_that_is_gone_is_given_up(shop: Shop) -> None:
    shop.add()
    shop.tell("paid", order_id="gone")
    shop.work()
    assert len(dead(shop.store).items) == 1
    assert order().id not in str(shop.receiver.got)


@pytest.mark.network
def test_on_dynamodb_the_same_becomes_of_it(ministack_url: str) -> None:
    """Sent to one, tried again with another, given up and switched off with the third."""
    with new_table(ministack_url, clock.now) as store:
        shop = Shop(store)
        keep(store, None, paid_order())
        good, slow, gone = (shop.add(f"https://{name}.example.com/") for name in "abc")
        shop.receiver.answers = {slow.url: [500, 200], gone.url: [410]}
        shop.tell()
        shop.work(hours=3)
        told = [[each.ok for each in deliveries(store, one.id)] for one in (good, slow, gone)]
        assert told == [[True], [True, False], [False]]
        assert [one.active for one in list_endpoints(store)].count(False) == 1
        assert len(dead(store).items) == 1
        assert not find_endpoint(store, slow.id).failing_since
        assert len(store.query("WEBHOOKS", f"OUTBOX#{DISABLED_MAIL}#").items) == 1
