"""The owner's commands over a whole catalogue: import, export, releases, rollback."""

from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from shop_command import SAMPLE, Shop
from typer.testing import CliRunner

from infra.cli.main import app
from shop.adapters.dir_site import DirSite
from shop.errors import InvalidInput


def published(shop: Shop) -> dict[str, str]:
    """Everything that is live, as digests of the bytes by path."""
    with closing(DirSite(shop.home / "public")) as site:
        return {path: kept.digest for path, kept in site.live().items()}


def pages(shop: Shop) -> dict[str, str]:
    """Without feeds, indexes of the search and the like, which no report counts."""
    return {path: digest for path, digest in published(shop).items() if path.endswith(".html")}


@pytest.mark.parametrize("form", ["table", "shopify", "woocommerce"])
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_is_exported_comes_back_as_an_empty_difference(
    sample_shop: Shop, tmp_path: Path, form: str, suffix: str
) -> None:
    out = tmp_path / f"out.{suffix}"
    exported = sample_shop("export", out, "--format", form)
    assert (exported["products"], exported["left_out"]) == (48, [])
    again = sample_shop("import", out)
    assert again["format"] == form
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 48)
    assert again["pages"]["affected"] == 0


def test_a_preview_says_what_publishing_then_does(sample_shop: Shop, tmp_path: Path) -> None:
    before = pages(sample_shop)
    prices = tmp_path / "prices.csv"
    prices.write_text("Handle,Title,SKU,Price\nphin-filter,Phin Filter,COF-PH-STL,9.00\n")
    seen = sample_shop("import", prices)
    assert pages(sample_shop) == before
    (change,) = seen["changes"]
    assert change["fields"] == [
        {"field": "variants.COF-PH-STL.price", "old": "8.50 USD", "new": "9.00 USD"}
    ]
    done = sample_shop("import", prices, "--publish", "--base", seen["base"])
    assert done["release"] == 2
    assert done["changes"] == seen["changes"]
    after = pages(sample_shop)
    changed = {name for name in after if after[name] != before.get(name)}
    assert len(changed) == seen["pages"]["affected"] == done["pages"]["affected"]


def test_a_preview_of_an_older_catalogue_is_not_published(
    sample_shop: Shop, tmp_path: Path
) -> None:
    prices = tmp_path / "prices.csv"
    prices.write_text("Handle,Title,SKU,Price\nphin-filter,Phin Filter,COF-PH-STL,9.00\n")
    refused = sample_shop("import", prices, "--publish", "--base", 0, fails=True)
    assert refused["release"] is None
    assert [change["handle"] for change in refused["changes"]] == ["phin-filter"]


def test_three_releases_back_the_pages_are_the_same_to_the_byte(
    sample_shop: Shop, tmp_path: Path
) -> None:
    then = published(sample_shop)
    table = tmp_path / "t.csv"
    for text in (
        "Handle,Title,SKU,Price\nphin-filter,Phin Filter,COF-PH-STL,9.00\n",
        "Handle,Title,SKU,Price\nnew-cup,A New Cup,CUP-1,7.00\n",
        "Handle,Title,SKU,Price,Status\nmoon-jar,Gone,ANOTHER-SKU,1.00,archived\n",
    ):
        table.write_text(text)
        sample_shop("import", table, "--publish")
    assert published(sample_shop) != then
    back = sample_shop("rollback", 1)
    assert (back["release"], back["restores"]) == (5, 1)
    assert published(sample_shop) == then


def test_replacing_archives_what_is_absent(sample_shop: Shop, tmp_path: Path) -> None:
    rows = SAMPLE.read_text(encoding="utf-8").splitlines(keepends=True)
    few = tmp_path / "few.csv"
    few.write_text("".join(rows[:2]), encoding="utf-8")
    seen = sample_shop("import", few, "--replace")
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


def test_stock_alone_changes_the_pages_that_say_sold_out(sample_shop: Shop, tmp_path: Path) -> None:
    before = pages(sample_shop)
    table = tmp_path / "stock.csv"
    table.write_text("Handle,Title,SKU,Price,Stock\nphin-filter,Phin Filter,COF-PH-STL,8.50,0\n")
    seen = sample_shop("import", table)
    assert (seen["added"], seen["changed"]) == (0, 0)
    done = sample_shop("import", table, "--publish")
    after = pages(sample_shop)
    changed = {name for name in after if after[name] != before.get(name)}
    assert "en/products/phin-filter.html" in changed
    assert len(changed) == seen["pages"]["affected"] == done["pages"]["affected"]
    assert done["release"] is None


