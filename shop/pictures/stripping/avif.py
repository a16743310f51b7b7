"""AVIF (ISO 23008-12): kept whole if nothing but a picture is in it, else drawn anew."""

ALLOWED = {b"ftyp", b"meta", b"mdat", b"moov", b"free"}
# Items of metadata and boxes of a user's own; a false alarm only means drawing anew.
SUSPICIOUS = (b"Exif", b"mime", b"uri ", b"uuid", b"udta", b"rdf", b"prof", b"rICC")


def strip(content: bytes) -> bytes | None:
    """The file without padding, or None if it holds (or may hold) more than pictures."""
    kept = []
    position = 0
    while position < len(content):
        box = _box(content, position)
        name = box[4:8]
        if name not in ALLOWED or (
            name in {b"meta", b"moov"} and any(w in box for w in SUSPICIOUS)
        ):
            return None
        # Offsets in the file are absolute, so padding is emptied rather than taken out.
        kept.append(box[:8] + bytes(len(box) - 8) if name == b"free" else box)
        position += len(box)
    return b"".join(kept)


def _box(content: bytes, position: int) -> bytes:
    """A whole box of the usual form (32-bit size); one of no known kind where there is none."""
    size = int.from_bytes(content[position : position + 4], "big")
    if size < 8 or position + size > len(content):
        return bytes(8)
    return content[position : position + size]
