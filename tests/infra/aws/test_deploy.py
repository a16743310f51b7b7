"""A whole shop is deployed into a double of AWS that enforces roles, bought from, changed, broken
off, and taken down again."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from cloud import SELLING, Cloud, Interrupted, account_of, cloud, dying, stand_in, until
from front_door import front_door

from functions.bootstrap import compose
from infra.aws.bundles.layers import LAYERS
from infra.aws.deploying import contents, secrets
from infra.aws.deploying.deploy import Done
from infra.aws.deploying.looking import Lookout
from infra.aws.deploying.removal import Removal
from infra.cli.catalogue import ImportOrder, import_files, load_sample
from infra.cli.progress import Silent
from infra.embedded.gateway.service import WEBHOOK, EmbeddedGateway
from shop.adapters.medias import open_media
from shop.pricing.keys import offer_key
from shop.settings import load_settings

pytestmark = pytest.mark.network
SKU = "TEA-TN-100"  # is in stock and has to be sent
Opened: TypeAlias = tuple[Cloud, Done, EmbeddedGateway]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"></svg>'


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """One cloud with one shop in it, what deploying it said, and who takes its cards."""
    patch = pytest.MonkeyPatch()
    patch.setenv("AWS_ACCESS_KEY_ID", "test")
    patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    patch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")
    home = tmp_path_factory.mktemp("home")
    here = compose(load_settings({"SHOP_HOME": str(home)}))
    load_sample(here)
    here.store.close()
    open_media(here.settings.media).put("cup.svg", SVG)
    folder = tmp_path_factory.mktemp("cloud")
    with (
        cloud(folder) as port,
        front_door(port, folder) as door,
        stand_in(folder, door.plain + WEBHOOK) as gateway,
    ):
        place = Cloud(port, home, stripe=account_of(gateway))
        done = place.deployment().run()
        door.domain = urlsplit(done.address).netloc
        yield place, done, gateway
    patch.undo()


@pytest.fixture
def place(opened: Opened) -> Cloud:
    return opened[0]


def there(place: Cloud) -> contents.Shops:
    stacks = place.stacks(place.account())
    outputs = stacks.outputs(place.plan.foundation) | stacks.outputs(place.plan.name)
    known = secrets.ensure(place.account(), place.plan, place.settings)
    return contents.shops(place.plan, place.settings, outputs, known)


def test_one_command_opens_the_shop(opened: Opened) -> None:
    _place, done, _gateway = opened
    assert done.wrong == []
    assert done.changed == {"foundation": True, "house": True}
    assert done.uploaded == len(SELLING) + len(LAYERS)
    assert done.pictures > 50
    assert done.products
    assert done.pages_total > 400
    assert done.owner_link.startswith(done.address)


def test_deploying_again_changes_nothing(place: Cloud) -> None:
    done = place.deployment().run()
    assert done.changed == {"foundation": False, "house": False}
    assert (done.uploaded, done.pictures, done.products, done.pages_written) == (0, 0, None, 0)


def test_pages_and_pictures_come_through_the_public_address(place: Cloud) -> None:
    assert place.ask("GET", "/", Accept_Language="zh-TW")[0] == 302
    status, page = place.ask("GET", "/en/")
    assert status == 200
    assert b"<html" in page
    name = next(name for name in open_media(place.settings.media).names() if "-cup." in name)
    assert place.ask("GET", f"/media/{name}") == (200, SVG)
    assert place.ask("GET", "/state/root.json")[0] == 404
    assert place.ask("GET", "/en/products/no-such-thing")[0] == 404


def test_somebody_buys_through_the_public_address_and_gets_a_mail(place: Cloud) -> None:
    order, key = wish(place, "bank_transfer"), uuid4().hex
    status, answer = place.ask("POST", "/api/checkout", order, Idempotency_Key=key)
    assert status == 201, answer
    again = place.ask("POST", "/api/checkout", order, Idempotency_Key=key)
    made = json.loads(answer)["order"]
    assert json.loads(again[1])["order"]["id"] == made["id"]
    assert until(lambda: any(made["number"] in mail for mail in place.mails())), place.mails()
    path = f"/api/orders/{made['id']}?token="
    assert place.ask("GET", path + made["token"])[0] == 200


def test_somebody_pays_by_card_and_the_gateway_s_word_reaches_the_shop(opened: Opened) -> None:
    place, _done, gateway = opened
    order = wish(place, "card")
    status, answer = place.ask("POST", "/api/checkout", order, Idempotency_Key=uuid4().hex)
    assert status == 201, answer
    made, following = json.loads(answer)["order"], json.loads(answer)["next"]
    assert following["type"] == "redirect"
    gateway.pay(urlsplit(following["url"]).path.rpartition("/")[2])
    path = f"/api/orders/{made['id']}?token={made['token']}"
    assert until(lambda: json.loads(place.ask("GET", path)[1])["order"]["state"] == "paid")
    assert until(lambda: sum(made["number"] in mail for mail in place.mails()) > 1)


def wish(place: Cloud, payment: str) -> dict[str, Any]:
    """What a shopper sends who has looked at the cart and chosen."""
    cart = {"lines": [{"sku": SKU, "quantity": 1}], "ship_to": {"country": "VN"}}
    status, answer = place.ask("POST", "/api/cart", cart)
    assert status == 200, answer
    quote = json.loads(answer)
    assert payment in {each["id"] for each in quote["payment_methods"]}
    shipping = quote["shipping_methods"][0]["id"]
    _, answer = place.ask("POST", "/api/cart", {**cart, "shipping": shipping})
    return {
        **cart,
        "shipping": shipping,
        "payment": payment,
        "contact": {"name": "Lê Thị An", "email": "an@example.com", "phone": "+84 235 0123 456"},
        "address": {
            "line1": "1 Trần Phú",
            "city": "Hội An",
            "postcode": "560000",
            "country": "VN",
        },
        "expected_total": json.loads(answer)["total"]["amount"],
    }


def test_what_functions_say_reaches_whoever_asked_as_they_said_it(place: Cloud) -> None:
    """Only a page that is not there becomes the shop's 404 page."""
    status, answer = place.ask("GET", "/api/orders/none?token=guessed")
    assert (status, json.loads(answer)["code"]) == (404, "not_found")
    elsewhere = {"Sec_Fetch_Site": "cross-site"}
    status, answer = place.ask("POST", "/api/checkout", {}, **elsewhere)
    assert (status, json.loads(answer)["code"]) == (400, "from_elsewhere")
    status, page = place.ask("GET", "/en/products/none")
    assert status == 404
    assert b"<html" in page


def test_a_changed_price_goes_live_by_itself(place: Cloud, tmp_path: Path) -> None:
    """The mark that the import leaves wakes the rebuild function through the table's stream."""
    both = there(place)
    file = tmp_path / "prices.csv"
    file.write_text(f"SKU,Price\n{SKU},123.45\n", encoding="utf-8")
    services = compose(both.there)
    handle = str(services.store.get_many([offer_key(SKU)])[offer_key(SKU)].data["handle"])
    services.store.close()
    publish_only(both, file)
    page = f"/en/products/{handle}"
    assert until(lambda: b"123.45" in place.ask("GET", page)[1])


def publish_only(both: contents.Shops, file: Path) -> None:
    """As the desk does it: the release, and nothing built here."""
    import infra.cli.catalogue as commands

    patch = pytest.MonkeyPatch()
    patch.setattr(commands, "follow", lambda *_anything: {})
    [done] = import_files(both.there, ImportOrder([file], publish=True, force=True), Silent())
    patch.undo()
    assert done.refusal is None


def test_the_owner_sees_how_it_stands(place: Cloud) -> None:
    account = place.account()
    lookout = Lookout(account, place.plan, place.stacks(account))
    found = lookout.status()
    assert found["health"]["store"] == "reachable"
    assert found["alarms"] == []
    assert set(found["dead_letters"].values()) == {0}


@pytest.mark.parametrize("calls", [0, 1, 3, 5, 7, 9, 12, 16, 20, 24])
def test_a_deployment_that_was_broken_off_is_finished_by_the_next(place: Cloud, calls: int) -> None:
    """Each time a little later; what is begun here is finished in the test after it."""
    other = Cloud(place.port, place.home, name="broken", stripe=place.stripe)
    try:
        other.deployment(dying(other, calls)).run()
    except Interrupted:
        return
    pytest.fail("it was not broken off")


def test_what_was_broken_off_ends_as_if_it_had_not_been(place: Cloud) -> None:
    other = Cloud(place.port, place.home, name="broken", stripe=place.stripe)
    done = other.deployment().run()
    assert done.wrong == []
    assert state_of(other) == state_of(place)


def state_of(place: Cloud) -> dict[str, Any]:
    """What a shop is made of, without the names AWS gave."""
    account = place.account()
    both = there(place)
    s3 = account.client("s3")
    bucket = both.there.site.partition(":")[2]
    live = [
        found["Key"]
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="live/")
        for found in page.get("Contents", ())
    ]
    formation = account.client("cloudformation")
    parts = [
        each["LogicalResourceId"]
        for stack in (place.plan.foundation, place.plan.name)
        for each in formation.describe_stack_resources(StackName=stack)["StackResources"]
        if each["LogicalResourceId"] != "Sender"  # one for both, as in any account
    ]
    return {"parts": sorted(parts), "pages": sorted(key for key in live if key.endswith(".html"))}


def test_destroy_leaves_what_it_says_and_with_data_nothing(place: Cloud) -> None:
    other = Cloud(place.port, place.home, name="broken", stripe=place.stripe)
    account = other.account()
    removal = Removal(account, other.plan, other.stacks(account), print)
    kept = other.stacks(account).outputs(other.plan.foundation)
    left = removal.house()
    assert any(kept["Table"] in each for each in left)
    assert leftovers(other) == {"functions": 0, "tables": 1, "buckets": 3, "secrets": 4}
    assert other.deployment().run().wrong == []  # opens again around the same data
    assert other.stacks(account).outputs(other.plan.foundation) == kept
    removal.everything()
    assert leftovers(other) == {"functions": 0, "tables": 0, "buckets": 0, "secrets": 0}


def leftovers(place: Cloud) -> dict[str, int]:
    account = place.account()
    mine = f"{place.name}-"
    functions = account.client("lambda").list_functions()["Functions"]
    buckets = account.client("s3").list_buckets()["Buckets"]
    tables = account.client("dynamodb").list_tables()["TableNames"]
    stored = account.client("ssm").get_parameters_by_path(Path=f"/{place.name}/")["Parameters"]
    return {
        "functions": sum(each["FunctionName"].startswith(mine) for each in functions),
        "tables": sum(name.startswith(mine) for name in tables),
        "buckets": sum(each["Name"].startswith(mine) for each in buckets),
        "secrets": len(stored),
    }
