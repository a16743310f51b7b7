"""How texts are written so that they come back exactly: both directions of each rule, together.

Three rules. A cell that a spreadsheet program might take for a formula gets an apostrophe in
front. Parts of a list have a backslash before a separator that is meant literally. Characters
that a workbook's XML cannot hold are written ``_xHHHH_`` (ECMA-376 part 1, 22.9.2.19), which
``reading/workbook_child`` undoes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

# What begins a formula, also in full width (owasp.org/www-community/attacks/CSV_Injection).
FORMULA = "=+-@\t\r＝＋－＠"
_MARKS = f"[{re.escape(FORMULA)}]"
_RISKY = re.compile(f"'*{_MARKS}")
_GUARDED = re.compile(f"'+{_MARKS}")

_NOT_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")

_NAME_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", ":": "\\:", "：": "\\："}
_VALUE_ESCAPES = {key: _NAME_ESCAPES[key] for key in "\\\n\r"}
_LINE = re.compile(r"((?:\\.|[^\\:：])*)[:：](.*)")
_ESCAPED = re.compile(r"\\([\\nr:：])")


def guarded(text: str) -> str:
    """``=1`` → ``'=1``, and so that nothing is ambiguous ``'=1`` → ``''=1``; others as they are."""
    return f"'{text}" if _RISKY.match(text) else text


def unguarded(text: str) -> str:
    """Takes off one apostrophe that stands before others and a formula's first character."""
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text


def guarded_if_typed(text: str) -> str:
    """For a cell that is text by its type: only what `unguarded` would change is guarded."""
    return f"'{text}" if text.startswith("'") and _GUARDED.match(text) else text


def xml_text(text: str) -> str:
    return _NOT_XML.sub(_xml_escape, text)


def joined(parts: Iterable[str], marks: str) -> str:
    """A list in one cell, separated by the first of `marks`; any of `marks` would split it."""
    return f"{marks[0]} ".join(_escaped(part, marks) for part in parts)


def split(text: str, marks: str) -> list[str]:
    """The parts of a list in one cell; empty ones keep their place."""
    return [_plain(part, marks) for part in _pieces(text, marks)] if text else []


def joined_paths(paths: Iterable[Iterable[str]]) -> str:
    return "; ".join(" > ".join(_escaped(part, ";>") for part in path) for path in paths)


def split_paths(text: str) -> list[tuple[str, ...]]:
    """``A > B; C``: paths from the root, none empty and no part of them."""
    found = (
        tuple(filter(None, (_plain(part, ";>") for part in _pieces(path, ">"))))
        for path in _pieces(text, ";")
    )
    return [path for path in found if path]


def attribute_lines(attributes: Mapping[str, str]) -> str:
    """A specification table in one cell, a line each: ``Harvest: May 2026``."""
    names, values = str.maketrans(_NAME_ESCAPES), str.maketrans(_VALUE_ESCAPES)
    return "\n".join(
        f"{name.translate(names)}: {value.translate(values)}" for name, value in attributes.items()
    )


def attribute_pairs(text: str) -> Iterator[tuple[str, str] | None]:
    """Name and value of every line that is not blank; None for one that has no colon."""
    for line in re.split(r"\r\n|\r|\n", text):
        match = _LINE.fullmatch(line)
        if match and match[1].strip():
            yield _unescaped(match[1].strip()), _unescaped(match[2].strip())
        elif line.strip():
            yield None


def _xml_escape(match: re.Match[str]) -> str:
    return f"_x{ord(match[0]):04X}_"


def _escaped(part: str, marks: str) -> str:
    return re.sub(rf"[\\{marks}]", r"\\\g<0>", part)


def _plain(piece: str, marks: str) -> str:
    piece = piece.strip()
    return re.sub(rf"\\([\\{marks}])", r"\1", piece) if "\\" in piece else piece


def _pieces(text: str, marks: str) -> list[str]:
    """Split at marks that have no backslash before them, or an even number."""
    if "\\" not in text:
        return re.split(f"[{marks}]", text)
    found = re.split(rf"(?<!\\)((?:\\\\)*)[{marks}]", text)
    return [start + end for start, end in zip(found[::2], [*found[1::2], ""], strict=True)]


def _unescaped(text: str) -> str:
    meanings = {"n": "\n", "r": "\r"}
    return _ESCAPED.sub(lambda match: meanings.get(match[1], match[1]), text)
