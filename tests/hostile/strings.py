"""What is typed into the forms: script payloads, and what else programs have choked on."""

import json
from collections.abc import Sequence
from pathlib import Path

from hostile.forms import FORMS, PARTING, RICH
from script_payloads import PAYLOADS

# Templates of others, formulas, headers, paths: words for us, as the script payloads are.
WORDS = (
    *PAYLOADS,
    "{{ 7*7 }} {% for x in y %} {# no #}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "${7*7} #{7*7} <%= 7*7 %> @(7*7) [[7*7]]",
    "%(title)s %s %d %n {0} {name!r:>{width}}",
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1:A9)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://evil.example","x")',
    "x@example.com Bcc: everybody@example.com",
    "Subject: other Content-Type: text/html",
    "../../../../etc/passwd",
    "$(reboot) `reboot` ; reboot | reboot & reboot",
    "' OR 1=1 -- ; DROP TABLE item;",
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    "</script><script>alert(1)</script><!--",
    "\\u003cscript\\u003e \\x3cscript\\x3e \\74script\\76",
    "**bold** _it_ [x](javascript:alert(1)) ![x](x) <https://evil.example> # h",
)
# What a form may refuse, and must never stumble over.
STUMBLES = (
    "",
    " ",
    "\0",
    "a\0b",
    "\ud800",
    "a\udfffb",
    "\x7f\x80\x9f\xad",
    "\r\nBcc: everybody@example.com\r\n\r\nx",
    "a\nb\u2028c\u2029d\x85e\x0bf\x0cg",
    "\u202eabc\u202d\u2066def\u2069",
    "\ufeff\u200b\u200d\u2060",
    "\ufffe\uffff\U0010ffff",
    "Ṱ̴̢̈ǭ̷͎ ̶̡̛ị̸̂n̵̰͝v̸̟͝o̸̧͝k̵͉̚e̴̱̋",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f1fb\U0001f1f3",
    "a" * 10_000,
    "\u0301" * 3_000,
    "[" * 5_000,
    "9" * 400,
    "1e400",
    "NaN",
    "-0",
    "١٢٣",
    "İıſK",
    "%00%0d%0a%ff",
)


def naughty(shared: Path) -> list[str]:
    """The big list (github.com/minimaxir/big-list-of-naughty-strings)."""
    path = shared / "specs" / "naughty-strings" / "blns.json"
    found: list[str] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _marks() -> dict[tuple[str, str], str]:
    """A word for each field of each form, that is in nothing else."""
    fields = [(form.name, name) for form in FORMS for name in (*form.texts, *form.cells)]
    fields.append(("search", "q"))
    return {each: f"Zq{number:03d}z" for number, each in enumerate(dict.fromkeys(fields))}


MARKS = _marks()


def plain(form: str, name: str, _longest: int) -> str:
    return MARKS[form, name]


class Rotating:
    """Types as many of `strings` into a field as it holds, each field beginning with another, and
    another in each `turn`. The field's mark ends what is typed."""

    def __init__(self, strings: Sequence[str], turn: int, *, rich: bool = False) -> None:
        self._strings = strings
        self._turn = turn
        self._rich = rich

    def __call__(self, form: str, name: str, longest: int) -> str:
        mark = MARKS[form, name]
        if (name in RICH) is not self._rich:
            return mark
        words: list[str] = []
        start = int(mark[2:5]) * 7 + self._turn
        for number in range(len(self._strings)):
            word = " ".join(self._strings[(start + number) % len(self._strings)].split())
            if set(word) & set(PARTING.get(name, "")):
                continue
            if len(" ".join([*words, word, mark])) > longest:
                break
            words.append(word)
        return " ".join([*words, mark])
