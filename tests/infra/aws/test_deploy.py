"""`shop deploy`, `status`, `logs` and `destroy` as their owner types them, against a double of AWS
that enforces roles: the shop is opened, bought from, changed, broken off, and taken down again."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from cloud import Cloud, account_of, cloud, stand_in, until
from cloud_state import differences, state_of
from cut_wire import Moment, Wire, wire
from front_door import front_door
from shop_on_aws import CREDENTIALS, OURS, Owner

from functions.bootstrap import compose
from functions.registry import FUNCTIONS
from infra.aws.bundles.layers import LAYERS
from infra.aws.deploying import contents, secrets
from infra.cli.catalogue import ImportOrder, import_files, load_sample
from infra.cli.progress import Silent
from infra.embedded.gateway.service import WEBHOOK, EmbeddedGateway
from shop.adapters.medias import open_media
from shop.pricing.keys import offer_key
from shop.settings import load_settings

pytestmark = pytest.mark.network
SKU = "TEA-TN-100"  # is in stock and has to be sent
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"></svg>'
DEPLOY = ("deploy", "--yes", "--json")
EVERY = os.environ.get("SHOWS") == "full"


class Opened(NamedTuple):
    """One cloud with one shop in it, what deploying it said, what it was made of then, who takes
    its cards."""

    owner: Owner
    place: Cloud
    done: dict[str, Any]
    state: dict[str, Any]
    gateway: EmbeddedGateway
    wire: Wire


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    folder = tmp_path_factory.mktemp("shop")
    here = compose(load_settings({"SHOP_HOME": str(folder / "home")}))
    load_sample(here)
    here.store.close()
    open_media(here.settings.media).put("cup.svg", SVG)
    clouds = tmp_path_factory.mktemp("cloud")
    with (
        pytest.MonkeyPatch.context() as patch,
        cloud(clouds) as port,
        front_door(port, clouds) as door,
        stand_in(clouds, door.plain + WEBHOOK) as gateway,
        wire(port) as cable,
    ):
        for name, value in {**CREDENTIALS, "AWS_DEFAULT_REGION": OURS["region"]}.items():
            patch.setenv(name, value)
        cards = account_of(gateway)
        owner = Owner(folder, f"http://127.0.0.1:{port}", **cards)
        place = Cloud(port, owner.home, stripe=cards)
        done = owner(*DEPLOY).json["done"]
        door.domain = urlsplit(done["address"]).netloc
        yield Opened(owner, place, done, state_of(place), gateway, cable)


@pytest.fixture
def place(opened: Opened) -> Cloud:
    return opened.place


def there(place: Cloud) -> contents.Shops:
    stacks = place.stacks(place.account())
    outputs = stacks.outputs(place.plan.foundation) | stacks.outputs(place.plan.name)
    known = secrets.ensure(place.account(), place.plan, place.settings)
    return contents.shops(place.plan, place.settings, outputs, known)


def test_one_command_opens_the_shop(opened: Opened) -> None:
    done = opened.done
    assert done["smoke"] == []
    assert done["changed"] == {"foundation": True, "house": True}
    assert done["bundles_uploaded"] == len(FUNCTIONS) + len(LAYERS)
    assert done["pictures_sent"] > 50
    assert done["catalogue_sent"]
    assert done["pages"]["written"] == done["pages"]["total"] > 400
    assert done["owner_link"].startswith(done["address"])


def test_deploying_again_changes_nothing(opened: Opened) -> None:
    ran = opened.owner(*DEPLOY)
    done = ran.json["done"]
    assert done["changed"] == {"foundation": False, "house": False}
    assert (done["bundles_uploaded"], done["pictures_sent"], done["catalogue_sent"]) == (0, 0, None)
    assert done["pages"]["written"] == 0
    assert re.findall(r"^ +[0-9.]+ s  (\w+)", ran.told, re.MULTILINE) == [
        *("secrets", "what", "what", "doors", "pictures", "catalogue", "pages", "the"),
    ]
    assert differences(opened.state, state_of(opened.place)) == {}


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
    place, gateway = opened.place, opened.gateway
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


def test_the_owner_sees_how_it_stands(opened: Opened) -> None:
    found = opened.owner("status", "--json").json
    assert found["health"]["store"] == "reachable"
    assert found["alarms"] == []
    assert set(found["dead_letters"].values()) == {0}
    told = opened.owner("status").told
    assert opened.done["address"] in told
    assert "signed: no" in told


def test_the_owner_reads_what_a_function_wrote(opened: Opened) -> None:
    said = opened.owner("logs", "cart").shown
    assert re.match(r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d \S", said)
    assert "in 60 minutes" in opened.owner("logs", "cart", "--only", "no such words").told
    assert "There are: cart, checkout" in opened.owner("logs", "nobody", code=1).told


# Of one deployment, in their order. SHOWS=full breaks off at each of them alone, in a new account.
MOMENTS = (
    Moment("a secret is kept", "SSM.PutParameter", 2, arrives=True),
    Moment("the first stack is planned", "Action=CreateChangeSet", arrives=True),
    Moment("the first stack is made", "Action=ExecuteChangeSet", arrives=True),
    Moment("a bundle is sent", "PUT /[^ ]+/bundles/", 12),
    Moment("the second stack is planned", "Action=CreateChangeSet", 2, arrives=True),
    Moment("the second stack is made", "Action=ExecuteChangeSet", 2, arrives=True),
    Moment("a picture is sent", "PUT /[^ ]+/media/", 30),
    Moment("the catalogue is laid ready", r"DynamoDB_\d+.BatchWrite", 4, arrives=True),
    Moment("the catalogue is written", r"DynamoDB_\d+.BatchWrite", 20),
    Moment("nobody else may publish", "PUT /[^ ]+/state/lease", arrives=True),
    Moment("pages are written", "PUT /[^ ]+/blobs/", 250),
)
FEW = (MOMENTS[5], MOMENTS[8])


def broken_off(opened: Opened, moment: Moment) -> None:
    process = begun(opened)
    opened.wire.cut_at(moment, process.kill)
    process.communicate()
    assert opened.wire.cut, f"it never came to this: {moment.name}"
    assert process.returncode == -9
    opened.wire.mend()


def begun(opened: Opened) -> Any:
    endpoint = f"http://127.0.0.1:{opened.wire.port}"
    return opened.owner.begin(*DEPLOY, SHOP_AWS_ENDPOINT=endpoint)


@pytest.mark.parametrize(
    "moments", [(each,) for each in MOMENTS] if EVERY else [FEW], ids=lambda each: each[-1].name
)
def test_a_deployment_that_was_killed_ends_as_if_it_had_not_been(
    opened: Opened, moments: tuple[Moment, ...]
) -> None:
    opened.place.forget_everything()
    opened.owner.forget_where_it_was()
    for moment in moments:
        broken_off(opened, moment)
    done = opened.owner(*DEPLOY).json["done"]
    assert done["smoke"] == []
    assert differences(opened.state, state_of(opened.place)) == {}


def test_destroy_leaves_what_it_says_and_with_data_nothing(opened: Opened) -> None:
    owner, place = opened.owner, opened.place
    account = place.account()
    kept = place.stacks(account).outputs(place.plan.foundation)
    told = owner("destroy", "--yes").told
    assert all(kept[name] in told for name in ("Table", "Site", "Media", "Artifacts"))
    assert "the secrets under /shop/" in told
    assert leftovers(place) == {"tables": 1, "buckets": 3, "secrets": 4, "identities": 1}
    assert owner(*DEPLOY).json["done"]["catalogue_sent"] is None  # opens around the same data
    assert place.stacks(account).outputs(place.plan.foundation) == kept
    assert owner("destroy", "--yes", "--data").told.endswith("Nothing of shop is left on AWS.\n")
    assert leftovers(place) == {}
    assert "no shop called shop" in owner("destroy", "--yes", "--data").told
    assert "no shop called shop" in owner("status", code=1).told


# Whatever a shop is made of, by the call that lists it and the word for it in the answer.
LISTED = {
    "functions": ("lambda", "list_functions", "Functions"),
    "layers": ("lambda", "list_layers", "Layers"),
    "wakers": ("lambda", "list_event_source_mappings", "EventSourceMappings"),
    "buckets": ("s3", "list_buckets", "Buckets"),
    "tables": ("dynamodb", "list_tables", "TableNames"),
    "secrets": ("ssm", "describe_parameters", "Parameters"),
    "identities": ("sesv2", "list_email_identities", "EmailIdentities"),
    "roles": ("iam", "list_roles", "Roles"),
    "queues": ("sqs", "list_queues", "QueueUrls"),
    "topics": ("sns", "list_topics", "Topics"),
    "alarms": ("cloudwatch", "describe_alarms", "MetricAlarms"),
    "logs": ("logs", "describe_log_groups", "logGroups"),
    "clocks": ("scheduler", "list_schedules", "Schedules"),
    "doors": ("apigatewayv2", "get_apis", "Items"),
}


def leftovers(place: Cloud) -> dict[str, int]:
    """How many of each are in the account, which is nobody else's."""
    account = place.account()
    found = {
        name: len(getattr(account.client(service), call)().get(word, ()))
        for name, (service, call, word) in LISTED.items()
    }
    found["distributions"] = len(
        account.client("cloudfront").list_distributions()["DistributionList"].get("Items", ())
    )
    return {name: count for name, count in found.items() if count}
