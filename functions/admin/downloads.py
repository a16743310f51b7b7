"""Files that people at the desk keep."""

from urllib.parse import quote

from starlette.responses import Response

from shop.published.security import headers


def attachment(content: bytes, name: str, kind: str) -> Response:
    """A file to keep, under a name in any alphabet (RFC 6266, RFC 8187)."""
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(
        content,
        media_type=kind,
        headers={**headers("paper", ""), "Content-Disposition": disposition},
    )
