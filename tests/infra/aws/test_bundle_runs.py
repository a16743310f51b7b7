"""A function runs from its zip and its layers alone, where nothing may be written but /tmp, and
where processes share no memory."""

import ast
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from aws_double import aws_session
from kept_bundles import EVERY, Kept, kept, some
from lambda_emulator import alone, emulated, may_mount, request_event, runtime, unpacked

from functions.registry import FUNCTIONS, Function
from infra.aws.bundles.bundle import Bundle
from infra.aws.bundles.reading import imported, running
from infra.aws.bundles.tracing import ELSEWHERE, ONLY_FOR, SERVICES, trace
from infra.aws.stack.compute import HOME
from shop.adapters.dynamodb_calls import dynamodb_client
from shop.adapters.dynamodb_store import DynamoDbStore
from shop.adapters.dynamodb_table import create_table
from shop.adapters.s3_bucket import s3_client
from shop.catalogue.writing.xlsx import write_xlsx
from shop.rebuilds.service import mark
from shop.settings import ROOT

pytestmark = pytest.mark.network
BY_NAME = {function.name: function for function in FUNCTIONS}
# Those with a layer or a process of their own, and one without either.
IMPORTING = some("cart", "admin_catalogue", "admin_orders", "rebuild")
TABLE, SITE, MEDIA = "bundles", "bundles-site", "bundles-media"
# Only where the function may call Stripe, or where people sign in; and what is not Lambda's.
NOT_EVERYWHERE = {"stripe", "argon2"}
OF_OTHER_SYSTEMS = {"msvcrt", "winreg", "_winapi"}
IMPORTS = """
import importlib, json, sys
for module, name in json.loads({wanted!r}):
    try:
        found = importlib.import_module(module)
        if name and not hasattr(found, name):
            importlib.import_module(f"{{module}}.{{name}}")
    except ImportError as error:
        print(f"{{module}} {{name}}: {{error}}")
"""
PROBE = """
import os, pathlib

def handler(event, context):
    from shop.catalogue.reading.workbook import read_workbook
    from shop.catalogue.writing.annotating import annotate
    from shop.pictures.cleaning import clean_picture
    here = pathlib.Path(__file__).parent
    book, picture = (here / "book.xlsx").read_bytes(), (here / "picture.png").read_bytes()
    marked = pathlib.Path("/tmp/marked.xlsx")
    problem = {"row": 2, "column": "Price", "severity": "error", "message": "None.", "code": "x"}
    annotate(book, "book.xlsx", [problem], marked)
    cleaned = clean_picture(picture, "picture.png")
    return {
        "rows": [[number, cells] for number, cells in read_workbook(book, "book.xlsx")],
        "marked": marked.read_bytes()[:2].decode(),
        "picture": [cleaned.width, cleaned.height],
        "writable": [each for each in (str(here), "/dev/shm") if os.access(each, os.W_OK)],
    }
"""


@pytest.fixture(scope="module")
def made() -> Kept:
    runtime()
    return kept()


@pytest.fixture(scope="module")
def environment(ministack_url: str) -> dict[str, str]:
    create_table(dynamodb_client(ministack_url, aws_session()), TABLE)
    return {
        "SHOP_STORE": f"dynamodb:{TABLE}",
        "SHOP_BASE_URL": "https://shop.example.com",
        "SHOP_SECRET": "x" * 40,
        "SHOP_HOME": HOME,
        "AWS_ENDPOINT_URL": ministack_url,
    }


@pytest.mark.parametrize("function", IMPORTING, ids=lambda function: function.name)
def test_whatever_a_function_may_import_is_in_its_zip_or_its_layers(
    made: Kept, function: Function, tmp_path: Path
) -> None:
    """Those of its own processes, too, and what is imported when it is first needed."""
    places = unpacked(made.make(function), made.layers(), tmp_path)
    wanted = sorted(set(imports(function)))
    script = IMPORTS.format(wanted=json.dumps(wanted))
    assert alone(tmp_path, places, script) == ""


def imports(function: Function) -> Iterator[tuple[str, str]]:
    """Module and name of every import in the function's own modules, read from the source."""
    left_out = {name for name in NOT_EVERYWHERE if not ONLY_FOR[DISTRIBUTION[name]](function)}
    traced = trace(function, ROOT)
    for module, path in traced.modules.items():
        yield module, ""
        if module == SERVICES:  # its parts are followed where they are used
            continue
        package = module if path.name == "__init__.py" else module.rpartition(".")[0]
        for node in running(ast.parse(path.read_text(encoding="utf-8"))):
            for base, name in _named(node, package):
                if base.partition(".")[0] not in left_out | OF_OTHER_SYSTEMS and not (
                    {base, f"{base}.{name}"} & ELSEWHERE
                ):
                    yield base, name


