"""JPEG (ITU-T T.81, JFIF): segments up to the end of the first image."""

import re

START = b"\xff\xd8"
END = 0xD9
SCAN = 0xDA
# Frames, Huffman and arithmetic tables, quantisation, lines, restarts; of C0 to CF, C8 is no frame.
TABLES = ({*range(0xC0, 0xD0)} - {0xC8}) | {0xDB, 0xDC, 0xDD}
# Of the applications' segments, two say how the numbers are meant: JFIF (whose thumbnail becomes
# one of 0 × 0) and Adobe.
NEEDED = {0xE0: (b"JFIF\0", b"\0\0"), 0xEE: (b"Adobe", b"")}
METADATA = {*range(0xE0, 0xF0), 0xFE}
# In coded data FF 00 is a byte, FF D0 to D7 a restart, and FF FF filling; all else is a marker.
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def strip(content: bytes) -> bytes | None:
    """Drops EXIF, XMP, IPTC, comments, thumbnails, colour profile and further images."""
    if not content.startswith(START):
        return None
    parts = [START]
    position = 2
    while header := _segment(content, position):
        marker, start, end = header
        if marker == END:
            return b"".join((*parts, b"\xff\xd9"))
        kept = _kept(marker, content[start:end])
        if kept is None:
            return None
        if kept:
            parts.append(bytes((0xFF, marker)) + (len(kept) + 2).to_bytes(2, "big") + kept)
        position = end
        if marker == SCAN:
            position = _scan_end(content, end)
            parts.append(content[end:position])
    return None


def _segment(content: bytes, position: int) -> tuple[int, int, int] | None:
    """Marker, start and end of the payload; None where there is no whole segment."""
    while content[position : position + 2] == b"\xff\xff":
        position += 1
    if content[position : position + 1] != b"\xff" or position + 2 > len(content):
        return None
    marker = content[position + 1]
    start = position + 4
    if marker == END:
        return marker, start, start
    end = position + 2 + int.from_bytes(content[position + 2 : start], "big")
    return (marker, start, end) if start <= end <= len(content) else None


def _kept(marker: int, payload: bytes) -> bytes | None:
    """What stays of a segment: b"" for nothing, None where no such segment can be."""
    if marker in TABLES or marker == SCAN:
        return payload
    start, end = NEEDED.get(marker, (b"", b""))
    if start and payload.startswith(start) and len(payload) >= 12:
        return payload[:12] + end
    return b"" if marker in METADATA else None


def _scan_end(content: bytes, position: int) -> int:
    found = _MARKER.search(content, position)
    return found.start() if found else len(content)
