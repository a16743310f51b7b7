"""What kind of picture bytes are, by the bytes: names and Content-Type headers are not asked."""

import re

# First bytes, from the formats' own specifications.
SIGNATURES = (
    ("png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("jpg", re.compile(rb"\xff\xd8\xff")),
    ("gif", re.compile(rb"GIF8[79]a")),
    ("webp", re.compile(rb"RIFF....WEBP", re.DOTALL)),
    ("avif", re.compile(rb"....ftypavi[fs]", re.DOTALL)),
)
_SVG = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?svg[\s>/]")


def sniff(content: bytes) -> str | None:
    """``png jpg gif webp avif svg``, or None. An "svg" is only a suspicion: the parser decides."""
    for kind, signature in SIGNATURES:
        if signature.match(content):
            return kind
    # UTF-16 has a NUL beside each letter.
    head = content[:16384].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n")
    return "svg" if head.startswith(b"<") and _SVG.search(head) else None