DISTRIBUTION = {"stripe": "stripe", "argon2": "argon2-cffi"}


def _named(node: ast.AST, package: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Import):
        yield from ((alias.name, "") for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base, *_names = imported(node, package)
        yield from ((base, "" if alias.name == "*" else alias.name) for alias in node.names)


@pytest.mark.parametrize("name", ["cart", "checkout", "admin"] if EVERY else ["cart"])
def test_a_function_answers_from_its_zip_alone(
    made: Kept, name: str, environment: dict[str, str], tmp_path: Path
) -> None:
    function = BY_NAME[name]
    bundle = made.make(function)
    with emulated(bundle, made.layers(), function.handler, environment, tmp_path) as emulator:
        answer = emulator.invoke(request_event(function))
    assert answer["statusCode"] in {200, 303}, answer


def test_the_builder_builds_what_the_owner_wrote_from_its_zip_alone(
    made: Kept, environment: dict[str, str], ministack_url: str, tmp_path: Path
) -> None:
    """Without an index, as a new process has none."""
    client = s3_client(ministack_url, aws_session())
    for bucket in (SITE, MEDIA):
        client.create_bucket(Bucket=bucket)
    where = {"SHOP_SITE": f"s3:{SITE}", "SHOP_MEDIA": f"s3:{MEDIA}"}
    function = BY_NAME["rebuild"]
    bundle = made.make(function)
    with emulated(
        bundle, made.layers(), function.handler, environment | where, tmp_path
    ) as emulator:
        assert emulator.invoke({"wake": "schedule"}) == {"pages_written": 0}
        table = dynamodb_client(ministack_url, aws_session())
        mark(DynamoDbStore(TABLE, lambda: table), handles=["none"])
        answer = emulator.invoke({"wake": "schedule"})
    assert answer.get("pages_written", 0) > 20, answer
    page = client.get_object(Bucket=SITE, Key="live/vi/pages/shipping.html")["Body"].read()
    assert b"<h2" in page


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_form_without_javascript_is_understood(
    made: Kept, kind: str, environment: dict[str, str], tmp_path: Path
) -> None:
    """Of an article that nobody knows: the answer is a page that says so, and no crash."""
    function = BY_NAME["cart"]
    event = request_event(function) | {"rawPath": "/api/cart/lines", "body": body(kind)}
    event["requestContext"]["http"] |= {"method": "POST", "path": "/api/cart/lines"}
    event["headers"] |= {"content-type": kind + ("; boundary=x" if "multipart" in kind else "")}
    bundle = made.make(function)
    with emulated(bundle, made.layers(), function.handler, environment, tmp_path) as emulator:
        answer = emulator.invoke(event)
    assert answer["statusCode"] in {200, 303, 404, 409, 422}, answer


def body(kind: str) -> str:
    if kind.startswith("application"):
        return "sku=NOBODY-KNOWS&quantity=1"
    fields = {"sku": "NOBODY-KNOWS", "quantity": "1"}
    parts = (
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    return "".join(parts) + "--x--\r\n"


def test_a_stranger_s_files_are_read_in_processes_of_their_own(
    made: Kept, environment: dict[str, str], tmp_path: Path
) -> None:
    """The desk's uploads: workbook, annotated workbook and picture, each in a child."""
    bundle = with_probe(made)
    with emulated(bundle, made.layers(), "probe.handler", environment, tmp_path) as emulator:
        answer = emulator.invoke({})
    assert answer["rows"] == [[1, ["SKU", "Price"]], [2, ["TEA", "x"]]], answer
    assert answer["marked"] == "PK"
    assert answer["picture"] == [3, 2]
    assert not may_mount() or answer["writable"] == []


def with_probe(made: Kept) -> Bundle:
    from PIL import Image

    bundle = made.make(BY_NAME["admin_catalogue"])
    book, picture = io.BytesIO(), io.BytesIO()
    write_xlsx([["SKU", "Price"], ["TEA", "x"]], book)
    Image.new("RGB", (3, 2), "red").save(picture, "png")
    more = {
        "probe.py": PROBE.encode(),
        "book.xlsx": book.getvalue(),
        "picture.png": picture.getvalue(),
    }
    return Bundle("probe", {**bundle.files, **more}, bundle.layers)
