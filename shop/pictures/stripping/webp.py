"""WebP (RFC 9649): RIFF chunks, frames of an animation within chunks of their own."""

from collections.abc import Iterator

DRAWING = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"}
IN_FRAME = {b"VP8 ", b"VP8L", b"ALPH"}
FRAME_HEADER = 16
METADATA_FLAGS = 0x20 | 0x08 | 0x04  # profile, EXIF, XMP


class _Malformed(Exception):
    """A chunk that does not end within the file."""


def strip(content: bytes) -> bytes | None:
    """Drops EXIF, XMP, the profile and unknown chunks, and says so in the header."""
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        return None
    end = 8 + int.from_bytes(content[4:8], "little")
    try:
        body = b"WEBP" + b"".join(
            _chunk(name, _payload(name, data))
            for name, data in _chunks(content, 12, min(end, len(content)))
            if name in DRAWING
        )
    except _Malformed:
        return None
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _payload(name: bytes, data: bytes) -> bytes:
    if name == b"VP8X" and data:
        return bytes((data[0] & ~METADATA_FLAGS,)) + data[1:]
    if name == b"ANMF":
        inner = _chunks(data, FRAME_HEADER, len(data))
        return data[:FRAME_HEADER] + b"".join(_chunk(n, d) for n, d in inner if n in IN_FRAME)
    return data


def _chunks(content: bytes, position: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    while position + 8 <= end:
        length = int.from_bytes(content[position + 4 : position + 8], "little")
        start = position + 8
        if start + length > end:
            raise _Malformed
        yield content[position : position + 4], content[start : start + length]
        position = start + length + length % 2


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + len(data).to_bytes(4, "little") + data + b"\0" * (len(data) % 2)
