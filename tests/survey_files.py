"""A shop's folder with surveys of a test's own in it."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent

VISIT = """
{settings}
[title]
en = "How was it?"
vi = "Thế nào?"

[[question]]
id = "found"
kind = "single"
required = true
title = {{ en = "How did you find us?" }}
choice = [
  {{ id = "friend", title = {{ en = "A friend" }} }},
  {{ id = "other", title = {{ en = "Otherwise" }} }},
]

[[question]]
id = "how"
kind = "text"
required = true
longest = 500
show_if = {{ question = "found", choices = ["other"] }}
title = {{ en = "How, then?" }}

[[question]]
id = "liked"
kind = "multiple"
title = {{ en = "What do you like?" }}
choice = [{{ id = "tea", title = {{ en = "Tea" }} }}, {{ id = "cups", title = {{ en = "Cups" }} }}]

[[question]]
id = "again"
kind = "scale"
title = {{ en = "Again?" }}

[[question]]
id = "parts"
kind = "matrix"
title = {{ en = "Content with …" }}
row = [
  {{ id = "goods", title = {{ en = "goods" }} }},
  {{ id = "parcel", title = {{ en = "parcel" }} }},
]
choice = [{{ id = "good", title = {{ en = "good" }} }}, {{ id = "bad", title = {{ en = "bad" }} }}]
"""


def visit(settings: str = "") -> str:
    """A survey with a question of each kind; `settings` are lines at its top."""
    return VISIT.format(settings=settings)


def shop_root(folder: Path, **surveys: str) -> Path:
    """The shop's own theme and settings, and these surveys."""
    folder.mkdir()
    for name in ("theme", "site"):
        (folder / name).symlink_to(PROJECT / name)
    (folder / "content" / "surveys").mkdir(parents=True)
    for name, text in surveys.items():
        (folder / "content" / "surveys" / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder
