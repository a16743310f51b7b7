"""What people type, as plain text that every page, feed and file can hold."""

import re

# What XML cannot hold (XML 1.0 §2.2), and nobody sees: controls but tab and line end.
UNSEEN = re.compile(r"[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){3,}")


def tidied(text: str) -> str:
    """Text as it was typed, with one kind of line end, and at most two empty lines in a row."""
    lines = UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return BLANK_LINES.sub("\n\n\n", lines).strip()


def one_line(text: str) -> str:
    return " ".join(UNSEEN.sub("", text).split())
