"""No file of the collection is forgotten."""

import json
from pathlib import Path


def test_every_file_is_read_by_a_test(shared: Path) -> None:
    counted = json.loads((shared / "data/products/EXPECTED.json").read_text(encoding="utf-8"))
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("*.py"))
    assert [name for name in counted["files"] if f'"{name}"' not in tests] == []
    assert len(counted["files"]) == 31
