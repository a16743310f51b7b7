"""The scripts of CloudFront's edge, run as they are by Node."""

import json
import shutil
import subprocess
from typing import Any

import pytest
from infra_aws import PLAN

from infra.aws import edge
from shop.i18n.languages import best_language
from shop.published.addresses import candidates

HARNESS = """
const lines = require("fs").readFileSync(0, "utf8").split("\\0");
const handler = new Function(lines[0] + "; return handler;")();
console.log(JSON.stringify(JSON.parse(lines[1]).map((event) => handler(event))));
"""
ACCEPTED = (
    "",
    "vi",
    "vi-VN,vi;q=0.9,en;q=0.5",
    "zh-TW,zh;q=0.9",
    "zh-CN",
    "zh-Hant-HK;q=0.4, fr;q=0.9, zh-Hans;q=0.3",
    "fr-FR,fr;q=0.9",
    "de, en-GB;q=0.7",
    "*;q=0.1",
    "en;q=zero, vi;q=0.2",
    ",,;",
)


def run(script: str, events: list[dict[str, Any]]) -> list[Any]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    found = subprocess.run(
        [node, "-e", HARNESS],
        input=f"{script}\0{json.dumps(events)}",
        capture_output=True,
        text=True,
        check=True,
    )
    answers: list[Any] = json.loads(found.stdout)
    return answers


def pages(*uris: str, accepted: str = "") -> list[Any]:
    headers = {"accept-language": {"value": accepted}} if accepted else {}
    events = [{"request": {"uri": uri, "headers": headers, "querystring": {}}} for uri in uris]
    return run(edge.pages(PLAN.languages, PLAN.default_language), events)


def test_an_address_finds_the_file_that_the_embedded_server_would_serve() -> None:
    addresses = (
        "/vi/",
        "/vi/products/phin",
        "/en/categories/tea/page/2",
        "/assets/site.1a2b.css",
        "/sitemap.xml",
        "/feeds/en.atom.xml",
        "/404",
        "/en/products/c%C3%A0-ph%C3%AA",
    )
    for address, answer in zip(addresses, pages(*addresses), strict=True):
        assert answer["uri"].lstrip("/") in candidates(address)[:2], address
    assert pages("/vi/products/phin")[0]["uri"] == "/vi/products/phin.html"


def test_a_language_without_its_slash_leads_to_its_home() -> None:
    [answer] = pages("/zh-Hant")
    assert (answer["statusCode"], answer["headers"]["location"]["value"]) == (301, "/zh-Hant/")


@pytest.mark.parametrize("accepted", ACCEPTED)
def test_the_root_chooses_the_language_that_the_functions_would_choose(accepted: str) -> None:
    [answer] = pages("/", accepted=accepted)
    others = [code for code in PLAN.languages if code != PLAN.default_language]
    wanted = best_language(accepted, (PLAN.default_language, *others))
    assert answer["statusCode"] == 302
    assert answer["headers"]["location"]["value"] == f"/{wanted}/"
    assert answer["headers"]["cache-control"]["value"] == "no-store"


def found(headers: dict[str, str], querystring: dict[str, Any]) -> dict[str, Any]:
    values = {name: {"value": value} for name, value in headers.items()}
    return {
        "request": {"querystring": querystring},
        "response": {"statusCode": 200, "headers": values},
    }


def test_a_former_address_leads_on_with_what_was_asked() -> None:
    asked = {
        "utm": {"value": "a", "multiValue": [{"value": "a"}, {"value": "b"}]},
        "plain": {"value": ""},
    }
    [answer] = run(edge.moved(), [found({"x-amz-meta-moved-to": "/vi/products/new"}, asked)])
    assert answer["statusCode"] == 301
    assert answer["headers"]["location"]["value"] == "/vi/products/new?utm=a&utm=b&plain"


def test_a_page_that_did_not_move_is_shown() -> None:
    event = found({"etag": "1"}, {})
    assert run(edge.moved(), [event]) == [event["response"]]


def test_nobody_can_say_that_they_are_somebody_else() -> None:
    request = {"headers": {"x-shop-viewer": {"value": "203.0.113.9"}}}
    [answer] = run(edge.door(), [{"viewer": {"ip": "198.51.100.7"}, "request": request}])
    assert answer["headers"]["x-shop-viewer"] == {"value": "198.51.100.7"}


def test_a_script_fits_into_cloudfront() -> None:
    """Quota: 10 KB each."""
    for script in (edge.pages(PLAN.languages, "en"), edge.moved(), edge.door()):
        assert len(script.encode()) < 10_000
