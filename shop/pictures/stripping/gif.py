"""GIF (GIF89a): blocks, each a chain of pieces of at most 255 bytes."""

HEADER = 13
IMAGE = 0x2C
EXTENSION = 0x21
TRAILER = 0x3B
GRAPHIC_CONTROL = 0xF9
APPLICATION = 0xFF
LOOPS = {b"NETSCAPE2.0", b"ANIMEXTS1.0"}  # how often an animation repeats


def strip(content: bytes) -> bytes | None:
    """Drops comments, texts, XMP, profiles and what other applications left."""
    try:
        return _strip(content)
    except IndexError:  # cut off
        return None


def _strip(content: bytes) -> bytes | None:
    position = HEADER + _table(content[10])
    parts = [content[:position]]
    while content[position] != TRAILER:
        end = _block_end(content, position)
        if end is None:
            return None
        if _is_drawing(content, position):
            parts.append(content[position:end])
        position = end
    return b"".join((*parts, b"\x3b"))


def _block_end(content: bytes, position: int) -> int | None:
    kind = content[position]
    if kind == IMAGE:
        return _chain_end(content, position + 11 + _table(content[position + 9]))
    return _chain_end(content, position + 2) if kind == EXTENSION else None


def _is_drawing(content: bytes, position: int) -> bool:
    if content[position] == IMAGE or content[position + 1] == GRAPHIC_CONTROL:
        return True
    return content[position + 1] == APPLICATION and content[position + 3 : position + 14] in LOOPS


def _table(flags: int) -> int:
    """Bytes of the colour table that follows."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _chain_end(content: bytes, position: int) -> int:
    while length := content[position]:
        position += length + 1
    return position + 1
