"""The cart of a browser without JavaScript: SKUs and quantities in one cookie, nothing else.

It holds no price and no person; what it says is checked like any other input.
"""

import base64
import binascii
import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from functions.problems import TooLarge
from shop.i18n.messages import translatable
from shop.pricing.model import MAX_LINES, CartLine

NAME = "cart"
MAX_AGE = 30 * 24 * 3600
ATTRIBUTES: Final[dict[str, Any]] = {"path": "/api", "httponly": True, "samesite": "lax"}
MAX_COOKIE = 3800  # browsers keep 4,096 bytes with name and attributes (RFC 6265 §6.1)
LINES: TypeAdapter[list[CartLine]] = TypeAdapter(list[CartLine])


def lines_from_text(text: str) -> list[CartLine]:
    """Cart lines from JSON ``[{"sku", "quantity"}]``; none where it is not that.

    Raises TooLarge for more than an order holds: nobody's things are left out in silence.
    """
    try:
        lines = LINES.validate_json(text)
    except ValidationError:
        return []
    if len(lines) > MAX_LINES:
        raise TooLarge(
            translatable(
                "An order holds at most %(lines)s different articles. Please take some out.",
                lines=str(MAX_LINES),
            )
        )
    return lines


def text_from_lines(lines: Iterable[CartLine]) -> str:
    return json.dumps([line.model_dump() for line in lines], separators=(",", ":"))


def read_cart(request: Request) -> list[CartLine]:
    """The cookie's lines; an unreadable cookie is an empty cart."""
    try:
        raw = base64.urlsafe_b64decode(request.cookies.get(NAME, "").encode())
        return lines_from_text(raw.decode())
    except (binascii.Error, ValueError, TooLarge):
        return []


def write_cart(response: Response, lines: Sequence[CartLine]) -> None:
    """Raises TooLarge where a browser or an order could not hold all of `lines`."""
    value = base64.urlsafe_b64encode(text_from_lines(lines).encode()).decode()
    if len(lines) > MAX_LINES or len(value) > MAX_COOKIE:
        raise TooLarge(translatable("The cart is full. Please order what it holds first."))
    response.set_cookie(NAME, value, max_age=MAX_AGE, **ATTRIBUTES)


def clear_cart(response: Response) -> None:
    response.delete_cookie(NAME, **ATTRIBUTES)
