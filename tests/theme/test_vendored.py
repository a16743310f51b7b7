"""Scripts of others are the ones that were looked at."""

import hashlib
import re
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[2] / "theme" / "js" / "vendor"


def test_every_vendored_script_is_the_version_that_the_readme_names() -> None:
    readme = (VENDOR / "README").read_text()
    noted = dict(re.findall(r"^(\S+\.js) .+\n\s+sha256 ([0-9a-f]{64})$", readme, re.MULTILINE))
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.glob("*.js")
    }
    assert found == noted
    assert found
