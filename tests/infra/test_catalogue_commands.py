"""The owner's commands over a whole catalogue: import, export, releases, rollback."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from infra.cli.main import app

SAMPLE = Path(__file__).resolve().parents[2] / "content" / "products" / "catalogue.csv"


class Shop:
    """Runs ``shop`` in a home of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, *words: object, fails: bool = False) -> Any:
        done = CliRunner().invoke(app, [str(word) for word in words] + ["--json"])
        assert done.exit_code == (1 if fails else 0), done.output
        return json.loads(done.stdout)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setenv("SHOP_HOME", str(tmp_path / "shop"))
    return Shop(tmp_path / "shop")


def pages(shop: Shop) -> dict[str, bytes]:
    public = shop.home / "public"
    return {
        str(path.relative_to(public)): path.read_bytes()
        for path in public.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("form", ["table", "shopify", "woocommerce"])
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_is_exported_comes_back_as_an_empty_difference(
    shop: Shop, tmp_path: Path, form: str, suffix: str
) -> None:
    shop("import", SAMPLE, "--publish")
    out = tmp_path / f"out.{suffix}"
    exported = shop("export", out, "--format", form)
    assert (exported["products"], exported["left_out"]) == (48, [])
    again = shop("import", out)
    assert again["format"] == form
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 48)
    assert again["pages"]["affected"] == 0


def test_a_preview_says_what_publishing_then_does(shop: Shop, tmp_path: Path) -> None:
    shop("import", SAMPLE, "--publish")
    before = pages(shop)
    prices = tmp_path / "prices.csv"
    prices.write_text("Handle,Title,SKU,Price\nphin-filter,Phin Filter,COF-PH-STL,9.00\n")
    seen = shop("import", prices)
    assert pages(shop) == before
    (change,) = seen["changes"]
    assert change["fields"] == [
        {"field": "variants.COF-PH-STL.price", "old": "8.50 USD", "new": "9.00 USD"}
    ]
    done = shop("import", prices, "--publish", "--base", seen["base"])
    assert done["release"] == 2
    assert done["changes"] == seen["changes"]
    after = pages(shop)
    changed = {name for name in after if after[name] != before.get(name)}
    assert len(changed) == seen["pages"]["affected"] == done["pages"]["affected"]


def test_a_preview_of_an_older_catalogue_is_not_published(shop: Shop, tmp_path: Path) -> None:
    shop("import", SAMPLE, "--publish")
    prices = tmp_path / "prices.csv"
    prices.write_text("Handle,Title,SKU,Price\nphin-filter,Phin Filter,COF-PH-STL,9.00\n")
    refused = shop("import", prices, "--publish", "--base", 0, fails=True)
    assert refused["release"] is None
    assert [change["handle"] for change in refused["changes"]] == ["phin-filter"]


def test_three_releases_back_the_pages_are_the_same_to_the_byte(shop: Shop, tmp_path: Path) -> None:
    shop("import", SAMPLE, "--publish")
    then = pages(shop)
    table = tmp_path / "t.csv"
    for text in (
        "Handle,Title,SKU,Price\nphin-filter,Phin Filter,COF-PH-STL,9.00\n",
        "Handle,Title,SKU,Price\nnew-cup,A New Cup,CUP-1,7.00\n",
        "Handle,Title,SKU,Price,Status\nmoon-jar,Gone,ANOTHER-SKU,1.00,archived\n",
    ):
        table.write_text(text)
        shop("import", table, "--publish")
    assert pages(shop) != then
    back = shop("rollback", 1)
    assert (back["release"], back["restores"]) == (5, 1)
    assert pages(shop) == then


def test_replacing_archives_what_is_absent(shop: Shop, tmp_path: Path) -> None:
    shop("import", SAMPLE, "--publish")
    rows = SAMPLE.read_text(encoding="utf-8").splitlines(keepends=True)
    few = tmp_path / "few.csv"
    few.write_text("".join(rows[:2]), encoding="utf-8")
    seen = shop("import", few, "--replace")
    assert seen["changed"] >= 47
    assert {field["new"] for c in seen["changes"][1:] for field in c["fields"]} >= {"archived"}


def test_columns_can_be_named_and_are_remembered(shop: Shop, tmp_path: Path) -> None:
    odd = tmp_path / "odd.csv"
    odd.write_text("Wat,Hoeveel\nKopje,12.50\n")
    shop("import", odd, fails=True)
    told = shop("import", odd, "--map", "Wat=title", "--map", "Hoeveel=price")
    assert (told["products"], told["price_sum"]) == (1, {"USD": 1250})
    assert shop("import", odd)["price_sum"] == {"USD": 1250}


def test_faults_are_marked_in_the_owner_s_own_file(shop: Shop, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("Handle,Title,SKU,Price\ncup,Cup,C1,abc\n")
    marked = tmp_path / "marked.xlsx"
    refused = shop("import", bad, "--publish", "--annotate", marked, fails=True)
    assert [(p["row"], p["column"]) for p in refused["problems"]] == [(2, "Price")]
    cell = openpyxl.load_workbook(marked).worksheets[0]["D2"]
    assert cell.comment is not None
    assert "abc" in cell.comment.text
    assert shop("releases")["releases"] == []


def test_stock_alone_changes_the_pages_that_say_sold_out(shop: Shop, tmp_path: Path) -> None:
    shop("import", SAMPLE, "--publish")
    before = pages(shop)
    table = tmp_path / "stock.csv"
    table.write_text("Handle,Title,SKU,Price,Stock\nphin-filter,Phin Filter,COF-PH-STL,8.50,0\n")
    seen = shop("import", table)
    assert (seen["added"], seen["changed"]) == (0, 0)
    done = shop("import", table, "--publish")
    after = pages(shop)
    changed = {name for name in after if after[name] != before.get(name)}
    assert "en/products/phin-filter.html" in changed
    assert len(changed) == seen["pages"]["affected"] == done["pages"]["affected"]
    assert done["release"] is None
