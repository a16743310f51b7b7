"""Settings at the desk, through the real handlers."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from desk import cookie

from functions.bootstrap import bootstrap
from shop.clock import now
from shop.coupons.model import Coupon, Standing
from shop.coupons.service import list_coupons, save_coupon
from shop.ports import Store
from shop.staff import audit
from shop.webhooks.delivering import Hooks
from shop.webhooks.records import endpoint_key
from shop.webhooks.registry import add_endpoint, list_endpoints

Invoke = Callable[..., SimpleNamespace]
Ask = Callable[..., SimpleNamespace]

PATH = "/admin/settings"
PAGE = {"accept": "text/html"}
FORM = {**PAGE, "content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def get(invoke: Invoke, store: Store) -> Ask:
    own = [cookie(store, "owner")]

    def look(path: str = "", query: str = "") -> SimpleNamespace:
        return invoke("admin_settings", "GET", PATH + path, query=query, cookies=own, headers=PAGE)

    return look


@pytest.fixture
def post(invoke: Invoke, store: Store) -> Ask:
    own = [cookie(store, "owner")]

    def send(path: str, **fields: Any) -> SimpleNamespace:
        named = {name.replace("__", ":"): value for name, value in fields.items()}
        body = urlencode(named)
        return invoke("admin_settings", "POST", PATH + path, body=body, cookies=own, headers=FORM)

    return send


def only(store: Store) -> Standing:
    (found,) = list_coupons(store)
    return found


def test_ways_of_delivery_and_paying_say_where_they_are_changed(get: Ask) -> None:
    text = get().text
    for method in bootstrap().profile.shipping:
        assert method.id in text
    assert "site/shipping.toml" in text
    assert "site/payments.toml" in text
    assert "<input" not in text.split("<main")[1]


def test_the_simulator_says_of_every_way_whether_and_why(post: Ask, store: Store) -> None:
    before = audit.entries(store)[0]
    answer = post("/delivery", sku0="TEA-50", pieces0="2", country="VN")
    assert answer.status == 200
    assert answer.text.count("<strong>") == len(bootstrap().profile.shipping)
    assert "$25.00" in answer.text
    assert ">offered<" in answer.text
    assert ">not offered<" in answer.text
    assert audit.entries(store)[0] == before


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"sku0": "TEA-50", "pieces0": "0"},
        {"sku0": "TEA-50", "pieces0": "many"},
        {"sku0": "TEA-50", "pieces0": "1", "country": "VNM"},
        {"sku0": "x" * 201},
    ],
    ids=str,
)
def test_the_simulator_refuses_what_is_no_cart(post: Ask, fields: Mapping[str, str]) -> None:
    assert post("/delivery", **fields).status == 400


def test_the_simulator_names_what_is_not_for_sale(post: Ask) -> None:
    answer = post("/delivery", sku0="<b>NONE</b>", country="VN")
    assert answer.status == 200
    assert "There is nothing to deliver." in answer.text
    assert "<b>NONE" not in answer.text


def test_a_coupon_is_added_changed_and_stopped(get: Ask, post: Ask, store: Store) -> None:
    fields = {
        "code": "tet 2027", "kind": "percent", "percent": "12,5", "limit": "100",
        "starts": "2026-12-24T07:00", "ends": "2027-01-24T07:00", "minimum": "50",
        "categories": "Tea > Green tea\nClay", "skus": "TEA-50", "with_sale_prices": "1",
    }  # fmt: skip
    answer = post("/coupons", **fields)
    assert answer.headers["location"] == f"{PATH}/coupons?done=saved"
    coupon = only(store).coupon
    assert (coupon.code, str(coupon.percent), coupon.limit) == ("TET2027", "12.5", 100)
    assert coupon.categories == (("Tea", "Green tea"), ("Clay",))
    assert coupon.minimum["USD"].amount == 5000
    zone = bootstrap().profile.days.timezone
    assert coupon.starts is not None
    assert zone == "Asia/Ho_Chi_Minh"
    assert coupon.starts.astimezone(UTC) == datetime(2026, 12, 24, tzinfo=UTC)

    form = get("/coupons", "code=TET2027").text
    for value in ('value="12.5"', 'value="2026-12-24T07:00"', "Tea &gt; Green tea\nClay"):
        assert value in form
    changed = {**fields, "changing": "TET2027", "percent": "20", "limit": "150"}
    assert post("/coupons", **changed).status == 303
    assert (str(only(store).coupon.percent), only(store).left) == ("20", 150)

    assert post("/coupons/stop", code="TET2027").status == 303
    assert not only(store).active
    latest, *_ = audit.entries(store)[0]
    assert {"field": "active", "from": "True", "to": "False"} in [
        {name: str(value) for name, value in each.items()} for each in latest.changes
    ]
    assert post("/coupons/stop", code="NONE").status == 404


def test_a_change_keeps_amounts_in_other_currencies(get: Ask, post: Ask, store: Store) -> None:
    known = {"code": "TEN", "kind": "amount", "amount": {"USD": "10", "VND": "250000"}}
    save_coupon(store, Coupon.model_validate(known))
    assert 'value="10.00"' in get("/coupons", "code=TEN").text
    assert post("/coupons", changing="TEN", kind="amount", amount="12.00").status == 303
    amounts = {code: money.amount for code, money in only(store).coupon.amount.items()}
    assert amounts == {"USD": 1200, "VND": 250000}


def test_free_delivery_by_chosen_ways(post: Ask, store: Store) -> None:
    method = bootstrap().profile.shipping[0].id
    fields = {"code": "FREE", "kind": "free_shipping", f"method__{method}": "1"}
    assert post("/coupons", **fields).status == 303
    assert only(store).coupon.methods == (method,)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"code": "x"}, "A code has 2 to 40"),
        ({"code": "a/b"}, "A code has 2 to 40"),
        ({"percent": ""}, "Say how much"),
        ({"percent": "101"}, "Write percents"),
        ({"percent": "NaN"}, "Write percents"),
        ({"kind": "amount", "amount": ""}, "Say how much"),
        ({"kind": "amount", "amount": "much"}, "This is no amount"),
        ({"kind": "gold"}, "Something about this coupon"),
        ({"limit": "0"}, "Write limits"),
        ({"limit": "-1"}, "Write limits"),
        ({"starts": "soon"}, "Write moments"),
        ({"starts": "2027-01-02T00:00", "ends": "2027-01-01T00:00"}, "A coupon ends after"),
        ({"note": "x" * 2001}, "The note is too long"),
    ],
    ids=str,
)
def test_what_is_no_coupon_is_said_and_nothing_typed_is_lost(
    post: Ask, store: Store, changes: Mapping[str, str], sentence: str
) -> None:
    answer = post("/coupons", **{"code": "TEN", "kind": "percent", "percent": "10", **changes})
    assert answer.status == 400
    assert sentence in answer.text
    assert f'value="{changes.get("code", "TEN")}"' in answer.text
    assert list(list_coupons(store)) == []


def test_a_new_coupon_does_not_replace_one_that_is_there(post: Ask, store: Store) -> None:
    assert post("/coupons", code="TEN", kind="percent", percent="10").status == 303
    assert post("/coupons", code="ten", kind="percent", percent="90").status == 409
    assert str(only(store).coupon.percent) == "10"


class Receiver:
    """Stands for whatever listens at a webhook's address."""

    def __init__(self, status: int) -> None:
        self.status = status
        self.got: list[str] = []

    def post(self, url: str, _headers: Mapping[str, str], _body: bytes) -> int:
        self.got.append(url)
        return self.status


