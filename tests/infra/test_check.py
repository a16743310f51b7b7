"""``shop check``, and what stops a publish."""

from pathlib import Path
from typing import Any

import pytest
from shop_command import Shop

from infra.cli.check_summary import grouped

BAD = (
    'Handle,Title,SKU,Price,Description\nnew-cup,A New Cup,CUP-1,7.00,"<p><a href=""/en/gone"">'
    'x</a></p>"\n'
)
GOOD = "Handle,Title,SKU,Price,Description\nnew-cup,A New Cup,CUP-1,7.00,<p>Blue.</p>\n"


@pytest.fixture
def shop(sample_shop: Shop) -> Shop:
    return sample_shop


def table(folder: Path, text: str) -> Path:
    file = folder / "t.csv"
    file.write_text(text, encoding="utf-8")
    return file


def codes(found: dict[str, Any]) -> set[str]:
    return {finding["code"] for finding in found["findings"]}


def test_the_sample_shop_has_no_errors(shop: Shop) -> None:
    found = shop("check")
    assert [each for each in found["findings"] if each["severity"] == "error"] == []
    assert (found["products"], found["errors"]) == (48, 0)
    assert found["pages"] > 400
    assert found["seconds"] > 0


def test_an_error_is_told_with_its_place_and_ends_with_one(shop: Shop) -> None:
    picture = next(path for path in (shop.home / "media").iterdir() if "phin" in path.name)
    picture.unlink()
    found = shop("check", fails=True)
    assert found["counts"] == {"picture_missing": found["errors"]}
    first = found["findings"][0]
    assert set(first) == {"code", "severity", "address", "about", "message"}
    assert first["about"] == f"/media/{picture.name}"
    assert f"error: picture_missing ({found['errors']})" in shop.tells("check")


def test_errors_stop_a_publish_and_nothing_is_changed(shop: Shop, tmp_path: Path) -> None:
    refused = shop("import", table(tmp_path, BAD), "--publish", fails=True)
    assert refused["release"] is None
    assert codes(refused) == {"dead_link"}
    assert [change["handle"] for change in refused["changes"]] == ["new-cup"]
    assert [each["release"] for each in shop("releases")["releases"]] == [1]
    assert "--force" in shop.tells("import", table(tmp_path, BAD), "--publish")


def test_a_preview_says_what_would_stop_it(shop: Shop, tmp_path: Path) -> None:
    seen = shop("import", table(tmp_path, BAD))
    assert codes(seen) == {"dead_link"}
    assert seen["checked"]["pages"] >= 4
    assert shop("import", table(tmp_path, GOOD))["findings"] == []


def test_force_publishes_and_tells_what_it_overrides(shop: Shop, tmp_path: Path) -> None:
    done = shop("import", table(tmp_path, BAD), "--publish", "--force")
    assert (done["release"], codes(done)) == (2, {"dead_link"})
    assert "dead_link" in codes(shop("check", fails=True))


def test_an_old_error_does_not_keep_a_price_from_being_changed(shop: Shop, tmp_path: Path) -> None:
    shop("import", table(tmp_path, BAD), "--publish", "--force")
    dearer = table(tmp_path, "Handle,Title,SKU,Price\nnew-cup,A New Cup,CUP-1,8.00\n")
    done = shop("import", dearer, "--publish")
    assert (done["release"], done["findings"]) == (3, [])


def test_going_back_to_errors_needs_force(shop: Shop, tmp_path: Path) -> None:
    shop("import", table(tmp_path, BAD), "--publish", "--force")
    shop("import", table(tmp_path, GOOD), "--publish")
    words = shop.tells("rollback", 2)
    assert [each["release"] for each in shop("releases")["releases"]] == [3, 2, 1], words
    back = shop("rollback", 2, "--force")
    assert (back["release"], codes(back)) == (4, {"dead_link"})


def test_a_fault_that_pages_share_is_one_line_with_its_count() -> None:
    same = {"code": "dead_link", "severity": "error", "about": "/gone", "message": "M."}
    other = {**same, "about": "/lost", "message": "N."}
    findings = [{**each, "address": f"/{n}"} for each in (same, other) for n in range(3)]
    assert grouped(findings) == [
        "error: dead_link (6)",
        "  /0: M. (and 2 more like it)",
        "  /0: N. (and 2 more like it)",
    ]
    many = [{**same, "about": f"/{n}", "address": "/"} for n in range(30)]
    assert grouped(many)[-1] == "  … and 10 more of them; --json lists everything."


def test_languages_are_told_one_by_one() -> None:
    each = {"code": "language_missing", "severity": "warning", "about": "products", "message": "M."}
    assert len(grouped([{**each, "language": code} for code in ("vi", "zh-Hans")])) == 3
