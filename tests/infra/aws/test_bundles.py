"""What goes into a function's bundle."""

import io
import marshal
import zipfile
from pathlib import Path

import pytest
from kept_bundles import LOCK, NEEDED, Kept, kept, some
from lambda_emulator import alone, runtime, unpacked

from functions.registry import FUNCTIONS, Function
from infra.aws.bundles.bundle import Bundle, written
from infra.aws.bundles.layers import LAYERS
from infra.aws.bundles.packing import Source, compiled, module, packed
from infra.aws.bundles.tracing import check_known, trace
from infra.aws.bundles.wheels import pins
from shop.errors import Misconfigured
from shop.settings import ROOT

BY_NAME = {function.name: function for function in FUNCTIONS}
BUDGET = 6_000_000  # bytes of a zip (DESIGN.md, the measure)


def test_the_same_files_are_the_same_zip() -> None:
    files = {"b.txt": b"2", "a/c.py": b"1"}
    assert packed(files) == packed(dict(reversed(files.items())))
    names = zipfile.ZipFile(io.BytesIO(packed(files))).namelist()
    assert names == sorted(names)


def test_compiled_code_is_checked_by_nobody() -> None:
    """PEP 552: bit 0 says that it goes by hash, bit 1 that it is compared."""
    made = compiled(Source("shop/x.py", b'"""Why."""\nassert print\n', -1))
    assert int.from_bytes(made[4:8], "little") == 0b01
    code = marshal.loads(made[16:])  # noqa: S302 - our own bytes
    assert code.co_filename == "/var/task/shop/x.py"


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_a_function_takes_along_what_it_may_import_and_no_files_for_other_hosts(
    function: Function,
) -> None:
    traced = trace(function, ROOT)
    assert function.handler.rpartition(".")[0] in traced.modules
    assert "shop.adapters.dynamodb_store" in traced.modules
    assert not [name for name in traced.modules if name.startswith("shop.adapters.sqlite")]
    assert "boto3" not in traced.distributions
    assert ("stripe" in traced.distributions) == ("SHOP_STRIPE_KEY" in function.environment)
    assert ("apsw" in traced.distributions) == (function.name == "rebuild")


def test_a_cart_is_priced_without_the_desk_s_and_the_builder_s_libraries() -> None:
    traced = trace(BY_NAME["cart"], ROOT)
    assert not traced.distributions & {"argon2-cffi", "pelican", "pillow", "pypinyin", "openpyxl"}


def test_everything_a_function_imports_is_locked() -> None:
    locked = pins(LOCK)
    for function in FUNCTIONS:
        check_known(trace(function, ROOT).distributions, locked)
    with pytest.raises(Misconfigured, match="leftpad"):
        check_known({"leftpad"}, locked)


def test_a_library_leaves_at_home_what_nobody_reads() -> None:
    assert NEEDED.keeps("babel", "babel/locale-data/zh_Hant.dat")
    assert not NEEDED.keeps("babel", "babel/locale-data/fr.dat")
    assert NEEDED.keeps("tzdata", "tzdata/zoneinfo/Asia/Ho_Chi_Minh")
    assert not NEEDED.keeps("tzdata", "tzdata/zoneinfo/Europe/Paris")
    assert not NEEDED.keeps("stripe", "stripe/params/_charge_create_params.py")


@pytest.fixture(scope="module")
def workshop() -> Kept:
    runtime()
    return kept()


@pytest.mark.network
@pytest.mark.parametrize(
    "function",
    some("checkout", "admin_orders", "admin_catalogue", "rebuild"),
    ids=lambda function: function.name,
)
def test_a_bundle_is_as_small_as_a_cold_start_wants_it(workshop: Kept, function: Function) -> None:
    bundle = workshop.make(function)
    assert len(bundle.content) <= BUDGET, {e: s for s, e in heaviest(bundle)}


@pytest.mark.network
def test_a_layer_is_no_larger(workshop: Kept) -> None:
    layers = workshop.layers()
    assert {each.name for each in layers} == {layer.name for layer in LAYERS}
    for layer in layers:
        assert len(layer.content) <= BUDGET, {e: s for s, e in heaviest(layer)}


def heaviest(bundle: Bundle) -> list[tuple[int, str]]:
    entries = zipfile.ZipFile(io.BytesIO(bundle.content)).infolist()
    return sorted(((e.compress_size, e.filename) for e in entries), reverse=True)[:10]


@pytest.mark.network
def test_a_bundle_is_known_by_what_it_is_made_of(workshop: Kept) -> None:
    """Not by its bytes, which depend on what the process that compiles has done before."""
    bundle = workshop.make(BY_NAME["cart"])
    assert workshop.workshop.make(BY_NAME["cart"]).key == bundle.key
    touched = {**bundle.files, **module("shop/money.py", b"x = 1", ours=True)}
    renamed = {f"{path}c": content for path, content in bundle.files.items()}
    assert len({bundle.key, Bundle("cart", touched).key, Bundle("cart", renamed).key}) == 3


def test_who_asks_people_has_the_owner_s_surveys() -> None:
    asking = {
        function.name
        for function in FUNCTIONS
        if "content/surveys" in written(trace(function, ROOT))
    }
    assert asking == {"surveys", "admin_voices", "notifications", "rebuild"}


@pytest.mark.network
def test_what_the_owner_wrote_lies_where_the_function_looks_for_it(workshop: Kept) -> None:
    names = zipfile.ZipFile(io.BytesIO(workshop.make(BY_NAME["rebuild"]).content)).namelist()
    assert {"content/surveys/your-visit.toml", "content/pages/about.en.md"} <= set(names)


STRIPE = """
import boto3, json, stripe
from shop.adapters.stripe_gateway import StripeGateway
from shop.money import Money

class Answers(stripe.HTTPClient):
    name = "canned"
    def request(self, method, url, headers, post_data=None, **more):
        path = url.partition("/v1/")[2].partition("?")[0].split("/")[0]
        charge = {"object": "charge", "id": "ch_1", "amount": 500, "currency": "usd"}
        card = {"object": "payment_method", "id": "pm"}
        error = {"code": "card_declined", "payment_method": card}
        intent = {"object": "payment_intent", "id": "pi_1", "status": "succeeded", "amount": 500,
                  "amount_capturable": 0, "amount_received": 500, "currency": "usd",
                  "latest_charge": charge, "last_payment_error": error,
                  "metadata": {"order": "o1"}}
        refund = {"object": "refund", "id": "re_1", "amount": 500, "currency": "usd",
                  "status": "succeeded", "metadata": {}}
        found = {"refunds": refund if method.lower() == "post" else
                 {"object": "list", "data": [refund], "has_more": False, "url": "/v1/refunds"}}
        return json.dumps(found.get(path, intent)), 200, {}
    def close(self): pass

gateway = StripeGateway("sk_test_1", "whsec_1", http_client=Answers())
for call in (lambda: gateway.capture("pi_1", Money(amount=500, currency="USD"), "k"),
             lambda: gateway.refund("pi_1", Money(amount=500, currency="USD"), "k", "o1"),
             lambda: gateway.payment(intent="pi_1")):
    print(type(call()).__name__)
boto3.client("dynamodb", region_name="us-east-1")
"""


@pytest.mark.network
def test_what_was_left_of_stripe_s_library_takes_payments(workshop: Kept, tmp_path: Path) -> None:
    places = unpacked(workshop.make(BY_NAME["checkout"]), (), tmp_path)
    assert alone(tmp_path, places, STRIPE).split() == ["Payment", "GatewayRefund", "Payment"]
