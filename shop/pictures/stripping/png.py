"""PNG and APNG (W3C PNG, third edition): a list of chunks that draw."""

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# cICP says which colours the numbers mean; gAMA and cHRM do so where no profile overrules them.
DRAWING = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"bKGD", b"sBIT", b"sRGB", b"cICP"}
ANIMATION = {b"acTL", b"fcTL", b"fdAT"}
COLOUR = {b"gAMA", b"cHRM"}
PROFILE = b"iCCP"


def strip(content: bytes) -> bytes | None:
    """Drops texts, EXIF, times, the profile and private chunks."""
    if not content.startswith(SIGNATURE):
        return None
    kept = [(b"", SIGNATURE)]
    profiled = False
    position = len(SIGNATURE)
    while chunk := _chunk(content, position):
        name = chunk[4:8]
        profiled |= name == PROFILE
        if name in DRAWING | ANIMATION | COLOUR:
            kept.append((name, chunk))
        if name == b"IEND":
            return b"".join(part for name, part in kept if not (profiled and name in COLOUR))
        position += len(chunk)
    return None


def _chunk(content: bytes, position: int) -> bytes:
    """A whole chunk: length, name, data, checksum; empty where there is none."""
    length = int.from_bytes(content[position : position + 4], "big")
    end = position + 12 + length
    return content[position:end] if end <= len(content) else b""