# Without the sample's products its announcements lead nowhere: hence --force.
FAULTY = "Handle,Title,SKU,Price\ncup,Cup,C1,5\npot,Pot,P1,-1\nmug,,M1,3\n"


def test_faulty_rows_are_left_out_and_listed(shop: Shop, tmp_path: Path) -> None:
    table = tmp_path / "goods.csv"
    table.write_text(FAULTY)
    seen = shop("import", table)
    done = shop("import", table, "--publish", "--force")
    assert (done["release"], done["added"], done["refused_count"]) == (1, 1, 2)
    assert seen["refused"] == done["refused"]
    assert [(each["row"], each.get("handle"), each["title"]) for each in done["refused"]] == [
        (3, "pot", "Pot"),
        (4, None, ""),
    ]
    public = {path for path in pages(shop) if "/products/" in path}
    assert {path.rpartition("/")[2] for path in public} == {"cup.html"}


def test_faulty_rows_are_drafts_or_stop_everything_as_the_owner_chooses(
    shop: Shop, tmp_path: Path
) -> None:
    table = tmp_path / "goods.csv"
    table.write_text(FAULTY)
    stopped = shop("import", table, "--publish", "--faulty", "stop", fails=True)
    assert (stopped["release"], stopped["refused_count"]) == (None, 2)
    done = shop("import", table, "--publish", "--faulty", "draft", "--force")
    assert (done["added"], done["refused_count"]) == (2, 1)
    assert [each["handle"] for each in done["drafted"]] == ["pot"]
    assert not any(path.endswith("products/pot.html") for path in pages(shop))


def test_the_person_at_the_terminal_reads_what_was_left_out(shop: Shop, tmp_path: Path) -> None:
    table = tmp_path / "goods.csv"
    table.write_text(FAULTY)
    done = CliRunner().invoke(app, ["import", str(table)])
    assert done.exit_code == 0
    assert "left out: row 3 “Pot”: Price: “-1”" in done.stderr
    assert "2 left out for their faults" in done.stderr


def test_replacing_wants_a_yes(sample_shop: Shop, tmp_path: Path) -> None:
    few = tmp_path / "few.csv"
    few.write_text("Handle,Title,SKU,Price\nphin-filter,Phin Filter,COF-PH-STL,8.50\n")
    seen = sample_shop("import", few, "--replace")
    assert seen["archived"] == 47
    refused = sample_shop("import", few, "--publish", "--replace", fails=True)
    assert (refused["archived"], refused["release"], len(refused["changes"])) == (47, None, 47)
    spoken = CliRunner().invoke(app, ["import", str(few), "--publish", "--replace"])
    assert spoken.exit_code == 1
    assert "47 of the shop's products. Add --yes to do that" in spoken.stderr
    assert len(sample_shop("releases")["releases"]) == 1
    done = sample_shop("import", few, "--publish", "--replace", "--yes", "--force")
    assert (done["release"], done["archived"]) == (2, 47)
    again = sample_shop("import", few, "--publish", "--replace")
    assert (again["release"], again["archived"]) == (None, 0)


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 1)])
def test_replacing_asks_whoever_sits_at_the_terminal(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    table = tmp_path / "goods.csv"
    table.write_text("Handle,Title,SKU,Price\ncup,Cup,C1,5\npot,Pot,P1,6\n")
    shop("import", table, "--publish", "--force")
    table.write_text("Handle,Title,SKU,Price\ncup,Cup,C1,5\n")
    monkeypatch.setattr("infra.cli.main.on_terminal", lambda: True)
    command = ["import", str(table), "--publish", "--replace", "--force"]
    done = CliRunner().invoke(app, command, input=f"{answer}\n")
    assert "1 of the shop's products. Archive them?" in done.stderr
    assert done.exit_code == code
    assert len(shop("releases")["releases"]) == 2 - code


def test_replacing_takes_one_file(shop: Shop, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).with_suffix(".csv").write_text(f"Title,Price\n{name},1\n")
    command = ["import", str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "--replace"]
    done = CliRunner().invoke(app, command)
    assert isinstance(done.exception, InvalidInput)
    assert "Name one file" in str(done.exception)
