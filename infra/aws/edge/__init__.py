"""The scripts that CloudFront runs at its edge (runtime cloudfront-js-2.0), one for each event."""

import json
from collections.abc import Sequence
from pathlib import Path

FOLDER = Path(__file__).parent
PLACEHOLDER = '["en"]'  # as the script has it, so that it can be read and run as it is


def pages(languages: Sequence[str], default: str) -> str:
    """Before a page is looked for: which file answers an address, and a language at the root."""
    offered = [default, *(code for code in languages if code != default)]
    return _script("pages").replace(PLACEHOLDER, json.dumps(offered), 1)


def moved() -> str:
    """After a page was found: one that lies under a former address leads on."""
    return _script("moved")


def door() -> str:
    """Before a function is asked: who asks."""
    return _script("door")


def _script(name: str) -> str:
    return (FOLDER / f"{name}.js").read_text(encoding="utf-8")