def listening(store: Store, status: int) -> Receiver:
    receiver = Receiver(status)
    bootstrap().__dict__["hooks"] = Hooks(store, receiver, now)
    return receiver


def test_a_webhook_is_added_and_its_secret_is_shown_once(get: Ask, post: Ask, store: Store) -> None:
    answer = post("/webhooks", url="https://example.com/hook", **{"event:order.paid": 1})
    (hook,) = list_endpoints(store)
    assert hook.secret in answer.text
    assert hook.secret not in get("/webhooks").text
    assert hook.secret not in str(audit.entries(store)[0])


def test_a_webhook_that_is_sent_twice_is_added_once(get: Ask, post: Ask, store: Store) -> None:
    [name] = re.findall(r'name="once" value="([0-9A-Z]{26})"', get("/webhooks").text)
    sent = [post("/webhooks", url="https://example.com/hook", once=name) for _ in range(2)]
    [hook] = list_endpoints(store)
    assert all(hook.secret in answer.text for answer in sent)


def test_a_webhook_is_tested_and_says_what_was_answered(get: Ask, post: Ask, store: Store) -> None:
    hook = add_endpoint(store, "https://example.com/hook", now)
    receiver = listening(store, 204)
    assert post(f"/webhooks/{hook.id}/test").headers["location"].endswith("done=test")
    assert receiver.got == ["https://example.com/hook"]
    listening(store, 500)
    assert "It answers 500." in post(f"/webhooks/{hook.id}/test").text
    shown = get("/webhooks").text
    assert shown.count("shop.test") == 2


def test_a_webhook_is_switched_on_again_and_removed(get: Ask, post: Ask, store: Store) -> None:
    hook = add_endpoint(store, "https://example.com/hook", now)
    item = store.get(endpoint_key(hook.id))
    assert item is not None
    item.data["disabled_at"] = "2026-11-22T08:00:00+00:00"  # type: ignore[index]
    store.put_many([item])
    assert "switched off" in get("/webhooks").text
    assert post(f"/webhooks/{hook.id}/enable").status == 303
    assert list_endpoints(store)[0].active
    assert post(f"/webhooks/{hook.id}/remove").status == 303
    assert list_endpoints(store) == []
    for act in ("test", "enable", "remove"):
        assert post(f"/webhooks/{hook.id}/{act}").status == 404


@pytest.mark.parametrize(
    "url", ["http://example.com/", "https://127.0.0.1/", "https://u:p@example.com/", "ftp://x", ""]
)
def test_no_address_of_the_own_network_is_taken(post: Ask, store: Store, url: str) -> None:
    assert post("/webhooks", url=url).status == 400
    assert list_endpoints(store) == []


def test_who_only_looks_can_try_a_delivery_and_change_nothing(invoke: Invoke, store: Store) -> None:
    own = [cookie(store, "read_only")]
    add_endpoint(store, "https://example.com/hook", now)

    def ask(method: str, path: str, **fields: str) -> SimpleNamespace:
        body = urlencode(fields) if method == "POST" else None
        return invoke("admin_settings", method, PATH + path, body=body, cookies=own, headers=FORM)

    for path in ("", "/delivery", "/coupons", "/webhooks"):
        shown = ask("GET", path)
        assert shown.status == 200
        assert f'action="{PATH}/coupons' not in shown.text
        assert f'action="{PATH}/webhooks' not in shown.text
    assert ask("POST", "/delivery", sku0="TEA-50", country="VN").status == 200
    assert ask("POST", "/coupons", code="TEN", kind="percent", percent="10").status == 404
    assert ask("POST", "/webhooks", url="https://example.com/").status == 404
    assert list(list_coupons(store)) == []
